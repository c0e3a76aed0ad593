using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Caching;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Caching;

/// <summary>The managed engine with a random network, once with and once without a memory.</summary>
public sealed class RememberedTranslationTests : IAsyncDisposable
{
    private static readonly string[] Texts = ["The quick brown fox jumps.", "Zebras jump. The lazy dog, how vexingly! Zebras jump.", "daft", "  fox\n", "{0} jumps 12 times."];

    private readonly TestModels _models = new();
    private readonly List<IHost> _hosts = [];

    [Fact]
    public async Task What_is_remembered_is_what_would_be_translated_bit_for_bit()
    {
        Publish("1");
        var (remembering, forgetful) = (Service(megabytes: 1), Service(megabytes: 0));
        foreach (var request in Texts.Select(text => Request(text)).Concat([Request(Texts), Request(Texts) with { Alternatives = 2, WithConfidence = true }]))
        {
            var translated = await TranslateAsync(forgetful, request);
            var first = await TranslateAsync(remembering, request);
            var again = await TranslateAsync(remembering, request);

            foreach (var result in new[] { first, again })
                AssertSame(translated, result);
        }

        Assert.True(CacheOf(remembering)!.Count > 4);
        Assert.Null(CacheOf(forgetful));
    }

    [Fact]
    public async Task What_is_remembered_needs_no_engine()
    {
        Publish("1");
        var service = Service(megabytes: 1);
        var translated = await TranslateAsync(service, Request(Texts));
        using (var lease = service.GetRequiredService<ModelStore>().Lease("random", pair: null))
            lease.Model.Stop();

        var remembered = await TranslateAsync(service, Request(Texts));

        AssertSame(translated, remembered);
        await Assert.ThrowsAsync<TranslationException>(() => TranslateAsync(service, Request("Something new.")));
    }

    [Fact]
    public async Task A_new_version_remembers_nothing_of_the_old_one()
    {
        Publish("1");
        var service = Service(megabytes: 1);
        await TranslateAsync(service, Request(Texts));

        Publish("2");
        service.GetRequiredService<ModelStore>().Refresh();

        Assert.Equal(0, CacheOf(service)!.Count);
        Assert.Equal("2", (await TranslateAsync(service, Request(Texts))).Model.Version);
        Assert.True(CacheOf(service)!.Count > 4);
    }

    [Fact]
    public async Task A_translation_that_is_told_as_it_grows_ends_the_same_from_memory()
    {
        Publish("1");
        var service = Service(megabytes: 1);
        var translated = await TranslateAsync(service, Request(Texts));

        var told = await TranslateAsync(service, Request(Texts) with { Progress = new Progress<PartialText>() });

        AssertSame(translated, told);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }

        _models.Dispose();
    }

    private void Publish(string version)
    {
        var weights = RandomModel.Of(TestModels.Config).Tensors.Select(tensor => new WeightSource(tensor.Key, tensor.Value.Shape, tensor.Value.Values));
        CheckpointPublisher.Publish(_models.Root, "random", TestModels.Contents("en-de") with { Weights = [.. weights] }, version);
    }

    private IServiceProvider Service(int megabytes)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["Inference:ModelsDirectory"] = _models.Root;
        builder.Configuration["Inference:Threads"] = "1";
        builder.Configuration["Inference:Cache:MaxMegabytes"] = $"{megabytes}";
        builder.Services.AddInference();
        var host = builder.Build();
        _hosts.Add(host);
        host.Services.GetRequiredService<ModelStore>().Refresh();
        return host.Services;
    }

    private static TranslationCache? CacheOf(IServiceProvider service)
    {
        using var lease = service.GetRequiredService<ModelStore>().Lease("random", pair: null);
        return lease.Model.Cache;
    }

    private static TranslationRequest Request(params string[] texts) => new() { Texts = texts, Source = "en", Target = "de", Decoding = model => model with { MaxLength = 12 } };

    private static Task<TranslationResult> TranslateAsync(IServiceProvider service, TranslationRequest request) =>
        service.GetRequiredService<ITranslator>().TranslateAsync(request, TestContext.Current.CancellationToken);

    private static void AssertSame(TranslationResult expected, TranslationResult actual)
    {
        foreach (var (one, other) in expected.Texts.Zip(actual.Texts))
        {
            Assert.Equal(one.Text, other.Text);
            Assert.Equal(one.Alternatives, other.Alternatives);
            Assert.Equal(BitConverter.DoubleToInt64Bits(one.Score), BitConverter.DoubleToInt64Bits(other.Score));
            Assert.Equal(one.Tokens, other.Tokens);
            Assert.Equal(one.Sentences.Select(sentence => sentence.Confidence?.Confidence), other.Sentences.Select(sentence => sentence.Confidence?.Confidence));
        }
    }
}
