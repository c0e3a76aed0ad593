namespace Seq2SeqService.Inference.Models;

/// <summary>A version that is whole but must not serve.</summary>
/// <param name="message">Why, for operators.</param>
/// <param name="mayPass">Only the moment forbids it: it is tried again at the next look.</param>
internal sealed class VersionRefusedException(string message, bool mayPass = false) : Exception(message)
{
    public bool MayPass => mayPass;

    /// <summary>It would do if another version left the memory.</summary>
    public bool NeedsMemory { get; init; }
}
