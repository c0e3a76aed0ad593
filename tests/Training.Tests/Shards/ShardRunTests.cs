using System.Text;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Shards;

namespace Seq2SeqService.Training.Tests.Shards;

/// <summary>Shards of a file, with a translator that writes in capitals.</summary>
public sealed class ShardRunTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("shards-").FullName;

    private string Source => Path.Combine(_directory, "in.txt");

    private string Output => Path.Combine(_directory, "out.txt");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("one\n")]
    [InlineData("one\ntwo\n\n\nfünf\r\n🚆 six")]
    [InlineData("\n\n\n\n\n")]
    [InlineData("\uFEFFwith a mark\nand more\n")]
    [InlineData("a line that is far longer than all others and the shares of most shards\nx\ny\n")]
    public void However_many_shards_there_are_every_line_is_there_once_and_in_order(string text)
    {
        File.WriteAllText(Source, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r').ToUpperInvariant()).ToList();
        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);

        for (var count = 1; count <= 12; count++)
        {
            for (var index = 0; index < count; index++)
                Run(new(index, count));

            Assert.Equal(lines.Count, ShardMerge.Run(Output, Cancel));
            Assert.Equal(string.Concat(lines.Select(line => line + "\n")), File.ReadAllText(Output));
            foreach (var file in Directory.GetFiles(_directory, "out.txt*"))
                File.Delete(file);
        }
    }

    /// <summary>What a kill leaves: a piece that is written and not in the journal, in parts, and a line of the journal that is not written to its end.</summary>
    [Fact]
    public void After_a_kill_at_any_moment_a_shard_goes_on_behind_the_last_piece_that_counts()
    {
        Write(lines: 60);
        var (shard, random) = (new Shard(1, 2), new Random(7));
        var whole = Lines().Skip(30).ToList();
        for (var round = 0; round < 200; round++)
        {
            var (translated, part) = (0, shard.PartOf(Output));
            Assert.Throws<KilledException>(() => Run(shard, lines => ++translated > random.Next(1, 6) ? throw new KilledException() : Loud(lines)));
            if (random.Next(2) == 0)
                File.AppendAllText(part + ".partial", "HALF A PIE");
            if (random.Next(2) == 0)
                File.AppendAllText(part + ".journal", "123 4");
            else if (random.Next(2) == 0)
                Shorten(part + ".journal", random.Next(1, 12));

            Run(shard);

            Assert.Equal(whole.Select(line => line.ToUpperInvariant()), File.ReadAllLines(part));
            File.Delete(part);
            File.Delete(part + ".journal");
        }
    }

    [Fact]
    public void A_shard_that_is_whole_is_not_translated_again()
    {
        Write(lines: 10);
        Run(new(0, 2));

        Assert.Equal(5, Run(new(0, 2), _ => throw new KilledException()));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("options")]
    [InlineData("input")]
    public void A_part_does_not_go_on_with_what_it_was_not_begun_with(string changed)
    {
        Write(lines: 10);
        Assert.Throws<KilledException>(() => Run(new(0, 1), _ => throw new KilledException()));
        if (changed == "input")
            File.WriteAllText(Source, File.ReadAllText(Source).Replace("Line 3", "Line X", StringComparison.Ordinal));

        var refused = Assert.Throws<RecipeException>(() => Run(new(0, 1), change: header => changed switch
        {
            "model" => header with { Model = "en-de/8" },
            "options" => header with { Options = "beam 1" },
            _ => header,
        }));

        Assert.Contains($"another {changed}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_do_not_work_on_one_shard()
    {
        Write(lines: 10);

        Run(new(0, 1), lines =>
        {
            Assert.Contains("another process", Assert.Throws<RecipeException>(() => Run(new(0, 1))).Message, StringComparison.Ordinal);
            return Loud(lines);
        });
    }

    [Fact]
    public void A_line_feed_in_an_output_puts_nothing_out_of_step()
    {
        Write(lines: 3);

        Run(new(0, 1), lines => [.. lines.Select(line => line + "\r\nmore")]);

        Assert.Equal(3, File.ReadAllLines(new Shard(0, 1).PartOf(Output)).Length);
    }

    [Fact]
    public void Parts_that_are_not_all_whole_are_not_put_together()
    {
        Write(lines: 10);
        Assert.Contains("no part", Assert.Throws<RecipeException>(() => ShardMerge.Run(Output, Cancel)).Message, StringComparison.Ordinal);
        Run(new(0, 3));
        Run(new(2, 3));

        var missing = Assert.Throws<RecipeException>(() => ShardMerge.Run(Output, Cancel));
        Assert.Contains("00001-of-00003", missing.Message, StringComparison.Ordinal);

        Run(new(1, 3), change: header => header with { Model = "en-de/8" });
        var mixed = Assert.Throws<RecipeException>(() => ShardMerge.Run(Output, Cancel));
        Assert.Contains("another input, or with another model", mixed.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public void A_part_that_was_changed_is_not_put_together()
    {
        Write(lines: 10);
        Run(new(0, 1));
        File.AppendAllText(new Shard(0, 1).PartOf(Output), "more\n");

        Assert.Contains("not what its journal says", Assert.Throws<RecipeException>(() => ShardMerge.Run(Output, Cancel)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private long Run(Shard shard, Func<IReadOnlyList<string>, IReadOnlyList<string>>? translate = null, Func<ShardHeader, ShardHeader>? change = null)
    {
        var input = new ShardInput(Source, shard);
        var header = new ShardHeader
        {
            Shard = $"{shard}", InputBytes = input.Length, Begin = input.Begin, End = input.End, InputSha256 = input.Hash, Model = "en-de/7", Options = "beam 4",
        };
        return new ShardRun(Output, shard) { LinesAtOnce = 4 }.Run(input, change?.Invoke(header) ?? header, translate ?? Loud, new Silent(), Cancel);
    }

    private void Write(int lines) => File.WriteAllText(Source, string.Concat(Enumerable.Range(0, lines).Select(i => $"Line {i % 10}\n")));

    private IEnumerable<string> Lines() => File.ReadAllLines(Source);

    private static IReadOnlyList<string> Loud(IReadOnlyList<string> lines) => [.. lines.Select(line => line.ToUpperInvariant())];

    private static void Shorten(string path, int bytes)
    {
        using var file = File.Open(path, FileMode.Open);
        file.SetLength(Math.Max(0, file.Length - bytes));
    }

    private sealed class KilledException : Exception;

    private sealed class Silent : IProgress<ShardPosition>
    {
        public void Report(ShardPosition value)
        {
            // Nobody looks.
        }
    }
}
