using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Models;

/// <summary>A model store over <see cref="TestModels"/> and a translator on it, looked through by hand.</summary>
internal sealed class Serving : IAsyncDisposable
{
    public Serving(InferenceOptions? inference = null, SchedulerOptions? scheduler = null, EchoEngines? engines = null, TimeProvider? time = null)
    {
        inference ??= new() { HoldPrevious = false };   // what has left service is released at once
        Engines = engines ?? new EchoEngines();
        Options = Microsoft.Extensions.Options.Options.Create(inference with { ModelsDirectory = Models.Root });
        (Store, var loader) = TestStores.Over(Engines, Options, scheduler, time, Log);
        Operator = new ModelOperator(Store, loader);
        Translator = new Translator(Store, Options, time ?? TimeProvider.System);
    }

    public TestModels Models { get; } = new();

    public EchoEngines Engines { get; }

    public IOptions<InferenceOptions> Options { get; }

    public LogLines Log { get; } = new();

    public ModelStore Store { get; }

    public ModelOperator Operator { get; }

    public Translator Translator { get; }

    public ModelStatus Only => Assert.Single(Store.Models);

    public Task<TranslationResult> TranslateAsync(params string[] texts) => TranslateAsync(new TranslationRequest { Texts = texts, Source = "en", Target = "de" });

    public Task<TranslationResult> TranslateAsync(TranslationRequest request) => Translator.TranslateAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Publishes a model without languages, version 1.</summary>
    public void PublishCouplets()
    {
        Core.Checkpoints.CheckpointPublisher.Publish(Models.Root, "couplets", TestModels.Contents(), "1");
        Store.Refresh();
    }

    public async Task<TranslationFailure> FailureOf(TranslationRequest request) =>
        (await Assert.ThrowsAsync<TranslationException>(() => TranslateAsync(request))).Failure;

    public async ValueTask DisposeAsync()
    {
        await Store.StopAsync(CancellationToken.None);
        Models.Dispose();
    }

    internal sealed class LogLines : ILogger<ModelStore>, ILogger<VersionLoader>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
