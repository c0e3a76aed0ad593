using Seq2SeqService.Api.Problems;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Translation;

/// <summary>The directions that can be asked for at this moment, of all models or of the one that is named.</summary>
/// <param name="directions">The directions, of all models or of one.</param>
/// <param name="isOneModel">Whether a model was named.</param>
/// <param name="others">Models without languages that serve beside these directions: they can be asked for by name.</param>
internal sealed class ServedLanguages(IReadOnlyList<LanguagePair> directions, bool isOneModel, IReadOnlyList<string> others)
{
    private const int MaxQuotedLength = 20;

    private readonly ILookup<string, string> _targets = directions.Distinct().OrderBy(pair => pair.Target, StringComparer.Ordinal).ToLookup(pair => pair.Source, pair => pair.Target);

    /// <summary>The directions of the serving models, or of the one of this name.</summary>
    public static ServedLanguages Of(IModelCatalog catalog, string? model)
    {
        var serving = catalog.Models.Where(status => status.Version is not null).ToList();
        if (serving.Count == 0)
            throw new TranslationException(TranslationFailure.NoModel, "No model is being served yet; GET /models says why.");

        if (model is null)
            return new([.. serving.SelectMany(status => status.Directions).Distinct()], isOneModel: false, [.. serving.Where(status => status.Directions.Count == 0).Select(status => status.Name)]);

        var chosen = catalog.Models.FirstOrDefault(status => status.Name == model)
            ?? throw new RequestRefusedException(ProblemKind.UnknownModel, "options.model",
                $"there is no model {Quoted(model)}; served are {Listed(serving.Select(status => status.Name))}");

        return chosen.Version is null
            ? throw new TranslationException(TranslationFailure.NoModel, $"No version of the model '{chosen.Name}' could be loaded yet; GET /models says why.")
            : new(chosen.Directions, isOneModel: true, others: []);
    }

    public IReadOnlyList<string> Sources { get; } = [.. directions.Select(pair => pair.Source).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every language that is read or written.</summary>
    public IReadOnlyList<string> Codes { get; } = [.. directions.SelectMany(pair => new[] { pair.Source, pair.Target }).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Languages that a text may be in that shall become <paramref name="target"/>, which may be one of them; all sources where nothing leads there.</summary>
    public IReadOnlyList<string> SourcesFor(string? target)
    {
        var leading = Sources.Where(source => IsSame(source, target) || TargetsOf(source).Any(code => IsSame(code, target))).ToList();
        return leading.Count > 0 ? leading : Sources;
    }

    /// <summary>Whether both are one and the same language of those that are served: then nothing is left to translate.</summary>
    public bool IsSameLanguage(string? source, string? target) => IsSame(source, target) && Codes.Any(code => IsSame(code, source));

    public IEnumerable<string> TargetsOf(string source) => _targets[source];

    /// <summary>
    /// The direction in the models' own spelling; null for a model without languages, which looks at neither. Where a named model leaves no
    /// choice, what is not given is found; among all models it is not, as the next one that is published would change the answer.
    /// </summary>
    public LanguagePair? Choose(string? source, string? target)
    {
        if (directions.Count == 0)
            return isOneModel ? null : throw Refused("options.model", "is required: the models that are served have no languages; GET /models lists them");

        var from = Find(source, "source", Sources, "served are")
            ?? OnlyOne(Sources)
            ?? throw Refused("source", $"is required; served are {Listed(Sources)}{WithoutLanguages()}", "Invalid request: missing source parameter");
        var to = Find(target, "target", TargetsOf(from), $"from {from} the service translates to")
            ?? OnlyOne(TargetsOf(from))
            ?? throw Refused("target", $"is required; from {from} the service translates to {Listed(TargetsOf(from))}", "Invalid request: missing target parameter");
        return new(from, to);
    }

    private string WithoutLanguages() => others.Count > 0 ? $"; without languages, options.model takes {Listed(others)}" : "";

    private string? OnlyOne(IEnumerable<string> codes) => isOneModel && codes.ToList() is [var only] ? only : null;

    private static string? Find(string? code, string field, IEnumerable<string> served, string introduction)
    {
        if (string.IsNullOrEmpty(code))
            return null;

        return served.FirstOrDefault(known => IsSame(known, code))
            ?? throw Refused(field, $"{Quoted(code)} is not served; {introduction} {Listed(served)}", $"{Excerpt.Of(code, MaxQuotedLength)} is not supported");
    }

    private static bool IsSame(string? code, string? other) => string.Equals(Unaliased(code), Unaliased(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Codes that LibreTranslate has had for the same language.</summary>
    private static string? Unaliased(string? code) => code?.ToLowerInvariant() switch
    {
        "zh" => "zh-Hans",
        "zt" => "zh-Hant",
        "pb" => "pt-BR",
        _ => code,
    };

    /// <summary>A refusal, with LibreTranslate's words for it as <paramref name="error"/> where it has some.</summary>
    private static RequestRefusedException Refused(string field, string fault, string? error = null) =>
        new(ProblemKind.UnsupportedLanguage, field, fault) { Error = error };

    private static string Listed(IEnumerable<string> codes) => string.Join(", ", codes);

    private static string Quoted(string value) => $"'{Excerpt.Of(value, MaxQuotedLength)}'";
}
