using System.Globalization;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Refuses numbers outside their bounds, naming file and key, so that no file can talk us into absurd allocations.</summary>
internal readonly ref struct Limits(string file)
{
    private readonly string _file = file;

    public void Within(string key, long value, long least, long most)
    {
        if (value < least || value > most)
            throw Fault(key, value.ToString(CultureInfo.InvariantCulture), $"it must lie between {least} and {most}");
    }

    public void Within(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            var rule = string.Create(CultureInfo.InvariantCulture, $"it must lie between {least} and {most}");
            throw Fault(key, value.ToString(CultureInfo.InvariantCulture), rule);
        }
    }

    public void OneOf(string key, string? value, params ReadOnlySpan<string> known)
    {
        if (value is null || !known.Contains(value))
            throw Fault(key, $"'{value}'", $"known are {string.Join(", ", known.ToArray())}");
    }

    public CheckpointException Fault(string key, string value, string rule) => new($"{_file}: '{key}' is {value}; {rule}.");
}
