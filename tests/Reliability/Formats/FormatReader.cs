namespace Seq2SeqService.Reliability.Formats;

/// <summary>Something of ours that reads bytes from outside.</summary>
/// <param name="Name">What it reads, as <c>--readers</c> names it.</param>
/// <param name="Next">Makes an input: a damaged one mostly, a sound one now and then.</param>
/// <param name="Read">Reads it, and does with it what the service does.</param>
/// <param name="Refusals">The exceptions by which a reader may refuse; every other one is a fault.</param>
internal sealed record FormatReader(string Name, Func<Random, byte[]> Next, Action<byte[]> Read, params Type[] Refusals)
{
    /// <summary>Bytes that reading may allocate whatever the input's size is (default 1 MiB).</summary>
    public long FixedBytes { get; init; } = 1 << 20;

    /// <summary>Bytes that it may allocate for each byte of the input (default 500): trees of nodes, words and spans are many times their text.</summary>
    public long BytesPerByte { get; init; } = 500;

    public bool IsRefusal(Exception error) => Refusals.Any(kind => kind.IsInstanceOfType(error));
}
