using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Models;

/// <summary>The whole line as it is registered, on the managed engine with a random network.</summary>
public sealed class CpuServingTests : IAsyncLifetime
{
    private static readonly string[] Texts = ["The quick brown fox jumps.", "Zebras jump.\nThe lazy dog, how vexingly!", "你好。再见。", "daft", "  fox\n"];

    private readonly TestModels _models = new();
    private readonly ManualTime _time = new();
    private readonly IHost _host;

    public CpuServingTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["Inference:ModelsDirectory"] = _models.Root;
        builder.Configuration["Inference:Threads"] = "1";
        builder.Configuration["Inference:Cache:MaxMegabytes"] = "0";   // what was remembered would prove nothing
        builder.Configuration["Inference:Replicas"] = "2";
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddInference();
        _host = builder.Build();
    }

    private ModelStore Store => _host.Services.GetRequiredService<ModelStore>();

    public async ValueTask InitializeAsync()
    {
        Publish("1", weights => weights);
        Store.Refresh();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _models.Dispose();
    }

    [Fact]
    public async Task A_text_is_translated_the_same_alone_and_among_others()
    {
        var alone = new List<TranslatedText>();
        foreach (var text in Texts)
            alone.Add((await TranslateAsync(text)).Texts[0]);

        var together = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => TranslateAsync(Texts[i % Texts.Length]))));

        for (var i = 0; i < together.Length; i++)
        {
            Assert.Equal(alone[i % Texts.Length].Text, together[i].Texts[0].Text);
            Assert.Equal(alone[i % Texts.Length].Score, together[i].Texts[0].Score);
        }

        Assert.Equal("cpu-fp32", Assert.Single(Store.Models).Engine);
        Assert.True(Store.Models[0].BatchInvariant);
    }

    [Fact]
    public async Task Weights_that_are_missing_or_have_a_wrong_shape_are_refused_and_the_old_ones_go_on()
    {
        var before = await TranslateAsync(Texts[0]);
        Publish("2", weights => [.. weights.Skip(1)]);
        Store.Refresh();
        Publish("3", weights => [.. weights.Select(weight => weight.Name == "final_logits_bias" ? Turned(weight) : weight)]);
        Store.Refresh();

        var model = Assert.Single(Store.Models);
        Assert.Equal("1", model.Version);
        Assert.Equal(["3", "2"], model.Refused.Select(refused => refused.Version));
        Assert.Contains("final_logits_bias", model.Refused[0].Reason, StringComparison.Ordinal);
        Assert.Equal(before.Texts[0].Text, (await TranslateAsync(Texts[0])).Texts[0].Text);
    }

    [Fact]
    public void A_version_that_stores_8_bits_is_served_in_8_bits_and_false_ones_are_refused_by_name()
    {
        Publish("2", weights => weights, round: weights => weights.Quantize());
        Store.Refresh();
        Assert.Equal(("2", "cpu-int8"), (Assert.Single(Store.Models).Version, Store.Models[0].Engine));

        Publish("3", weights => weights, weights =>
        {
            var rounded = weights.Quantize();
            rounded.Quantized("model.shared.weight", TestModels.Config.VocabularySize, TestModels.Config.Width).Values[5] = sbyte.MinValue;
            return rounded;
        });
        Store.Refresh();

        Assert.Equal("2", Assert.Single(Store.Models).Version);
        Assert.Contains(
            "model.int8.safetensors: tensor 'model.shared.weight' has -128 at element 5", Store.Models[0].Refused[0].Reason, StringComparison.Ordinal);
    }

    private static WeightSource Turned(WeightSource weight) => weight with { Shape = [.. weight.Shape.Reverse()] };

    private void Publish(
        string version, Func<IReadOnlyList<WeightSource>, IReadOnlyList<WeightSource>> change, Func<ModelWeights, ModelWeights>? round = null)
    {
        var network = RandomModel.Of(TestModels.Config);
        var weights = network.Tensors.Select(tensor => new WeightSource(tensor.Key, tensor.Value.Shape, tensor.Value.Values)).ToList();
        CheckpointPublisher.Publish(_models.Root, "random", TestModels.Contents("en-de") with { Weights = change(weights), Int8Weights = round?.Invoke(network.Weights) }, version);
    }

    private Task<TranslationResult> TranslateAsync(string text) => _host.Services.GetRequiredService<ITranslator>().TranslateAsync(
        new() { Texts = [text], Source = "en", Target = "de", Decoding = model => model with { MaxLength = 12 } }, TestContext.Current.CancellationToken);
}
