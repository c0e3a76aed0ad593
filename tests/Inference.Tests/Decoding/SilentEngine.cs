using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Tests.Decoding;

/// <summary>
/// An engine that allocates nothing between <see cref="Encode"/> and the end, and never ends a sentence by itself unless it is let. Its
/// candidates change from step to step, so that beams are reordered.
/// </summary>
internal sealed class SilentEngine(int vocabulary, int end = -1) : IEngine
{
    public string Name => "silent";

    public int MaxPositions => 1024;

    public bool HasAttention => false;

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Runs before each step.</summary>
    public Action<int>? BeforeStep { get; set; }

    public IDecodingState Encode(IReadOnlyList<int[]> sources) => new State(this, sources.Count);

    public void Dispose()
    {
    }

    private sealed class State(SilentEngine engine, int rows) : IDecodingState
    {
        public int Rows { get; private set; } = rows;

        public void Step(StepInput input, StepOutput output)
        {
            engine.BeforeStep?.Invoke(engine.Steps++);
            for (var row = 0; row < Rows; row++)
            {
                for (var rank = 0; rank < input.Candidates; rank++)
                    Candidate(input, output, row, rank);
            }
        }

        public void Select(ReadOnlySpan<int> rows) => Rows = rows.Length;

        public void Append(IDecodingState other)
        {
            Rows += other.Rows;
            ((State)other).Rows = 0;
        }

        public void Dispose() => Rows = 0;

        private void Candidate(StepInput input, StepOutput output, int row, int rank)
        {
            var place = (row * input.Candidates) + rank;
            var forced = input.Forced?[row] ?? -1;
            output.Ids[place] = rank == 0 && forced >= 0 ? forced : Token(rank);
            output.LogProbabilities[place] = -0.5f - (0.3f * rank) - (0.1f * ((engine.Steps + row) % 3));
        }

        /// <summary>Distinct for each rank.</summary>
        private int Token(int rank)
        {
            var isEnd = engine.End >= 0 && rank == 1 && engine.Steps % 5 == 0;
            return isEnd ? engine.End : 2 + ((engine.Steps + rank) % (engine.Vocabulary - 2));
        }
    }

    private int End => end;

    private int Vocabulary => vocabulary;
}
