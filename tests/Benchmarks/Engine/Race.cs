using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Benchmarks.Engine;

/// <summary>All contestants at one workload, turn by turn in each round, so that ratios survive whatever the machine does meanwhile.</summary>
internal sealed class Race(ModelConfig config, Workload work, IReadOnlyList<Contestant> contestants)
{
    private readonly FixedDecoding _decoding = new(config, work);

    public IReadOnlyList<Result> Run(int rounds)
    {
        var results = contestants.Select(contestant => new Result(contestant, work)).ToList();
        foreach (var result in results)
            result.Tokens = result.Contestant.Decode(_decoding).Tokens;   // also warms up

        for (var round = 0; round < rounds; round++)
        {
            foreach (var result in results)
                Measure(result);
        }

        return results;
    }

    private void Measure(Result result)
    {
        var contestant = result.Contestant;
        result.EncodeSeconds.Add(contestant.EncodeSeconds(_decoding));
        if (!Roofline.Covers(config) || contestant.HasShortlist)
        {
            result.Timings.Add(contestant.Decode(_decoding).Timing);
            return;
        }

        // Replicas are held against the whole machine doing the work of all of them.
        var roofline = new Roofline(config, work with { Batch = work.Batch * contestant.ReplicaCount }, contestant.WeightBytes);
        var before = roofline.Seconds(Limits(contestant.Peaks, roofline));
        var timing = contestant.Decode(_decoding).Timing;
        var after = roofline.Seconds(Limits(contestant.Peaks, roofline));
        result.Timings.Add(timing);
        result.OfRoofline.Add(2 * timing.Seconds / (before + after));
    }

    private static Limits Limits(MachinePeaks peaks, Roofline roofline) => new(peaks.Float(), peaks.Int8(), peaks.Read(roofline.StepWeightBytes));
}

/// <summary>What was measured of one contestant at one workload.</summary>
internal sealed class Result(Contestant contestant, Workload work)
{
    public Contestant Contestant { get; } = contestant;

    public int[] Tokens { get; set; } = [];

    public List<Timing> Timings { get; } = [];

    public List<double> EncodeSeconds { get; } = [];

    /// <summary>Measured time / roofline, round by round; empty where no roofline is known, as with a shortlist.</summary>
    public List<double> OfRoofline { get; } = [];

    public double Sentences => (double)work.Batch * Contestant.ReplicaCount;

    public double Seconds => Timings.Select(timing => timing.Seconds).Median();

    public double Spread => Timings.Select(timing => timing.Seconds).Spread();

    public double TokensPerSecond => Sentences * work.OutputTokens / Seconds;

    /// <summary>How many times as fast as another one, the middle of all rounds; by the clock where numbers of threads differ.</summary>
    public double Faster(Result other) => Timings.Zip(other.Timings, (mine, theirs) => Contestant.Threads == other.Contestant.Threads
        ? theirs.Seconds / mine.Seconds
        : theirs.ClockSeconds / mine.ClockSeconds).Median() * Contestant.ReplicaCount / other.Contestant.ReplicaCount;

    public double SameTokens(Result other) => (double)Tokens.Zip(other.Tokens).Count(pair => pair.First == pair.Second) / Tokens.Length;
}
