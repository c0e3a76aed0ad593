using System.Text.Json;
using System.Text.Json.Serialization;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Runs;

/// <summary>One JSON object a line: the figures of the run, for plots.</summary>
internal sealed class RunLog(string path)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Does not return before the disk has it: what is saved behind it may count on the line.</summary>
    public void Write(object entry)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(JsonSerializer.SerializeToUtf8Bytes(entry, Json));
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Drops the entries behind <paramref name="step"/> and the validations behind <paramref name="validated"/>, which a run that goes on from there writes
    /// again, and lines that a kill or a full disk has torn.
    /// </summary>
    public void Forget(int step, int validated)
    {
        if (!File.Exists(path))
            return;

        var text = File.ReadAllText(path);
        var kept = string.Concat(text.Split('\n').Where(line => Read(line) is { } entry && entry.Step <= (entry.IsValidation ? validated : step)).Select(line => line + "\n"));
        if (kept != text)
            DiskSync.Replace(path, kept);
    }

    /// <summary>Null for what is no entry.</summary>
    private static Entry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Entry
    {
        [JsonPropertyName("step")]
        public required int Step { get; init; }

        [JsonPropertyName("validLoss")]
        public double? ValidLoss { get; init; }

        public bool IsValidation => ValidLoss is not null;
    }
}
