using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary>A checkpoint with the CPU engine around it, as the commands use it.</summary>
internal sealed class OpenedModel : IDisposable
{
    public OpenedModel(string path, int threads, string precision = PrecisionChoice.Auto, bool withShortlist = false)
    {
        Checkpoint = Find(path);
        Engine = PrecisionChoice.Load(Checkpoint, precision, threads, withShortlist);
        Sentences = new SentenceTranslator($"{Checkpoint.Name}/{Checkpoint.Version}", Engine, Checkpoint.Config, Checkpoint.Generation);
    }

    public Checkpoint Checkpoint { get; }

    public CpuEngine Engine { get; }

    public SentenceTranslator Sentences { get; }

    public void Dispose() => Engine.Dispose();

    /// <summary>The model's own settings with the beam, and the length penalty where one is given, of the command line.</summary>
    public DecodingOptions Decoding(int beam, double? lengthPenalty)
    {
        var own = DecodingOptions.Of(Checkpoint.Generation);
        return own with { BeamSize = beam, LengthPenalty = lengthPenalty ?? own.LengthPenalty };
    }

    /// <summary>The direction that was asked for, or the only one.</summary>
    public LanguagePair? Direction(string? pair)
    {
        var directions = Checkpoint.Directions;
        if (pair is null)
        {
            return directions.Count <= 1
                ? directions.SingleOrDefault()
                : throw new RecipeException($"The model has the directions {string.Join(", ", directions)}; choose one with --pair.");
        }

        return directions.FirstOrDefault(direction => direction.ToString() == pair)
            ?? throw new RecipeException($"--pair {pair}: the model has {(directions.Count > 0 ? string.Join(", ", directions) : "no languages")}.");
    }

    /// <summary>Opens a version's own directory, or the newest version of a model's.</summary>
    public static Checkpoint Find(string path) => Checkpoint.Open(PathOf(path));

    private static string PathOf(string path)
    {
        if (!Directory.Exists(path))
            throw new RecipeException($"There is no directory {path}.");
        if (File.Exists(Path.Combine(path, "config.json")))
            return path;

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var (root, model) = (Path.GetDirectoryName(full) ?? "", Path.GetFileName(full));
        return CheckpointStore.Versions(root, model) is [.., var newest]
            ? CheckpointStore.PathOf(root, model, newest)
            : throw new RecipeException($"{path} holds neither a checkpoint nor versions of one.");
    }
}
