namespace Seq2SeqService.Reliability.Requests;

/// <summary>A request as bytes.</summary>
/// <param name="Operation">What it was made of.</param>
/// <param name="HasKey">A key that holds is shown.</param>
/// <param name="IsWhole">It is HTTP, and ends: it has to be answered.</param>
internal sealed record FuzzedRequest(Operation Operation, byte[] Bytes, bool HasKey, bool IsWhole)
{
    /// <summary>Its path leads to the operation; another one may lead to what is open to all.</summary>
    public bool IsOnRoute { get; init; }
}
