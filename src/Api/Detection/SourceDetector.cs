using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Detection;

namespace Seq2SeqService.Api.Detection;

/// <summary>Finds the language of a text among those that are served.</summary>
internal sealed class SourceDetector(IOptions<DetectionOptions> options)
{
    private const string Usual = "en";

    private readonly LanguageDetector _detector = LanguageDetector.Default;

    /// <summary>The served languages that the text may be in, best first, in the models' spelling; empty where none is recognised.</summary>
    public IReadOnlyList<TextLanguage> Rank(string text, IReadOnlyList<string> served) =>
    [
        .. from found in _detector.Detect(text)
           from code in served
           where Primary(code).Equals(found.Language, StringComparison.OrdinalIgnoreCase)
           select TextLanguage.Of(code, found.Confidence),
    ];

    /// <summary>The one language that the text is translated from, among at least one that is served.</summary>
    public TextLanguage Choose(string text, IReadOnlyList<string> served)
    {
        var best = Rank(text, served) is [var first, ..] ? first : null;
        if (best?.Confidence >= options.Value.MinConfidence)
            return best;

        return (Find(options.Value.Fallback, served), best) switch
        {
            ({ } fallback, _) => new() { Language = fallback, Confidence = best?.Language == fallback ? best.Confidence : 0 },
            (null, { } guess) => guess,
            _ => new() { Language = Find(Usual, served) ?? served[0], Confidence = 0 },
        };
    }

    private static string? Find(string? language, IReadOnlyList<string> served) =>
        served.FirstOrDefault(code => code.Equals(language, StringComparison.OrdinalIgnoreCase))
        ?? served.FirstOrDefault(code => Primary(code).Equals(language, StringComparison.OrdinalIgnoreCase));

    /// <summary><c>zh</c> of <c>zh-Hans</c>: the profile knows languages, not their scripts and regions.</summary>
    private static string Primary(string code) => code.Split('-', '_')[0];
}
