using Seq2SeqService.EndToEnd.Tests.Bundled;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>What other programs and this engine translate with the same files.</summary>
internal static class JudgedSentences
{
    /// <summary>Both directions of the bundled model, 100 sentences that it has not seen.</summary>
    public static (string? Target, string Sentence)[] Bundled { get; } =
        [.. BundledModel.Sentences.SelectMany(pair => new (string?, string)[] { ("de", pair.English), ("en", pair.German) }).Take(100)];

    /// <summary>The same, each with the tag of its target language in front.</summary>
    public static string[] Tagged { get; } = [.. Bundled.Select(one => $">>{one.Target}<< {one.Sentence}")];

    /// <summary>For networks whose pieces are those of a few sentences.</summary>
    public static string[] Plain { get; } = ["Where is the fox?", "The station is here.", "It is on the left.", "How quick!", "dog", "The lazy zebras jump over it, vexingly."];

    public static (string? Target, string Sentence)[] PlainWithoutTarget { get; } = [.. Plain.Select(text => ((string?)null, text))];

    /// <summary>Both break off what does not end, at lengths of their own.</summary>
    public static void AssertEqualUpToTheEnd(string here, string there)
    {
        var length = Math.Min(here.Length, there.Length);
        Assert.InRange(length, 5, 1000);
        Assert.Equal(here[..length], there[..length]);
    }
}
