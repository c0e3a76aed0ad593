using System.Text.Json;

namespace Seq2SeqService.Client.Wire;

/// <summary>The answer of <c>POST /translate</c> to an array of texts.</summary>
internal sealed record TranslateAnswer
{
    public required IReadOnlyList<string> TranslatedText { get; init; }

    public IReadOnlyList<DetectedLanguage>? DetectedLanguage { get; init; }

    public IReadOnlyList<IReadOnlyList<string>>? Alternatives { get; init; }

    public IReadOnlyList<TextResult>? Results { get; init; }

    public AnsweringModel? Model { get; init; }

    public Timings? Timings { get; init; }

    /// <summary>One translation for each text.</summary>
    /// <exception cref="JsonException">There are more or fewer of something than texts.</exception>
    public IReadOnlyList<Translation> Translations(int texts)
    {
        int?[] counts = [TranslatedText.Count, DetectedLanguage?.Count, Alternatives?.Count, Results?.Count];
        return counts.All(count => count is null || count == texts)
            ? [.. Enumerable.Range(0, texts).Select(Translation)]
            : throw new JsonException($"The answer is not for {texts} texts.");
    }

    private Translation Translation(int text) => new()
    {
        Text = TranslatedText[text],
        DetectedLanguage = DetectedLanguage?[text],
        Alternatives = Alternatives?[text] ?? [],
        Score = Results?[text].Score,
        Tokens = Results?[text].Tokens,
        Sentences = Results?[text].Sentences ?? [],
        Model = Model,
        Timings = Timings,
    };
}

/// <summary>An entry of <c>results</c>.</summary>
internal sealed record TextResult
{
    public double? Score { get; init; }

    public int? Tokens { get; init; }

    public IReadOnlyList<TranslatedSentence>? Sentences { get; init; }
}
