using System.Globalization;
using Seq2SeqService.Training.Optimization;

namespace Seq2SeqService.Training.Speed;

/// <summary>How fast a run has learned since its start, waiting for batches included, without validations, saves and its first update, which warms up.</summary>
internal sealed class RunSpeed
{
    private bool _isWarm;
    private long _tokens;
    private double _seconds;
    private double _peakSeconds;

    /// <summary>Target tokens; null before the second update.</summary>
    public double? TokensPerSecond => _seconds > 0 ? _tokens / _seconds : null;

    /// <summary>Share of the time that the matrix products of the same updates need at the machine's peak; null before the second update.</summary>
    public double? PeakShare => _seconds > 0 ? _peakSeconds / _seconds : null;

    public void Add(StepReport report, TimeSpan time)
    {
        if (_isWarm)
            (_tokens, _seconds, _peakSeconds) = (_tokens + report.Tokens, _seconds + time.TotalSeconds, _peakSeconds + report.PeakSeconds);
        _isWarm = true;
    }

    public string? Line() => TokensPerSecond is { } speed
        ? string.Create(CultureInfo.InvariantCulture, $"Learned {speed:N0} target tokens/s, {PeakShare:P0} of the matrix peak")
        : null;
}
