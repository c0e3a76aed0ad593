using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// <c>sentinels.jsonl</c>: a few dozen sentences for each direction, one JSON object a line, by which a service finds out whether a version
/// still translates as it did when it was published. Read as defensively as all files of a checkpoint.
/// </summary>
public static class SentinelFile
{
    /// <summary>The most sentences that are believed, all directions together: each is decoded before a version serves.</summary>
    public const int MaxSentinels = 1000;

    private const int MaxBytes = 1 << 20;
    private const int MaxCharacters = 1000;

    private static readonly JsonSerializerOptions Options = new()
    {
        MaxDepth = 4,
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of the file; what a reader would refuse is an <see cref="CheckpointException"/> here too.</summary>
    public static byte[] ToBytes(IReadOnlyList<Sentinel> sentinels)
    {
        ArgumentNullException.ThrowIfNull(sentinels);
        using var text = new MemoryStream();
        foreach (var sentinel in sentinels)
        {
            Check(sentinel, line: 1);
            JsonSerializer.Serialize(text, sentinel, Options);
            text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    /// <summary>The sentinels of the file; <paramref name="directions"/> are those that the checkpoint has, and no sentinel may be of another.</summary>
    internal static IReadOnlyList<Sentinel> Read(string path, IReadOnlyList<LanguagePair> directions)
    {
        var sentinels = new List<Sentinel>();
        foreach (var line in Lines(JsonFile.ReadBytes(path, MaxBytes)))
        {
            if (sentinels.Count == MaxSentinels)
                throw new CheckpointException($"{CheckpointFiles.Sentinels} has more than {MaxSentinels} sentences; no more are believed.");

            var sentinel = Parse(line, sentinels.Count + 1);
            if (sentinel.Direction is { } direction ? !directions.Contains(direction) : directions.Count > 0)
                throw Fault(sentinels.Count + 1, $"the model has no direction {sentinel.Direction?.ToString() ?? "without languages"}");

            sentinels.Add(sentinel);
        }

        return sentinels;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? text.Length : start + length;
            yield return text.AsMemory(start..end);
            start = end + 1;
        }
    }

    private static Sentinel Parse(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            var sentinel = JsonSerializer.Deserialize<Sentinel>(line.Span, Options) ?? throw Fault(number, "null is no sentinel");
            Check(sentinel, number);
            return sentinel;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CheckpointException($"{CheckpointFiles.Sentinels}: line {number} cannot be read: {error.Message}", error);
        }
    }

    private static void Check(Sentinel sentinel, int line)
    {
        if (sentinel.SourceLanguage is null != sentinel.TargetLanguage is null)
            throw Fault(line, "both languages must be named, or neither");
        if (!IsText(sentinel.Source) || !IsText(sentinel.Reference))
            throw Fault(line, $"source and reference must be texts of 1 to {MaxCharacters} characters");
        if (sentinel.Output is null || sentinel.Output.Length > 10 * MaxCharacters)
            throw Fault(line, "output must be a text");
        if (!(sentinel.Chrf >= 0 && sentinel.Chrf <= 100))
            throw Fault(line, "chrf must lie between 0 and 100");
    }

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= MaxCharacters;

    private static CheckpointException Fault(int line, string fault) => new($"{CheckpointFiles.Sentinels}: line {line}: {fault}.");
}
