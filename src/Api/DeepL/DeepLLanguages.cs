using Seq2SeqService.Api.Catalog;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary>
/// Languages in DeepL's codes: upper case, and as targets English and Portuguese by region, for its clients send nothing else. All regions of a
/// language mean the one that is served.
/// </summary>
internal sealed class DeepLLanguages(ServedLanguages served)
{
    private static readonly Dictionary<string, (string Code, string Name)[]> Regions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = [("EN-GB", "English (British)"), ("EN-US", "English (American)")],
        ["pt"] = [("PT-BR", "Portuguese (Brazilian)"), ("PT-PT", "Portuguese (European)")],
    };

    /// <summary>The languages of all models that serve now.</summary>
    public static DeepLLanguages Of(IModelCatalog catalog) => new(ServedLanguages.Of(catalog, model: null));

    public IReadOnlyList<DeepLLanguage> Sources =>
        [.. served.Sources.Select(code => new DeepLLanguage { Language = Code(code), Name = LanguageNames.Of(code) }).DistinctBy(language => language.Language)];

    public IReadOnlyList<DeepLLanguage> Targets =>
    [
        .. from target in TargetCodes
           from named in Regions.GetValueOrDefault(target, [(target.ToUpperInvariant(), LanguageNames.Of(target))])
           select new DeepLLanguage { Language = named.Code, Name = named.Name, SupportsFormality = false },
    ];

    /// <summary>The served code of a source; <c>auto</c> where none is named.</summary>
    public string Source(string? code) => code is null
        ? RequestParts.Auto
        : Find(code, served.Sources) ?? throw Unsupported("source_lang");

    /// <summary>The served code of a target.</summary>
    public string Target(string? code) => Find(code, TargetCodes) ?? throw Unsupported("target_lang");

    /// <summary>A direction that is served.</summary>
    public LanguagePair Pair(string source, string target)
    {
        var from = Source(source);
        return new(from, Find(target, served.TargetsOf(from)) ?? throw Unsupported("target_lang"));
    }

    /// <summary>The code that glossaries are answered with: without script and region, in small letters.</summary>
    public static string Small(string served) => Language(served).ToLowerInvariant();

    /// <summary>The code that a source is answered by: without script and region.</summary>
    public static string Code(string served) => Language(served).ToUpperInvariant();

    private IEnumerable<string> TargetCodes => served.Sources.SelectMany(served.TargetsOf).Distinct().Order(StringComparer.Ordinal);

    private static string? Find(string? code, IEnumerable<string> codes)
    {
        var known = codes.ToList();
        return code is null ? null
            : known.FirstOrDefault(one => one.Equals(code, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(one => Language(one).Equals(Language(code), StringComparison.OrdinalIgnoreCase));
    }

    private static string Language(string code) => code.Split('-')[0];

    private static RequestRefusedException Unsupported(string field) =>
        new(ProblemKind.UnsupportedLanguage, field, "not supported") { Error = $"Value for '{field}' not supported." };
}
