using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Inference.Tests.Models;

/// <summary>A model store in a temporary directory, with real checkpoints as small as they can be.</summary>
internal sealed class TestModels : IDisposable
{
    private static readonly SentencePieceModel Pieces = BpeTrainer.Train(
        ["The quick brown fox jumps over the lazy dog.", "How vexingly quick daft zebras jump; 0123456789!", "你好。再见。谢谢，今天天气很好。"],
        new BpeTrainerOptions { VocabularySize = 400, ControlSymbols = [">>de<<"] });

    private static readonly Vocabulary Vocabulary = Vocabulary.From(Pieces);

    private static readonly IReadOnlyList<CheckpointFile> TokenizerContents = WriteTokenizer();

    public static Tokenizer Tokenizer { get; } = new(Pieces, Pieces, Vocabulary);

    public static int TagId { get; } = Vocabulary.Pieces.ToList().IndexOf(">>de<<");

    public string Root { get; } = Directory.CreateTempSubdirectory("models-").FullName;

    public static ModelConfig Config { get; } = new()
    {
        ModelType = ModelConfig.Marian, VocabularySize = Vocabulary.Size, Width = 8, EncoderHeads = 2, DecoderHeads = 2, EncoderFeedForward = 16,
        DecoderFeedForward = 16, EncoderLayers = 1, DecoderLayers = 1, PadId = Vocabulary.PadId, EosId = Vocabulary.EosId,
        DecoderStartId = Vocabulary.PadId,
    };

    public static CheckpointContents Contents(params string[] directions) => new()
    {
        Config = Config,
        Generation = new() { BadWords = [[Vocabulary.PadId]] },
        Directions = [.. directions.Select(direction => new LanguagePair(direction[..2], direction[3..]))],
        TokenizerFiles = TokenizerContents,
        Weights = [Weights(EchoEngines.WeightShape)],
        Card = new() { Title = "Test", License = "cc0-1.0" },
    };

    public static WeightSource Weights(long[] shape) => new(EchoEngines.Weight, shape, new float[shape.Aggregate((a, b) => a * b)]);

    public void Publish(string model, string version, params string[] directions) =>
        CheckpointPublisher.Publish(Root, model, Contents(directions.Length > 0 ? directions : ["en-de"]), version);

    /// <summary>Publishes a version that promises to say its sentinels' sources again, or whatever chrF is given.</summary>
    public void PublishWithSentinels(string model, string version, double promised = 100, params string[] directions)
    {
        var contents = Contents(directions.Length > 0 ? directions : ["en-de"]);
        string[] texts = ["The quick brown fox jumps.", "The lazy dog, how vexingly!", "Zebras jump over the fox."];
        var sentinels = contents.Directions.SelectMany(pair => texts.Select(text => new Sentinel(pair.Source, pair.Target, text, text, text, promised))).ToList();
        CheckpointPublisher.Publish(Root, model, contents with { ExtraFiles = [CheckpointFile.Of(CheckpointFiles.Sentinels, SentinelFile.ToBytes(sentinels))] }, version);
    }

    public string PathOf(string model, string version, string file = "") => Path.Combine(Root, model, version, file);

    /// <summary>Publishes a version and then changes one of its files, as a failing disk or a careless hand would.</summary>
    public void PublishDamaged(string model, string version, string file, Func<byte[], byte[]> damage)
    {
        Publish(model, version);
        var path = PathOf(model, version, file);
        File.WriteAllBytes(path, damage(File.ReadAllBytes(path)));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static List<CheckpointFile> WriteTokenizer()
    {
        var directory = Directory.CreateTempSubdirectory("tokenizer-").FullName;
        try
        {
            TokenizerFiles.Write(directory, Pieces);
            return [.. Directory.GetFiles(directory).Select(path => CheckpointFile.Of(Path.GetFileName(path), File.ReadAllBytes(path)))];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
