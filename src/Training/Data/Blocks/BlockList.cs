using System.Text.Json;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Data.Blocks;

/// <summary>What the blocks of a directory are made of: written last, so that blocks without it do not count.</summary>
/// <param name="Digest">Of everything that decides their content.</param>
/// <param name="Blocks">Every block that holds pairs.</param>
internal sealed record BlockList(string Digest, IReadOnlyList<Block> Blocks)
{
    private const string Name = "blocks.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public long Pairs => Blocks.Sum(block => block.Pairs);

    /// <summary>Null where there is none that can be read.</summary>
    public static BlockList? Read(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<BlockList>(File.ReadAllBytes(path), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string directory)
    {
        DiskSync.WriteFile(Path.Combine(directory, Name), file => JsonSerializer.Serialize(file, this, Json));
        DiskSync.Directory(directory);
    }
}

/// <summary>One file of pairs.</summary>
/// <param name="File">Its name.</param>
/// <param name="Pairs">Pairs in it.</param>
/// <param name="Expected">Pairs that an epoch takes of it, weights counted.</param>
internal sealed record Block(string File, long Pairs, double Expected);
