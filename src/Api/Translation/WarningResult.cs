using System.ComponentModel.DataAnnotations;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Translation;

/// <summary>Something that a guard found wrong with a sentence's translation.</summary>
internal sealed record WarningResult
{
    /// <summary>What was found.</summary>
    /// <example>numberLost</example>
    [AllowedValues("repetition", "numberLost", "termLost", "placeholderLost", "tooLong", "tooShort")]
    public required string Code { get; init; }

    /// <summary>The same for people.</summary>
    /// <example>The number 1250 is not in the output. Decoding once more mended it.</example>
    public required string Message { get; init; }

    /// <summary>Whether the translation that is answered is without this fault.</summary>
    /// <example>true</example>
    public required bool Mended { get; init; }

    public static WarningResult Of(SentenceWarning warning) => new() { Code = warning.Code, Message = warning.Message, Mended = warning.Mended };
}
