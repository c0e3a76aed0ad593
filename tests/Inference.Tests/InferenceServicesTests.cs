using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests;

public sealed class InferenceServicesTests : IDisposable
{
    private readonly TestModels _models = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("Inference:Engine", "abacus", "Inference:Engine is 'abacus'; it must be one of:")]
    [InlineData("Inference:Threads", "-1", "Inference:Threads must be")]
    [InlineData("Inference:Threads", "many", "Inference:Threads")]
    [InlineData("Inference:ModelsDirectory", "", "Inference:ModelsDirectory must")]
    [InlineData("Inference:Precision", "int4", "Inference:Precision must be auto, fp32 or int8")]
    [InlineData("Inference:Precision", "", "Inference:Precision must be auto, fp32 or int8")]
    [InlineData("Inference:PollInterval", "00:00:00", "Inference:PollInterval must")]
    [InlineData("Inference:MaxTextCharacters", "0", "Inference:MaxTextCharacters must")]
    [InlineData("Inference:MaxSentenceTokens", "2", "Inference:MaxSentenceTokens must")]
    [InlineData("Inference:Scheduler:MaxQueued", "0", "Inference:Scheduler:MaxQueued must")]
    [InlineData("Inference:Scheduler:MaxBatchTokens", "1", "Inference:Scheduler:MaxBatchTokens must")]
    [InlineData("Inference:Scheduler:MaxBatchRows", "0", "Inference:Scheduler:MaxBatchRows must")]
    [InlineData("Inference:Scheduler:Joining", "sometimes", "Inference:Scheduler:Joining")]
    [InlineData("Inference:Scheduler:Joining", "7", "Inference:Scheduler:Joining must")]
    [InlineData("Inference:Scheduler:JoinSteps", "-1", "Inference:Scheduler:JoinSteps must")]
    [InlineData("Inference:Scheduler:JoinShare", "11", "Inference:Scheduler:JoinShare must")]
    [InlineData("Inference:Replicas", "0", "Inference:Replicas must")]
    [InlineData("Inference:Bucket:Name", "a/b", "Inference:Bucket:Name must")]
    [InlineData("Inference:Bucket:Name", "models", "Inference:Bucket:Endpoint is missing")]
    [InlineData("Inference:Bucket:Endpoint", "https://storage", "Inference:Bucket:Name is missing")]
    [InlineData("Inference:Bucket:Endpoint", "ftp://storage", "Inference:Bucket:Endpoint must")]
    [InlineData("Inference:Bucket:Endpoint", "https://me:secret@storage", "Inference:Bucket:Endpoint must be https://host:port")]
    [InlineData("Inference:Bucket:Prefix", "a/../b", "Inference:Bucket:Prefix must")]
    [InlineData("Inference:Bucket:Region", "the moon", "Inference:Bucket:Region must")]
    [InlineData("Inference:Bucket:Versions", "0", "Inference:Bucket:Versions must")]
    [InlineData("Inference:Bucket:Interval", "00:00:00", "Inference:Bucket:Interval must")]
    [InlineData("Inference:Bucket:Timeout", "00:00:00", "Inference:Bucket:Timeout must")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string message)
    {
        using var host = HostWith((setting, value));

        var error = await Record.ExceptionAsync(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.True(error is OptionsValidationException or InvalidOperationException);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_without_8_bits_is_not_asked_for_them()
    {
        using var host = HostWith(("Inference:Engine", "torch"), ("Inference:Precision", "int8"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Inference:Precision is int8, which the engine torch does not compute in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_knows_no_shortlists_is_not_asked_for_them()
    {
        using var host = HostWith(("Inference:Engine", "torch"), ("Inference:Shortlist", "true"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Inference:Shortlist is true, but the engine torch knows no shortlists", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_cannot_share_its_weights_is_not_asked_for_replicas()
    {
        using var host = HostWith(("Inference:Engine", "torch"), ("Inference:Replicas", "2"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Inference:Replicas is 2, but the engine torch cannot share its weights", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_share_the_processors_where_nobody_chose_the_number_of_threads()
    {
        Assert.Equal(0, CpuEngineFactory.ThreadsOf(new InferenceOptions()));
        Assert.Equal(3, CpuEngineFactory.ThreadsOf(new InferenceOptions { Threads = 3, Replicas = 64 }));
        Assert.Equal(1, CpuEngineFactory.ThreadsOf(new InferenceOptions { Replicas = 2 * Environment.ProcessorCount }));
        Assert.InRange(2 * CpuEngineFactory.ThreadsOf(new InferenceOptions { Replicas = 2 }), 2, Math.Max(2, Environment.ProcessorCount));
    }

    [Fact]
    public async Task Versions_that_are_published_while_it_runs_come_into_service_and_stopping_releases_them()
    {
        var cancel = TestContext.Current.CancellationToken;
        var engines = new EchoEngines { Name = "echo" };
        using var host = HostWith(engines, ("Inference:Engine", "echo"), ("Inference:PollInterval", "00:00:05"), ("Inference:HoldPrevious", "false"));
        _models.Publish("en-de", "1");
        await host.StartAsync(cancel);
        await engines.Made("1").WaitAsync(cancel);

        _models.Publish("en-de", "2");
        _time.Advance(TimeSpan.FromSeconds(5));
        await engines.Made("2").WaitAsync(cancel);
        await engines["1"].Disposed.WaitAsync(cancel);   // the swap is done

        var result = await host.Services.GetRequiredService<ITranslator>()
            .TranslateAsync(new() { Texts = ["The fox."], Source = "en", Target = "de" }, cancel);
        Assert.Equal(new ModelId("en-de", "2"), result.Model);
        Assert.True(host.Services.GetRequiredService<IModelCatalog>().IsReady);

        await host.StopAsync(cancel);
        Assert.True(engines["2"].IsDisposed);
    }

    private IHost HostWith(params (string Setting, string Value)[] settings) => HostWith(new EchoEngines { Name = "echo" }, settings);

    private IHost HostWith(EchoEngines engines, params (string Setting, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["Inference:ModelsDirectory"] = _models.Root;
        foreach (var (setting, value) in settings)
            builder.Configuration[setting] = value;

        builder.Services.AddSingleton<IEngineFactory>(engines);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddInference();
        return builder.Build();
    }
}
