using Seq2SeqService.Training.Optimization;

namespace Seq2SeqService.Training.Watching;

/// <summary>Adds updates up until somebody takes their means.</summary>
internal sealed class FigureWindow(LearningRate rate, TimeProvider time)
{
    private long? _since;
    private int _step;
    private double _lossSum;
    private long _lossTokens;
    private double _normSum;
    private int _norms;
    private long _tokens;
    private long _timedTokens;
    private double _peakSeconds;
    private int _skipped;

    public int Updates { get; private set; }

    public void Add(int step, StepReport report)
    {
        if (_since is null)
            _since = time.GetTimestamp();   // behind the first update: what came before it was no learning
        else
            (_timedTokens, _peakSeconds) = (_timedTokens + report.Tokens, _peakSeconds + report.PeakSeconds);

        if (double.IsFinite(report.Loss))
            (_lossSum, _lossTokens) = (_lossSum + (report.Loss * report.Tokens), _lossTokens + report.Tokens);
        if (double.IsFinite(report.GradientNorm))
            (_normSum, _norms) = (_normSum + report.GradientNorm, _norms + 1);

        (_step, _tokens, _skipped) = (step, _tokens + report.Tokens, _skipped + (report.Applied ? 0 : 1));
        Updates++;
    }

    /// <summary>The means; the next ones begin here.</summary>
    public TrainingFigures Take()
    {
        var seconds = _since is { } since ? time.GetElapsedTime(since).TotalSeconds : 0;
        var isTimed = _timedTokens > 0 && seconds > 0;
        var figures = new TrainingFigures(
            _step, _lossSum / _lossTokens, rate.At(_step), _normSum / _norms, isTimed ? _timedTokens / seconds : null, _tokens, Updates, _skipped,
            isTimed && _peakSeconds > 0 ? _peakSeconds / seconds : null);
        (_lossSum, _lossTokens, _normSum, _norms, _tokens, _timedTokens, _peakSeconds, _skipped, Updates) = (0, 0, 0, 0, 0, 0, 0, 0, 0);
        _since = time.GetTimestamp();
        return figures;
    }

    /// <summary>Something else than learning took time.</summary>
    public void Interrupt() => _since = null;
}
