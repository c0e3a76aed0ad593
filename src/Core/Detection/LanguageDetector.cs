using System.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Detection;

/// <summary>Says which language a text is in, by its character n-grams. Safe to call from many threads.</summary>
public sealed class LanguageDetector(LanguageProfile profile)
{
    /// <summary>
    /// The n-grams of a text overlap, so the sum of their costs counts everything several times. Divided by this the confidence of short texts is
    /// about as often right as it says.
    /// </summary>
    private const double Overlap = 3.5;

    /// <summary>What is read of a text; more of it does not change the answer.</summary>
    private const int MaxCharacters = 5000;

    /// <summary>A language is no candidate where fewer of the letters are in one of its scripts.</summary>
    private const double MinScriptShare = 0.34;

    /// <summary>With the profile that comes along.</summary>
    public static LanguageDetector Default { get; } = new(LanguageProfile.Default);

    /// <summary>ISO 639-1 codes of the languages that are told apart.</summary>
    public IReadOnlyList<string> Languages => profile.Languages;

    /// <summary>
    /// Likely languages of the text, best first, with confidences among all that the profile knows; they sum to 1. Empty where the text has no
    /// letters, or none of a script that a known language is written in.
    /// </summary>
    public IReadOnlyList<DetectedLanguage> Detect(string text)
    {
        var read = text.Length <= MaxCharacters ? text : text[..MaxCharacters];
        var candidates = Candidates(read);
        if (candidates.Count == 0)
            return [];

        var costs = Costs(read);
        var least = candidates.Min(language => costs[language]);
        var weights = candidates.Select(language => Math.Exp((least - costs[language]) / (LanguageProfile.StepsPerNat * Overlap))).ToList();
        var sum = weights.Sum();
        return
        [
            .. candidates.Zip(weights, (language, weight) => new DetectedLanguage(profile.Languages[language], weight / sum))
                .OrderByDescending(found => found.Confidence).ThenBy(found => found.Language, StringComparer.Ordinal),
        ];
    }

    private long[] Costs(string text)
    {
        var costs = new long[profile.Languages.Count];   // [language]
        TextNgrams.Visit(text, profile.Buckets, (_, bucket) =>
        {
            var ofBucket = profile.CostsOf(bucket);
            for (var language = 0; language < costs.Length; language++)
                costs[language] += ofBucket[language];
        });
        return costs;
    }

    /// <summary>Languages in whose scripts enough of the letters are.</summary>
    private List<int> Candidates(string text)
    {
        var letters = text.EnumerateRunes().Select(Scripts.Of).Where(script => script is not (Script.Any or Script.Common)).CountBy(script => script).ToDictionary();
        var all = letters.Values.Sum();
        return all == 0
            ? []
            : [.. Enumerable.Range(0, profile.Languages.Count).Where(language => Share(language) >= MinScriptShare)];

        double Share(int language) => letters.Where(found => profile.IsWrittenIn(language, found.Key)).Sum(found => found.Value) / (double)all;
    }
}
