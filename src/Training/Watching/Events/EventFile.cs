using System.Globalization;

namespace Seq2SeqService.Training.Watching.Events;

/// <summary>
/// A TensorBoard event file: records of <c>Event</c> messages (tensorboard/compat/proto/event.proto and summary.proto). Each event reaches
/// the file before the call returns, so that a reader can follow the run.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const int SessionStart = 1;
    private const int StringType = 7;
    private const int TensorData = 2;

    private readonly FileStream _file;
    private readonly TimeProvider _time;

    public EventFile(string directory, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(directory);
        _file = Create(directory, time.GetUtcNow().ToUnixTimeSeconds());
        Write(0, @event => @event.Text(3, "brain.Event:2"));
    }

    public string Path => _file.Name;

    /// <summary>A run goes on behind <paramref name="step"/>: what earlier files say of later steps was lost, and TensorBoard forgets it.</summary>
    public void GoOn(int step) => Write(step + 1, @event => @event.Message(7, new ProtoMessage().Integer(1, SessionStart)));

    public void Scalars(int step, IEnumerable<(string Tag, double Value)> scalars)
    {
        var summary = new ProtoMessage();
        foreach (var (tag, value) in scalars)
            summary.Message(1, new ProtoMessage().Text(1, tag).Single(2, (float)value));
        Write(step, @event => @event.Message(5, summary));
    }

    /// <summary>Markdown for TensorBoard's page of texts.</summary>
    public void Text(int step, string tag, string markdown)
    {
        var shape = new ProtoMessage().Message(2, new ProtoMessage().Integer(1, 1));
        var tensor = new ProtoMessage().Integer(1, StringType).Message(2, shape).Text(8, markdown);
        var plugin = new ProtoMessage().Message(1, new ProtoMessage().Text(1, "text")).Integer(4, TensorData);
        Write(step, @event => @event.Message(5, new ProtoMessage().Message(1, new ProtoMessage().Text(1, tag).Message(8, tensor).Message(9, plugin))));
    }

    public void Dispose() => _file.Dispose();

    /// <summary>TensorBoard reads what has <c>tfevents</c> in its name, in the order of the names; several starts in a second get numbers.</summary>
    private static FileStream Create(string directory, long second)
    {
        for (var number = 0; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{second:D10}.{Environment.MachineName}.{Environment.ProcessId}.{number}");
            var path = System.IO.Path.Combine(directory, name);
            if (!File.Exists(path))
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
    }

    private void Write(int step, Action<ProtoMessage> fill)
    {
        var @event = new ProtoMessage().Double(1, _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0).Integer(2, step);
        fill(@event);
        TensorRecord.Write(_file, @event.ToArray());
    }
}
