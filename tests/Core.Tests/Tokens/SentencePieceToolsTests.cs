using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

public class SentencePieceToolsTests
{
    private static readonly string[] Symbols =
        ["--control_symbols=>>de<<,<c>", "--user_defined_symbols=<sep>,foo bar,日本,http://,\u2581ab"];

    [Theory]
    [InlineData("bpe", false)]
    [InlineData("bpe", true)]
    [InlineData("unigram", false)]
    [InlineData("unigram", true)]
    public void A_model_trained_by_spm_train_encodes_every_kind_of_character_alike(string type, bool byteFallback)
    {
        Assert.SkipUnless(ReferenceTools.AreInstalled, ReferenceTools.WhyNot);
        using var tools = new ReferenceTools();
        var model = tools.Train(
            SentencePieceSample.Sentences, [$"--model_type={type}", $"--byte_fallback={byteFallback}", "--vocab_size=1400", .. Symbols]);

        string[] lines = [.. SentencePieceSample.Sentences, .. OddText.Lines(2000, seed: 7), .. OddText.EveryCharacter()];

        Comparison.AssertAlike(tools, model, lines);
    }

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Unusual_models_encode_and_decode_alike(string name)
    {
        Assert.SkipUnless(ReferenceTools.AreInstalled, ReferenceTools.WhyNot);
        using var tools = new ReferenceTools();
        var sound = SentencePieceModel.Load(SentencePieceSample.ModelPath(name));
        string[] lines = [.. SentencePieceSample.Sentences, .. OddText.Lines(300, seed: 3)];

        for (var seed = 0; seed < 12; seed++)
        {
            var path = tools.NewPath($"varied-{seed}.model");
            ModelVariation.Of(sound, new Random(seed)).Save(path);

            Comparison.AssertAlike(tools, path, lines);
        }
    }

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Pieces_in_any_order_decode_alike(string name)
    {
        Assert.SkipUnless(ReferenceTools.AreInstalled, ReferenceTools.WhyNot);
        using var tools = new ReferenceTools();
        var random = new Random(5);
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath(name));
        var all = model.Pieces.Select(piece => piece.Text).Where(text => !text.Contains(' ') && text != "<0x0A>").Take(300)
            .Concat(["\u2581", "\u2581\u2581", "\u2581a", "zzz日q", "<0xE6>", "<0x97>", "<0xA5>", "<0xFF>", "a\u2581", "\u00A0"]).ToArray();
        string[] sequences = [.. Enumerable.Range(0, 2000).Select(_ => string.Join(' ', random.GetItems(all, random.Next(10))))];
        var processor = new SentencePieceProcessor(model);

        var texts = sequences.Select(line => processor.DecodePieces(Comparison.SplitPieces(line)));

        Assert.Equal(tools.Decode(SentencePieceSample.ModelPath(name), sequences), texts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spm_encode_loads_a_model_trained_here_and_encodes_alike(bool byteFallback)
    {
        Assert.SkipUnless(ReferenceTools.AreInstalled, ReferenceTools.WhyNot);
        using var tools = new ReferenceTools();
        var path = tools.NewPath("ours.model");
        var options = new BpeTrainerOptions
        {
            VocabularySize = 1500,
            ByteFallback = byteFallback,
            ControlSymbols = [">>de<<"],
            UserDefinedSymbols = ["<sep>"],
        };
        BpeTrainer.Train(SentencePieceSample.Sentences, options).Save(path);

        string[] lines = [.. SentencePieceSample.Sentences, .. OddText.Lines(500, seed: 1)];

        Comparison.AssertAlike(tools, path, lines);
    }
}
