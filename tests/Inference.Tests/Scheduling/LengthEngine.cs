using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Tests.Scheduling;

/// <summary>Says as many tokens as a source's first number, and takes its time: a clock moves on with every step and every source that is encoded.</summary>
internal sealed class LengthEngine(ManualTime clock) : IEngine
{
    private const int Eos = 0;
    private const int Word = 3;

    // A small Transformer on two cores, roughly: reading its weights once, and computing what a row or a token needs.
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(1000);
    private static readonly TimeSpan StepOfRow = TimeSpan.FromMicroseconds(60);
    private static readonly TimeSpan Encoding = TimeSpan.FromMicroseconds(1000);
    private static readonly TimeSpan EncodingOfToken = TimeSpan.FromMicroseconds(40);

    /// <summary>How many times as long everything takes now; somebody else may have the processor for a while.</summary>
    public Func<TimeSpan, double> Slowness { get; init; } = _ => 1;

    public string Name => "length";

    public int MaxPositions => 512;

    public bool HasAttention => false;

    public int Steps { get; private set; }

    public long StepRows { get; private set; }

    public int Encodings { get; private set; }

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        Encodings++;
        Advance(Encoding + (sources.Sum(source => source.Length) * EncodingOfToken));
        return new State(this, [.. sources.Select(source => source[0])]);
    }

    public void Dispose()
    {
    }

    private void Count(int rows)
    {
        Steps++;
        StepRows += rows;
        Advance(Step + (rows * StepOfRow));
    }

    private void Advance(TimeSpan work) => clock.Advance(work * Slowness(clock.GetElapsedTime(0)));

    /// <param name="left">Tokens that each row has still to say.</param>
    private sealed class State(LengthEngine engine, List<int> left) : IDecodingState
    {
        private List<int> _left = left;

        public int Rows => _left.Count;

        void IDecodingState.Step(StepInput input, StepOutput output)
        {
            engine.Count(Rows);
            for (var row = 0; row < Rows; row++)
            {
                var isOver = _left[row]-- <= 0;
                for (var rank = 0; rank < input.Candidates; rank++)
                {
                    var place = (row * input.Candidates) + rank;
                    output.Ids[place] = isOver && rank == 0 ? Eos : Word + rank;
                    output.LogProbabilities[place] = -0.1f - (5 * rank);
                }
            }
        }

        public void Select(ReadOnlySpan<int> rows)
        {
            var kept = new List<int>();
            foreach (var row in rows)
                kept.Add(_left[row]);

            _left = kept;
        }

        public void Append(IDecodingState other)
        {
            _left.AddRange(((State)other)._left);
            ((State)other)._left = [];
        }

        public void Dispose() => _left = [];
    }
}
