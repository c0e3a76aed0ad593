namespace Seq2SeqService.Training.Data;

/// <summary>The pairs that a run learns from, epoch by epoch, each in one portion or several: what is held and shuffled together.</summary>
internal interface IPairSource
{
    /// <summary>Portions of an epoch, at least one.</summary>
    int Portions(int epoch);

    /// <summary>The pairs of one portion; the same for the same numbers, whatever was asked for before.</summary>
    IReadOnlyList<EncodedPair> Portion(int epoch, int portion);

    /// <summary>Changes where the pairs or their order do.</summary>
    string Digest { get; }
}
