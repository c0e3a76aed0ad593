using System.Text.Json;

namespace Seq2SeqService.Training.Runs;

/// <summary>One JSON object a line: the figures of the run, for plots.</summary>
internal sealed class RunLog(string path)
{
    public void Write(object entry) => File.AppendAllText(path, JsonSerializer.Serialize(entry) + "\n");
}
