using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>align checkpoint --aligned f</c>: a published version becomes a new one that names the heads its word alignments are read from.</summary>
internal static class AlignCommand
{
    private const string Title = "Word alignments";

    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var pair = CommonOptions.Pair();
        var threads = CommonOptions.Threads();
        var aligned = new Option<string>("--aligned") { Description = "Hand-aligned sentences: source | target | I-Ich see-sehe.", Required = true };
        var store = CommonOptions.NewStore();
        var version = CommonOptions.NewVersion();
        var command = new Command("align", "Publish a version again with the attention heads that show which words go together.")
        {
            checkpoint, aligned, pair, threads, store, version,
        };

        command.SetAction((parsed, cancel) =>
        {
            using var model = new OpenedModel(parsed.GetRequiredValue(checkpoint), parsed.GetValue(threads));
            var direction = Direction(model.Checkpoint, parsed.GetValue(pair));
            var pairs = AlignedPairs.Read(parsed.GetRequiredValue(aligned));
            var made = Publish(model, direction, pairs, parsed.GetValue(store), parsed.GetValue(version), cancel);
            Console.WriteLine($"Published {made.Name}/{made.Version}");
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>The direction of the file; the first of the model's where none is named.</summary>
    private static LanguagePair Direction(Checkpoint checkpoint, string? pair) =>
        checkpoint.Directions.FirstOrDefault(direction => pair is null || direction.ToString() == pair)
        ?? throw new RecipeException($"--pair {pair}: the model has {(checkpoint.Directions.Count > 0 ? string.Join(", ", checkpoint.Directions) : "no languages")}.");

    private static Checkpoint Publish(
        OpenedModel model, LanguagePair direction, IReadOnlyList<AlignedPair> pairs, string? store, string? version, CancellationToken cancel)
    {
        var published = model.Checkpoint;
        var turned = published.Directions.FirstOrDefault(other => other.Source == direction.Target && other.Target == direction.Source);
        List<(LanguagePair, AlignedPair)> directed = [.. pairs.Select(one => (direction, one)), .. turned is null ? [] : pairs.Select(one => (turned, one.Turned))];

        var search = new AlignmentHeadSearch(published, model.Engine, directed, cancel);
        var (mean, (heads, best)) = (search.Mean, search.Best());
        Console.WriteLine($"All heads: {mean}");
        Console.WriteLine($"{heads.Count} heads: {best}; {string.Join(' ', heads.Select(head => string.Join('.', head)))}");

        var copy = new VersionCopy(published);
        var body = $"On {directed.Count} hand-aligned sentences words are aligned with {best}, read from the heads that `alignment_heads` of "
            + $"`{CheckpointFiles.Generation}` names; the mean of all heads gives {mean}. The heads were chosen by these sentences.";
        return copy.Publish(store ?? CommonOptions.StoreOf(published), version,
        [
            CheckpointFile.Of(CheckpointFiles.ModelCard, CardSections.Put(copy.Card, Title, body)),
            CheckpointFile.Of(CheckpointFiles.Generation, GenerationConfigFile.ToBytes(published.Generation with { AlignmentHeads = heads }, published.Config)),
        ]);
    }
}
