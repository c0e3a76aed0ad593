using System.Diagnostics.Metrics;
using System.Text.Json;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Validation;
using Seq2SeqService.Training.Watching.Alarms;

namespace Seq2SeqService.Training.Watching.Metrics;

/// <summary>A run's figures as instruments of .NET, for collectors. Where nobody listens they cost nothing.</summary>
internal sealed class TrainingMeter : IRunWatcher
{
    public const string Name = "Seq2SeqService.Training";

    private static readonly string[] States = ["training", .. Enum.GetNames<RunEnd>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private readonly Meter _meter = new(Name);
    private readonly KeyValuePair<string, object?> _model;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _speed;
    private readonly Gauge<double> _peakShare;
    private readonly Gauge<double> _rate;
    private readonly Gauge<double> _norm;
    private readonly Gauge<int> _step;
    private readonly Gauge<double> _validationLoss;
    private readonly Gauge<double> _bleu;
    private readonly Gauge<double> _chrf;
    private readonly Gauge<int> _state;
    private readonly Counter<long> _tokens;
    private readonly Counter<int> _skipped;
    private readonly Counter<int> _alarms;

    public TrainingMeter(string model)
    {
        _model = new("model", model);
        _loss = _meter.CreateGauge<double>("nmt_training_loss", description: "Mean cross-entropy per token, in nats");
        _speed = _meter.CreateGauge<double>("nmt_training_speed", description: "Target tokens learned from in a second");
        _peakShare = _meter.CreateGauge<double>("nmt_training_peak_share", description: "Share of the machine's matrix peak that learning has, from 0 to 1");
        _rate = _meter.CreateGauge<double>("nmt_training_learning_rate", description: "Learning rate");
        _norm = _meter.CreateGauge<double>("nmt_training_gradient_norm", description: "Joint norm of the gradients before clipping");
        _step = _meter.CreateGauge<int>("nmt_training_step", description: "Updates done, over all starts");
        _validationLoss = _meter.CreateGauge<double>("nmt_training_validation_loss", description: "Loss of the last validation, in nats");
        _bleu = _meter.CreateGauge<double>("nmt_training_bleu", description: "BLEU of the last validation");
        _chrf = _meter.CreateGauge<double>("nmt_training_chrf", description: "chrF of the last validation");
        _state = _meter.CreateGauge<int>("nmt_training_state", description: "1 for what the run does or how it ended");
        _tokens = _meter.CreateCounter<long>("nmt_training_tokens", description: "Target tokens learned from");
        _skipped = _meter.CreateCounter<int>("nmt_training_skipped_updates", description: "Updates whose gradient was not finite");
        _alarms = _meter.CreateCounter<int>("nmt_training_alarms", description: "Alarms");
        Be("training");
        foreach (var kind in Enum.GetValues<AlarmKind>())
            _alarms.Add(0, _model, Kind(kind));   // a series that begins with 1 has not risen
    }

    public void Trained(TrainingFigures figures)
    {
        _step.Record(figures.Step, _model);
        _rate.Record(figures.LearningRate, _model);
        _loss.Record(figures.Loss, _model);
        _norm.Record(figures.GradientNorm, _model);
        if (figures.TokensPerSecond is { } speed)
            _speed.Record(speed, _model);
        if (figures.PeakShare is { } share)
            _peakShare.Record(share, _model);

        _tokens.Add(figures.Tokens, _model);
        _skipped.Add(figures.Skipped, _model);
    }

    public void Validated(ValidationReport report, RunPosition position)
    {
        if (report.Loss is { } loss)
            _validationLoss.Record(loss, _model);
        foreach (var direction in report.Directions)
        {
            _bleu.Record(direction.Bleu.Value, _model, new("direction", direction.Set.Name));
            _chrf.Record(direction.Chrf.Value, _model, new("direction", direction.Set.Name));
        }
    }

    public void Alarmed(Alarm alarm) => _alarms.Add(1, _model, Kind(alarm.Kind));

    public void Ended(RunEnd end) => Be(JsonNamingPolicy.CamelCase.ConvertName(end.ToString()));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Kind(AlarmKind kind) => new("kind", AlarmBook.NameOf(kind));

    private void Be(string state)
    {
        foreach (var known in States)
            _state.Record(known == state ? 1 : 0, _model, new("state", known));
    }
}
