using System.Numerics;
using System.Text.Json;

namespace Seq2SeqService.Training.Watching.Alarms;

/// <summary>Counts alarms: each kind is said once, and goes into the log the first, second, fourth, eighth time and so on.</summary>
internal sealed class AlarmBook(Action<Alarm> say, Action<object> log)
{
    private readonly Dictionary<AlarmKind, int> _counts = [];

    public void Raise(Alarm alarm)
    {
        var count = _counts[alarm.Kind] = _counts.GetValueOrDefault(alarm.Kind) + 1;
        if (count == 1)
            say(alarm);
        if (BitOperations.IsPow2(count))
            log(new { step = alarm.Step, alarm = NameOf(alarm.Kind), count, message = alarm.Message });
    }

    public static string NameOf(AlarmKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
