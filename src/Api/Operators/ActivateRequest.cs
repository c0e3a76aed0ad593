namespace Seq2SeqService.Api.Operators;

/// <summary>Which version is to serve.</summary>
internal sealed record ActivateRequest
{
    /// <summary>A version of the model that lies in the store.</summary>
    /// <example>20261122-021500</example>
    public string? Version { get; init; }

    /// <summary>Takes it whatever its sentinels say. It must still be whole and load.</summary>
    public bool SkipGate { get; init; }
}
