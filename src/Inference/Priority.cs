namespace Seq2SeqService.Inference;

/// <summary>Who waits for a translation: the line lets the one go before the other.</summary>
public enum Priority
{
    /// <summary>Somebody looks at the screen: goes first.</summary>
    Interactive,

    /// <summary>Documents and large sets: takes what is left, and a set share of the engines in any case.</summary>
    Bulk,
}
