namespace Seq2SeqService.Inference;

/// <summary>Why a translation was refused.</summary>
public enum TranslationFailure
{
    /// <summary>No model has been published yet.</summary>
    NoModel,

    /// <summary>No loaded model has the name that was asked for.</summary>
    UnknownModel,

    /// <summary>No loaded model translates this pair.</summary>
    UnknownLanguagePair,

    /// <summary>The text, or one sentence of it, is longer than the model accepts.</summary>
    TextTooLong,

    /// <summary>The text has tags that cannot be read.</summary>
    UnreadableMarkup,

    /// <summary>The waiting line has no room for all sentences of the text, or is so long that they would not be done before their deadline.</summary>
    QueueFull,

    /// <summary>The service is stopping and takes no new work.</summary>
    Stopping,

    /// <summary>The translation took longer than one request may.</summary>
    TimedOut,

    /// <summary>The deadline that the request named has passed.</summary>
    DeadlinePassed,

    /// <summary>An option does not fit the model, for example a prefix of unknown symbols.</summary>
    InvalidOption,
}

/// <summary>A translation that was refused, with the reason and a message for the caller.</summary>
public sealed class TranslationException(TranslationFailure failure, string message, string? option = null, int? text = null)
    : Exception(message)
{
    public TranslationFailure Failure => failure;

    /// <summary>The decoding option at fault, or null.</summary>
    public string? Option => option;

    /// <summary>The place, from 0, of the text at fault among several; null where it is the only one or the fault is that of all.</summary>
    public int? Text => text;

    /// <summary>Time after which the same text may be taken; null where nothing is known of it.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
