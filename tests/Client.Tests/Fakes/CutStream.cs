using System.Text;

namespace Seq2SeqService.Client.Tests.Fakes;

/// <summary>A connection that breaks after these characters.</summary>
internal sealed class CutStream(string beginning) : MemoryStream(Encoding.UTF8.GetBytes(beginning))
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The connection was reset.");

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        await base.CopyToAsync(destination, bufferSize, cancellationToken);
        throw new IOException("The connection was reset.");
    }
}
