using System.Text.RegularExpressions;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Translation;

/// <summary>
/// The way of a request of any dialect: languages are found where the source is <c>auto</c>, texts of each language go to the translator
/// together, and what is in the language wanted already comes back as it is.
/// </summary>
internal sealed partial class RequestTranslator(RequestCheck check, SourceDetector detector, IModelCatalog catalog, ITranslator translator)
{
    public const string Auto = "auto";

    /// <summary>Translates all texts or refuses the request. With <paramref name="markup"/> a dialect says more about tags than <c>format</c> does.</summary>
    public async Task<AnsweredRequest> TranslateAsync(TranslateRequest request, CancellationToken cancel, MarkupOptions? markup = null)
    {
        check.CheckFields(request);
        var texts = request.Q!.Texts;
        var served = ServedLanguages.Of(catalog, request.Options?.Model);
        var detected = Auto.Equals(request.Source, StringComparison.OrdinalIgnoreCase) ? Detect(request, served, hasTags: markup is not null) : null;

        var parts = await Task.WhenAll(Parts(request, detected).Select(part => TranslatePartAsync(request, part, markup, cancel)));

        var answers = new TranslatedText[texts.Count];
        foreach (var (part, result) in parts)
        {
            foreach (var (place, text) in part.Places.Zip(result?.Texts ?? [.. part.Places.Select(place => Unchanged(texts[place]))]))
                answers[place] = text;
        }

        var results = parts.Select(answered => answered.Result).OfType<TranslationResult>().ToList();
        return new()
        {
            Texts = answers,
            Detected = detected,
            Model = results.Select(result => result.Model).FirstOrDefault(),
            QueueTime = results.Select(result => result.QueueTime).DefaultIfEmpty().Max(),
            DecodeTime = results.Select(result => result.DecodeTime).DefaultIfEmpty().Max(),
        };
    }

    /// <summary>A model without languages detects none: null.</summary>
    private TextLanguage[]? Detect(TranslateRequest request, ServedLanguages served, bool hasTags)
    {
        var candidates = served.SourcesFor(request.Target);
        var withoutTags = hasTags || request.Format == "html";
        return candidates.Count == 0 ? null : [.. request.Q!.Texts.Select(text => detector.Choose(withoutTags ? Tags().Replace(Beginning(text), " ") : text, candidates))];
    }

    /// <summary>Texts of one source each, in the order of their first text.</summary>
    private static IEnumerable<Part> Parts(TranslateRequest request, TextLanguage[]? detected) =>
        detected is null
            ? [new(request.Source, [.. Enumerable.Range(0, request.Q!.Texts.Count)])]
            : Enumerable.Range(0, detected.Length).GroupBy(place => detected[place].Language).Select(group => new Part(group.Key, [.. group]));

    private async Task<(Part Part, TranslationResult? Result)> TranslatePartAsync(
        TranslateRequest request, Part part, MarkupOptions? markup, CancellationToken cancel)
    {
        if (request.Options?.Model is null && ServedLanguages.Of(catalog, model: null).IsSameLanguage(part.Source, request.Target))
            return (part, null);

        var texts = request.Q!.Texts;
        var accepted = check.Accept(request with { Source = part.Source, Q = new([.. part.Places.Select(place => texts[place])], request.Q.IsArray) });
        if (markup is not null)
            accepted = accepted with { Markup = markup };

        try
        {
            return (part, await translator.TranslateAsync(accepted, cancel));
        }
        catch (TranslationException refused) when (part.Places.Count < texts.Count && (refused.Text is not null || part.Places.Count == 1))
        {
            throw new TranslationException(refused.Failure, refused.Message, refused.Option, part.Places[refused.Text ?? 0]);
        }
    }

    /// <summary>Enough to tell a language by, and little enough for a pattern that may look at everything again and again.</summary>
    private static string Beginning(string text) => text.Length <= 5000 ? text : text[..5000];

    /// <summary>Scripts, styles, comments and tags: no words of any language.</summary>
    [GeneratedRegex(@"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\#?\w+;", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    private static TranslatedText Unchanged(string text) => new(text, [], Score: 0, Tokens: 0);

    /// <summary>The texts of one source language, by their places in the request.</summary>
    private sealed record Part(string? Source, IReadOnlyList<int> Places);
}
