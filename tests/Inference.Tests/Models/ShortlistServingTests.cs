using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Models;

/// <summary>The setting <c>Inference:Shortlist</c> over versions with a shortlist, without one, and with a false one.</summary>
public sealed class ShortlistServingTests : IDisposable
{
    private const string Text = "The quick brown fox jumps.";

    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData(true, "cpu-fp32-shortlist")]
    [InlineData(false, "cpu-fp32")]
    public async Task A_shortlist_is_used_where_the_setting_asks_for_it(bool setting, string engine)
    {
        Publish("1", Shortlist());

        await using var store = Store(setting);

        Assert.Equal(engine, Assert.Single(store.Models).Engine);
    }

    [Fact]
    public async Task A_version_without_a_shortlist_is_served_without()
    {
        Publish("1", shortlist: null);

        await using var store = Store(setting: true);

        Assert.Equal("cpu-fp32", Assert.Single(store.Models).Engine);
    }

    [Fact]
    public async Task A_shortlist_of_another_vocabulary_is_refused_by_name_and_the_old_version_goes_on()
    {
        Publish("1", Shortlist());
        Publish("2", new Shortlist([TestModels.Config.EosId], [[], [], []]));

        await using var store = Store(setting: true);

        var model = Assert.Single(store.Models);
        Assert.Equal(("1", "2"), (model.Version, Assert.Single(model.Refused).Version));
        Assert.Contains("shortlist.safetensors: tensor 'offsets' has 4 values", model.Refused[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_consist_of_listed_tokens_alone_but_for_the_prefix()
    {
        Publish("1", Shortlist());
        await using var store = Store(setting: true);
        var translator = new Translator(store.Value, Options.Create(new InferenceOptions()), TimeProvider.System);

        var result = await translator.TranslateAsync(
            new()
            {
                Texts = [Text], Source = "en", Target = "de", Prefix = "谢谢",
                Decoding = model => model with { MaxLength = 12, WithAttention = true },   // attention names the pieces
            },
            TestContext.Current.CancellationToken);

        var checkpoint = Checkpoint.Open(_models.PathOf("random", "1"));
        var listed = checkpoint.ReadShortlist()!.TokensFor(checkpoint.Tokenizer.EncodeSource(Text, "de"));
        var prefix = checkpoint.Tokenizer.EncodePrefix("谢谢");
        var output = Assert.Single(result.Texts[0].Sentences).Target;
        Assert.Contains(prefix, token => !listed.Contains(token));
        Assert.Equal(prefix.Select(checkpoint.Tokenizer.PieceOf), output.Take(prefix.Length));
        Assert.NotEmpty(output.Skip(prefix.Length));
        Assert.All(output.Skip(prefix.Length), piece => Assert.Contains(piece, listed.Select(checkpoint.Tokenizer.PieceOf)));
    }

    private static Shortlist Shortlist() => new(
        [TestModels.Config.EosId],
        [.. Enumerable.Range(0, TestModels.Config.VocabularySize).Select(source => new[] { source / 2, (source / 2) + 1 })]);   // nothing above half

    private void Publish(string version, Shortlist? shortlist)
    {
        var weights = RandomModel.Of(TestModels.Config).Tensors.Select(tensor => new WeightSource(tensor.Key, tensor.Value.Shape, tensor.Value.Values));
        CheckpointPublisher.Publish(_models.Root, "random", TestModels.Contents("en-de") with
        {
            Weights = [.. weights],
            ExtraFiles = shortlist is null ? [] : [new(CheckpointFiles.Shortlist, shortlist.Write)],
        }, version);
    }

    private ServedStore Store(bool setting)
    {
        var options = Options.Create(new InferenceOptions { ModelsDirectory = _models.Root, Threads = 1, Shortlist = setting });
        var store = new ServedStore(TestStores.Over(new CpuEngineFactory(), options).Store);
        store.Value.Refresh();
        return store;
    }

    private sealed class ServedStore(ModelStore store) : IAsyncDisposable
    {
        public ModelStore Value => store;

        public IReadOnlyList<ModelStatus> Models => store.Models;

        public async ValueTask DisposeAsync() => await store.StopAsync(CancellationToken.None);
    }
}
