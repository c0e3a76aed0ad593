using System.IO.Compression;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>Writes NumPy's <c>.npz</c>, uncompressed, as <c>numpy.savez</c> does.</summary>
internal sealed class NpzWriter(Stream stream) : IDisposable
{
    private readonly ZipArchive _zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    public void Add(string name, WeightTensor tensor) =>
        Add(name, new NpyHeader("<f4", tensor.Shape), target => FloatStream.Write(target, tensor.Values));

    public void Add(string name, byte[] bytes) => Add(name, new NpyHeader("|i1", [bytes.Length]), target => target.Write(bytes));

    public void Dispose() => _zip.Dispose();

    private void Add(string name, NpyHeader header, Action<Stream> write)
    {
        using var target = _zip.CreateEntry($"{name}.npy", CompressionLevel.NoCompression).Open();
        target.Write(header.ToBytes());
        write(target);
    }
}
