using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests;

/// <summary>A model whose engine stands still and whose line is full.</summary>
public sealed class FullLineTests : IAsyncDisposable
{
    private readonly Serving _serving = new(scheduler: new() { MaxQueued = 2 }, engines: new() { IsBatchInvariant = true });
    private readonly ManualResetEventSlim _mayGoOn = new();
    private readonly List<Task> _accepted = [];

    [Fact]
    public async Task A_refusal_is_thrown_nowhere()
    {
        await FillAsync();

        var thrown = new ConcurrentBag<Exception>();
        EventHandler<FirstChanceExceptionEventArgs> keep = (_, chance) => thrown.Add(chance.Exception);
        AppDomain.CurrentDomain.FirstChanceException += keep;
        var refusals = new List<TranslationException?>();
        for (var text = 0; text < 100; text++)
        {
            refusals.Add((await TryTranslateAsync("The lazy fox.")).Refusal);
            refusals.Add(_serving.Translator.Foresee(Request("The lazy fox.")));
        }

        AppDomain.CurrentDomain.FirstChanceException -= keep;
        Assert.All(refusals, refusal => Assert.Equal(TranslationFailure.QueueFull, refusal!.Failure));
        Assert.DoesNotContain(thrown, error => refusals.Exists(refusal => ReferenceEquals(refusal, error)));   // other tests throw their own
        Assert.All(refusals, refusal => Assert.Null(refusal!.StackTrace));
    }

    [Fact]
    public async Task What_is_remembered_is_answered_although_the_line_is_full()
    {
        await FillAsync("The fox.");

        Assert.Null(_serving.Translator.Foresee(Request("The fox.")));
        Assert.Equal("The fox.", (await TryTranslateAsync("The fox.")).Answer!.Texts[0].Text);
        Assert.NotNull(_serving.Translator.Foresee(Request("The fox.", "The lazy fox.")));
    }

    [Fact]
    public async Task What_needs_no_model_is_answered_although_the_line_is_full()
    {
        await FillAsync();

        Assert.Null(_serving.Translator.Foresee(Request("12.50")));
        Assert.Equal("12.50", (await TryTranslateAsync("12.50")).Answer!.Texts[0].Text);
    }

    [Fact]
    public async Task A_fault_of_the_request_is_told_before_the_line()
    {
        await FillAsync();

        Assert.Equal(TranslationFailure.UnknownModel, Failure(Request("fox") with { Model = "none" }));
        Assert.Equal(TranslationFailure.TextTooLong, Failure(Request(new string('a', 100_000))));

        TranslationFailure Failure(TranslationRequest request) => Assert.Throws<TranslationException>(() => _serving.Translator.Foresee(request)).Failure;
    }

    public async ValueTask DisposeAsync()
    {
        _mayGoOn.Set();
        await Task.WhenAll(_accepted);
        await _serving.DisposeAsync();
        _mayGoOn.Dispose();
    }

    /// <summary>One text is being decoded, for as long as the test wants, and two wait; others were answered <paramref name="before"/>.</summary>
    private async Task FillAsync(params string[] before)
    {
        _serving.Models.Publish("en-de", "1");
        _serving.Store.Refresh();
        foreach (var text in before)
            await _serving.TranslateAsync(text);

        var decoding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _serving.Engines["1"].BeforeStep = () =>
        {
            decoding.TrySetResult();
            _mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        _accepted.Add(_serving.TranslateAsync("The lazy dog."));
        await decoding.Task.WaitAsync(TestContext.Current.CancellationToken);
        _accepted.Add(_serving.TranslateAsync("The quick dog."));
        _accepted.Add(_serving.TranslateAsync("The brown dog."));
    }

    private Task<Outcome<TranslationResult>> TryTranslateAsync(string text) => _serving.Translator.TryTranslateAsync(Request(text), TestContext.Current.CancellationToken);

    private static TranslationRequest Request(params string[] texts) => new() { Texts = texts, Source = "en", Target = "de" };
}
