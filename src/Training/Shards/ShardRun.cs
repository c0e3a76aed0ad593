using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Shards;

/// <summary>
/// Makes one part of an output. What is written counts when the journal says so: after a kill at any moment the same command goes on behind the last
/// piece that counts, and so every line is there once, in order. The part has its name only when it is whole.
/// </summary>
internal sealed class ShardRun(string output, Shard shard)
{
    private const string Unfinished = ".partial";
    private const string Journal = ".journal";

    /// <summary>Lines that are translated together, and lost together by a kill.</summary>
    public int LinesAtOnce { get; init; } = 512;

    private string Part => shard.PartOf(output);

    /// <summary>Where the journal of a part lies.</summary>
    public static string JournalOf(string part) => part + Journal;

    /// <summary>Makes the part, or what is left of it; gives how many lines it has.</summary>
    /// <param name="input">The shard's lines.</param>
    /// <param name="header">What the part is made of.</param>
    /// <param name="translate">Gives a line for a line.</param>
    /// <param name="progress">Is told of every piece that counts.</param>
    /// <param name="cancel">Ends the run behind a piece.</param>
    public long Run(ShardInput input, ShardHeader header, Func<IReadOnlyList<string>, IReadOnlyList<string>> translate, IProgress<ShardPosition> progress, CancellationToken cancel)
    {
        if (File.Exists(Part) && !File.Exists(JournalOf(Part)))
            throw new RecipeException($"{Part} is there already, without its journal; remove it to translate the shard again.");

        using var journal = ShardJournal.Open(JournalOf(Part), header);
        if (File.Exists(Part))
            return journal.Position.Lines;

        using (var part = OpenAt(journal.Position))
        {
            foreach (var piece in input.LinesFrom(journal.Position.Input).Chunk(LinesAtOnce))
            {
                cancel.ThrowIfCancellationRequested();
                Write(part, translate([.. piece.Select(line => line.Line)]), piece.Length);
                journal.Commit(new(piece[^1].End, part.Position, journal.Position.Lines + piece.Length));
                progress.Report(journal.Position);
            }
        }

        File.Move(Part + Unfinished, Part);
        DiskSync.Directory(Path.GetDirectoryName(Path.GetFullPath(Part))!);
        return journal.Position.Lines;
    }

    /// <summary>The unfinished part, without what came behind the last piece that counts.</summary>
    private FileStream OpenAt(ShardPosition position)
    {
        var part = new FileStream(Part + Unfinished, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (part.Length < position.Output)
        {
            var length = part.Length;
            part.Dispose();
            throw new RecipeException($"{Part}{Unfinished} has {length} bytes where its journal knows {position.Output}; remove both to begin anew.");
        }

        part.SetLength(position.Output);
        part.Position = position.Output;
        return part;
    }

    private static void Write(FileStream part, IReadOnlyList<string> lines, int expected)
    {
        if (lines.Count != expected)
            throw new InvalidOperationException($"{expected} lines became {lines.Count}.");

        part.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => OneLine(line) + "\n"))));
        part.Flush(flushToDisk: true);
    }

    /// <summary>A model may write any character; a line feed in an output would put all that follows out of step.</summary>
    private static string OneLine(string line) => line.Replace('\n', ' ').Replace('\r', ' ');
}
