namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// How much longer than predicted a sentence may take: the ratio that all but one of two hundred stay below, found by going up a step where one is above it and down
/// by a two-hundredth of a step where one is not (Robbins and Monro, 1951). Only those whose deadline was near tell it anything, for errors of short waits are large and harm nobody.
/// Safe to call from many threads; allocates nothing.
/// </summary>
internal sealed class PredictionMargin
{
    /// <summary>Half of all waits are longer than the expected one: this much is kept even where every prediction was right of late.</summary>
    public const double Least = 1.25;

    /// <summary>A bad moment of the machine must not close the door.</summary>
    public const double Most = 2;

    private const double Step = 0.01;
    private const double Above = 0.005;   // of all

    private readonly Lock _gate = new();
    private double _value = Least;

    public double Value
    {
        get
        {
            lock (_gate)
                return _value;
        }
    }

    /// <summary>A sentence has ended, or was given up.</summary>
    /// <param name="predicted">What was expected; zero where it says nothing.</param>
    /// <param name="took">From its joining the line until now.</param>
    /// <param name="isAnswered">What was given up would have taken longer, nobody knows how long.</param>
    public void Saw(TimeSpan predicted, TimeSpan took, bool isAnswered)
    {
        if (predicted <= TimeSpan.Zero)
            return;

        lock (_gate)
        {
            var isAbove = took > _value * predicted;
            if (isAbove || isAnswered)
                _value = Math.Clamp(_value * (1 + (Step * ((isAbove ? 1 : 0) - Above))), Least, Most);
        }
    }
}
