using System.Globalization;
using System.Text;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Shards;

/// <summary>
/// How far a part is: a header, then a line for each piece of output that the disk has. A line that was not written to its end does not count.
/// While the journal is open nobody else can work on the part.
/// </summary>
internal sealed class ShardJournal : IDisposable
{
    private readonly FileStream _file;

    private ShardJournal(FileStream file, ShardHeader header, ShardPosition position) => (_file, Header, Position) = (file, header, position);

    public ShardHeader Header { get; }

    /// <summary>The last piece that counts.</summary>
    public ShardPosition Position { get; private set; }

    /// <summary>Opens the journal of a part, or begins it.</summary>
    public static ShardJournal Open(string path, ShardHeader header)
    {
        var file = Lock(path);
        try
        {
            var (begun, position, valid) = Read(file, path);
            if (begun?.DifferenceTo(header) is { } difference)
                throw new RecipeException($"{path} was begun with another {difference}. Go on with what it was begun with, or remove it and the part beside it to begin anew.");

            file.SetLength(valid);
            file.Position = valid;
            var journal = new ShardJournal(file, header, position ?? new(header.Begin, 0, 0));
            if (begun is null)
                journal.Append(header.ToJson());
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What a journal says; null where there is none, or no header in it.</summary>
    public static (ShardHeader Header, ShardPosition Position)? Look(string path)
    {
        if (!File.Exists(path))
            return null;

        using var file = Lock(path);
        var (header, position, _) = Read(file, path);
        return header is null ? null : (header, position ?? new(header.Begin, 0, 0));
    }

    /// <summary>Call it when the disk has the output up to this position.</summary>
    public void Commit(ShardPosition position)
    {
        Append(position.ToString());
        Position = position;
    }

    public void Dispose() => _file.Dispose();

    private void Append(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new RecipeException($"{path} is open in another process: that one works on the same shard.", taken);
        }
    }

    /// <summary>The last whole lines that make sense, and the bytes that they take.</summary>
    private static (ShardHeader? Header, ShardPosition? Position, long Valid) Read(FileStream file, string path)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        ShardHeader? header = null;
        ShardPosition? position = null;
        var valid = 0;
        while (Array.IndexOf(bytes, (byte)'\n', valid) is var end and >= 0)
        {
            var line = Encoding.UTF8.GetString(bytes, valid, end - valid);
            if (header is null && (header = ShardHeader.Read(line)) is null)
                throw new RecipeException($"{path} is no journal of a shard; remove it and the part beside it to begin anew.");

            if (valid > 0 && (position = ShardPosition.Read(line) ?? position) is null)
                break;

            valid = end + 1;
        }

        return (header, position, valid);
    }
}

/// <summary>A place in input and output.</summary>
/// <param name="Input">Bytes of the input file that lie before it.</param>
/// <param name="Output">Bytes of the part.</param>
/// <param name="Lines">Lines of the part.</param>
internal sealed record ShardPosition(long Input, long Output, long Lines)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Input} {Output} {Lines}");

    public static ShardPosition? Read(string line) =>
        line.Split(' ') is [var input, var output, var lines] && IsNumber(input, out var i) && IsNumber(output, out var o) && IsNumber(lines, out var l) ? new(i, o, l) : null;

    private static bool IsNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
