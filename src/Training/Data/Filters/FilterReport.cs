using System.Text.Encodings.Web;
using System.Text.Json;

namespace Seq2SeqService.Training.Data.Filters;

/// <summary>What the filters kept and left out, by text and rule, with some of what each left out.</summary>
internal sealed class FilterReport
{
    private const int SamplesOfRule = 5;
    private const int SampleCharacters = 300;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Text> _texts = [];

    public long Kept => _texts.Sum(text => text.Kept);

    public IReadOnlyDictionary<FilterRule, long> Dropped => _texts
        .SelectMany(text => text.Dropped)
        .GroupBy(dropped => dropped.Key, dropped => dropped.Value.Count)
        .ToDictionary(same => same.Key, same => same.Sum());

    /// <summary>What follows is of this text.</summary>
    public void Begin(string title) => _texts.Add(new Text(title));

    public void Keep() => Current.Kept++;

    public void Drop(FilterRule rule, SentencePair pair) => Current.Drop(rule, pair.Source, pair.Target);

    /// <summary>A pair of the text <paramref name="text"/>, counted from 0, that had been kept turns out to have been there before.</summary>
    public void DropLate(int text, string source, string target)
    {
        _texts[text].Kept--;
        _texts[text].Drop(FilterRule.Duplicate, source, target);
    }

    /// <summary>One line: kept, and how many each rule left out.</summary>
    public override string ToString() =>
        $"{Kept:N0} pairs kept" + string.Concat(Dropped.OrderBy(d => d.Key).Select(d => $", {d.Value:N0} {Describe(d.Key)}"));

    /// <summary>Every text with its counts and samples, for people.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var text in _texts)
        {
            yield return $"{text.Title}: {text.Kept:N0} kept of {text.Kept + text.Dropped.Values.Sum(dropped => dropped.Count):N0}";
            foreach (var (rule, dropped) in text.Dropped.OrderBy(dropped => dropped.Key))
            {
                yield return $"  {dropped.Count:N0} {Describe(rule)}";
                foreach (var sample in dropped.Samples)
                    yield return $"    {sample.Source} ||| {sample.Target}";
            }
        }
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Kept,
            Texts = _texts.Select(text => new
            {
                text.Title, text.Kept,
                Dropped = text.Dropped.ToDictionary(dropped => JsonNamingPolicy.CamelCase.ConvertName($"{dropped.Key}"), dropped => dropped.Value),
            }),
        },
        Json);

    private Text Current => _texts is [.., var last] ? last : Add();

    private Text Add()
    {
        Begin("text");
        return _texts[^1];
    }

    private static string Describe(FilterRule rule) => rule switch
    {
        FilterRule.Empty => "with an empty side",
        FilterRule.Copy => "with equal sides",
        FilterRule.Duplicate => "seen before",
        FilterRule.TooLong => "too long",
        FilterRule.LengthRatio => "of too unequal length",
        FilterRule.Rubbish => "with broken characters or markup",
        _ => "in another language",
    };

    private sealed class Text(string title)
    {
        public string Title => title;

        public long Kept { get; set; }

        public Dictionary<FilterRule, LeftOut> Dropped { get; } = [];

        public void Drop(FilterRule rule, string source, string target)
        {
            if (!Dropped.TryGetValue(rule, out var dropped))
                Dropped.Add(rule, dropped = new LeftOut());

            dropped.Count++;
            if (dropped.Samples.Count < SamplesOfRule)
                dropped.Samples.Add(new(Short(source), Short(target)));
        }

        private static string Short(string text) => text.Length <= SampleCharacters ? text : text[..SampleCharacters] + "…";
    }

    private sealed class LeftOut
    {
        public long Count { get; set; }

        public List<Sample> Samples { get; } = [];
    }

    private sealed record Sample(string Source, string Target);
}
