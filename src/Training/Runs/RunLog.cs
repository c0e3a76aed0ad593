using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Training.Runs;

/// <summary>One JSON object a line: the figures of the run, for plots.</summary>
internal sealed class RunLog(string path)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public void Write(object entry) => File.AppendAllText(path, JsonSerializer.Serialize(entry, Json) + "\n");
}
