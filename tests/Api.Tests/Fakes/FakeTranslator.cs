using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>Answers each text in upper case, or does what the test says; remembers what it was asked.</summary>
internal sealed class FakeTranslator : ITranslator
{
    public List<TranslationRequest> Asked { get; } = [];

    public Func<TranslationRequest, CancellationToken, Task<TranslationResult>>? Behaviour { get; init; }

    public static FakeTranslator Refusing(TranslationFailure failure, string message = "Refused by the fake.") =>
        Throwing(() => new TranslationException(failure, message));

    /// <summary>Says so where a text is about to take its place, without throwing.</summary>
    public static FakeTranslator Full(TranslationException refusal) => new() { Refusal = refusal };

    public static FakeTranslator Throwing(Func<Exception> error) =>
        new() { Behaviour = (_, _) => Task.FromException<TranslationResult>(error()) };

    /// <summary>What <see cref="Foresee"/> says.</summary>
    public TranslationException? Foreseen { get; init; }

    /// <summary>The same, asked each time.</summary>
    public Func<TranslationException?>? ForeseenNow { get; init; }

    /// <summary>What <see cref="TryTranslateAsync"/> says.</summary>
    public TranslationException? Refusal { get; init; }

    /// <summary>As the translator itself, tells a lack of time or room without throwing.</summary>
    public async Task<Outcome<TranslationResult>> TryTranslateAsync(TranslationRequest request, CancellationToken cancel)
    {
        lock (Asked)
            Asked.Add(request);

        if (Refusal is not null)
            return Refusal;

        try
        {
            return Behaviour is { } behaviour ? await behaviour(request, cancel) : Loud(request);
        }
        catch (TranslationException refused) when (refused.Failure is TranslationFailure.QueueFull or TranslationFailure.TimedOut or TranslationFailure.DeadlinePassed)
        {
            return refused;
        }
    }

    public TranslationException? Foresee(TranslationRequest request) => ForeseenNow?.Invoke() ?? Foreseen;

    public static TranslationResult Loud(TranslationRequest request) => new()
    {
        Texts = [.. request.Texts.Select(text => new TranslatedText(
            text.ToUpperInvariant(),
            [.. Enumerable.Range(1, request.Alternatives).Select(rank => $"{text.ToUpperInvariant()} {rank}")],
            Score: -0.25,
            Tokens: text.Length)
        {
            Sentences = request.Decoding?.Invoke(new()).WithAttention == true && text.Length > 0 ? [Sentence(text)] : [],
        })],
        Model = new("en-de", "7"),
        QueueTime = TimeSpan.FromMilliseconds(1.5),
        DecodeTime = TimeSpan.FromMilliseconds(20),
    };

    private static TranslatedSentence Sentence(string text) =>
        new([$"▁{text}", "</s>"], [$"▁{text.ToUpperInvariant()}", "</s>"], [[0.900049f, 0.099951f], [1 / 3f, 2 / 3f]]);
}
