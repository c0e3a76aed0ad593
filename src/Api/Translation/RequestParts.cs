using System.Text.RegularExpressions;
using Seq2SeqService.Api.Detection;

namespace Seq2SeqService.Api.Translation;

/// <summary>Cuts a request into parts of one source language each, found where the source is <c>auto</c>.</summary>
internal sealed partial class RequestParts(SourceDetector detector, KnownLanguages languages)
{
    public const string Auto = "auto";

    /// <summary>Whether its source languages are to be found.</summary>
    public static bool IsOpen(TranslateRequest request) => Auto.Equals(request.Source, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the request can ask for at this moment.</summary>
    public ServedLanguages Served(TranslateRequest request) => languages.Of(request.Options?.Model);

    /// <summary>The language of each text; null where none is to be found, and of a model without languages.</summary>
    public TextLanguage[]? Detect(TranslateRequest request, ServedLanguages served, bool hasTags)
    {
        if (!IsOpen(request))
            return null;

        var candidates = served.SourcesFor(request.Target);
        var withoutTags = hasTags || request.Format == "html";
        return candidates.Count == 0 ? null : [.. request.Q!.Texts.Select(text => detector.Choose(withoutTags ? Tags().Replace(Beginning(text), " ") : text, candidates))];
    }

    /// <summary>In the order of their first text.</summary>
    public static IEnumerable<RequestPart> Of(TranslateRequest request, ServedLanguages served, TextLanguage[]? detected)
    {
        return detected is null
            ? [PartOf(request.Source, Enumerable.Range(0, request.Q!.Texts.Count))]
            : Enumerable.Range(0, detected.Length).GroupBy(place => detected[place].Language).Select(group => PartOf(group.Key, group));

        RequestPart PartOf(string? source, IEnumerable<int> places) => new(source, [.. places])
        {
            IsTranslated = request.Options?.Model is null && served.IsSameLanguage(source, request.Target),
        };
    }

    /// <summary>Enough to tell a language by, and little enough for a pattern that may look at everything again and again.</summary>
    private static string Beginning(string text) => text.Length <= 5000 ? text : text[..5000];

    /// <summary>Scripts, styles, comments and tags: no words of any language.</summary>
    [GeneratedRegex(@"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\#?\w+;", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Tags();
}

/// <summary>Texts of one source language, by their places in the request.</summary>
internal sealed record RequestPart(string? Source, IReadOnlyList<int> Places)
{
    /// <summary>They are in the language wanted already.</summary>
    public bool IsTranslated { get; init; }
}
