using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>A file to be published as it is.</summary>
/// <param name="Name">Plain name in the checkpoint (<see cref="CheckpointFiles.IsPlainName"/>).</param>
/// <param name="Write">Writes the content.</param>
public sealed record CheckpointFile(string Name, Action<Stream> Write)
{
    /// <summary>A copy of the file at <paramref name="path"/>, under <paramref name="name"/> or its own.</summary>
    public static CheckpointFile Copy(string path, string? name = null) => new(name ?? Path.GetFileName(path), stream =>
    {
        using var source = File.OpenRead(path);
        source.CopyTo(stream);
    });

    public static CheckpointFile Of(string name, byte[] content) => new(name, stream => stream.Write(content));

    /// <summary>A text in UTF-8 without a byte-order mark.</summary>
    public static CheckpointFile Of(string name, string text) => Of(name, Encoding.UTF8.GetBytes(text));
}
