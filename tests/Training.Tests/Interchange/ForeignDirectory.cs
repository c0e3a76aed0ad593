using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>A model of another program in a directory, and the equations that tell what it should give.</summary>
internal abstract class ForeignDirectory : IDisposable
{
    public const int Width = 16, Inner = 24, Heads = 4;

    protected static readonly SentencePieceModel German = BpeTrainer.Train(
        ["Der schnelle braune Fuchs springt über den faulen Hund.", "Wo ist der Bahnhof? Er ist hier, auf der linken Seite."],
        new BpeTrainerOptions { VocabularySize = 70, ByteFallback = false });

    protected static readonly SentencePieceModel English = BpeTrainer.Train(
        ["The quick brown fox jumps over the lazy dog.", "Where is the station? It is here, on the left."],
        new BpeTrainerOptions { VocabularySize = 80, ByteFallback = false });

    public string Path { get; } = Directory.CreateTempSubdirectory("foreign-").FullName;

    public abstract PlainTransformer Equations { get; }

    /// <summary>Source and target pieces by row.</summary>
    public abstract (string[] Source, string[] Target) Pieces { get; }

    /// <summary>The token that the decoder starts from, by row; -1 for zeros.</summary>
    public abstract int Start { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    protected void WriteSentencePieces(SentencePieceModel source, SentencePieceModel target)
    {
        source.Save(PathOf("source.spm"));
        target.Save(PathOf("target.spm"));
    }

    /// <summary>Special pieces, then the model's from its end, so that no id is the one of the SentencePiece model.</summary>
    protected static string[] PiecesOf(SentencePieceModel model) =>
        ["</s>", "<unk>", .. model.Pieces.Where(piece => piece.Type == PieceType.Normal).Select(piece => piece.Text).Reverse()];

    /// <summary>Compares the engine, teacher-forced, with the equations: the log-probability of every target piece at every step.</summary>
    public double Difference(ForeignModel model, double missing = 1e-3)
    {
        var random = new Random(11);
        var (source, target) = Pieces;
        int[] read = [.. Enumerable.Range(0, 7).Select(_ => random.Next(1, source.Length)), 0];
        int[] written = [Start, .. Enumerable.Range(0, 5).Select(_ => random.Next(2, target.Length))];
        var expected = Equations.Decode(read, written);
        var ids = model.Vocabulary.Pieces.Select((piece, id) => (piece, id)).ToDictionary(one => one.piece, one => one.id);
        int[] fed = [model.Config.DecoderStartId, .. written[1..].Select(row => ids[target[row]])];
        var found = LogProbabilities(model.Config, model.Weights, [.. read.Select(row => ids[source[row]])], fed);
        var difference = 0.0;
        for (var t = 0; t < fed.Length; t++)
        {
            for (var row = 0; row < target.Length; row++)
                difference = Math.Max(difference, Math.Abs(expected[t][row] - found[t][ids[target[row]]]));

            // What the target does not have is never an output.
            foreach (var stranger in ids.Keys.Except(target))
                Assert.True(Math.Exp(found[t][ids[stranger]]) < missing);
        }

        return difference;
    }

    /// <summary>Log-probabilities by id after each token that is fed.</summary>
    public static float[][] LogProbabilities(ModelConfig config, ModelWeights weights, int[] source, int[] fed)
    {
        using var engine = new CpuEngine(config, weights, new CpuEngineOptions { Threads = 1, Precision = CpuPrecision.Fp32 });
        return LogProbabilities(engine, config.VocabularySize, source, fed);
    }

    public static float[][] LogProbabilities(IEngine engine, int vocabulary, int[] source, int[] fed)
    {
        using var state = engine.Encode([source]);
        var output = new StepOutput();
        return [.. fed.Select(token =>
        {
            state.Step(new StepInput { Tokens = [token], Candidates = vocabulary }, output);
            var row = new float[vocabulary];
            for (var i = 0; i < row.Length; i++)
                row[output.Ids[i]] = output.LogProbabilities[i];
            return row;
        })];
    }
}
