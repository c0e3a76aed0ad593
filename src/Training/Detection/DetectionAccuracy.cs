using System.Globalization;
using Seq2SeqService.Core.Detection;

namespace Seq2SeqService.Training.Detection;

/// <summary>How often the right language is found, by the length of the text in characters.</summary>
internal sealed class DetectionAccuracy
{
    private static readonly int[] LowerBounds = [1, 10, 20, 50];

    private readonly (int Texts, int Right, double Confidence)[] _buckets = new (int, int, double)[LowerBounds.Length];

    public static string Header => $"{"",-12}{string.Join("", LowerBounds.Select((from, i) => $"{Range(from, i),26}"))}";

    public static DetectionAccuracy Of(LanguageDetector detector, string language, IEnumerable<string> texts)
    {
        var accuracy = new DetectionAccuracy();
        foreach (var text in texts.Where(text => text.Length > 0))
            accuracy.Add(text, language, detector.Detect(text) is [var best, ..] ? best : null);
        return accuracy;
    }

    /// <summary>For each length: right of all, and the mean confidence of what was answered.</summary>
    public override string ToString() => string.Join("", _buckets.Select(bucket => bucket.Texts == 0
        ? $"{"-",26}"
        : string.Create(CultureInfo.InvariantCulture, $"{$"{100.0 * bucket.Right / bucket.Texts:0.00} % of {bucket.Texts} ({100 * bucket.Confidence / bucket.Texts:0.0})",26}")));

    private void Add(string text, string language, DetectedLanguage? found)
    {
        var bucket = Array.FindLastIndex(LowerBounds, from => text.Length >= from);
        var (texts, right, confidence) = _buckets[bucket];
        _buckets[bucket] = (texts + 1, right + (found?.Language == language ? 1 : 0), confidence + (found?.Confidence ?? 0));
    }

    private static string Range(int from, int i) => i + 1 < LowerBounds.Length ? $"{from}-{LowerBounds[i + 1] - 1}" : $"{from}+";
}
