using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Tests.Decoding;

/// <summary>
/// A network written as a function: from the source and the tokens said so far to the probability of every next token.
/// Start token 1, end of sentence 0.
/// </summary>
internal sealed class FakeEngine(Func<int[], int[], double[]> network) : IEngine
{
    public const int Eos = 0;
    public const int Start = 1;

    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "fake";

    public int MaxPositions { get; init; } = 64;

    public bool HasAttention { get; init; }

    public int StartId { get; init; } = Start;

    public bool CanReplicate { get; init; }

    public bool IsBatchInvariant { get; init; }

    /// <summary>Others that were made of this one.</summary>
    public List<FakeEngine> Replicas { get; } = [];

    /// <summary>Rows of every step so far.</summary>
    public List<int> StepRows { get; } = [];

    /// <summary>Which steps so far were asked for attention.</summary>
    public List<bool> StepsWithAttention { get; } = [];

    /// <summary>Padded tokens of every batch encoded so far.</summary>
    public List<int> EncodedTokens { get; } = [];

    /// <summary>Sees the sources of every batch.</summary>
    public Action<IReadOnlyList<int[]>>? Encoding { get; set; }

    public int OpenStates { get; private set; }

    public bool IsDisposed { get; private set; }

    public Task Disposed => _disposed.Task;

    /// <summary>Runs before each step, for tests that do something in the middle of decoding.</summary>
    public Action? BeforeStep { get; set; }

    /// <summary>A network whose probabilities look random and depend on everything.</summary>
    public static double[] Noise(int[] source, int[] said, int vocabulary, double end = 0.15)
    {
        var seed = 17;
        foreach (var token in source.Append(-1).Concat(said))
            seed = unchecked((seed * 31) + token + 7);

        var random = new Random(seed);
        var weights = Enumerable.Range(0, vocabulary).Select(id => Math.Pow(random.NextDouble(), 3)).ToArray();
        weights[Eos] *= end * vocabulary;
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    /// <summary>What the next token attends to: it looks random and depends on everything.</summary>
    public static float[] Weights(int[] source, int[] said)
    {
        var noise = Noise(source, said, vocabulary: source.Length, end: 1.0 / source.Length);
        return [.. noise.Select(weight => (float)weight)];
    }

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Encoding?.Invoke(sources);
        EncodedTokens.Add(sources.Count * sources.Max(source => source.Length));
        OpenStates++;
        return new State(this, [.. sources.Select(source => new Row(source, []))]);
    }

    public IEngine? Replicate()
    {
        if (!CanReplicate)
            return null;

        Replicas.Add(new FakeEngine(network) { MaxPositions = MaxPositions, HasAttention = HasAttention, StartId = StartId });
        return Replicas[^1];
    }

    public void Dispose()
    {
        IsDisposed = true;
        _disposed.TrySetResult();
    }

    private sealed record Row(int[] Source, int[] Fed);

    private sealed class State(FakeEngine engine, List<Row> rows) : IDecodingState
    {
        private List<Row> _rows = rows;

        public int Rows => _rows.Count;

        public void Step(StepInput input, StepOutput output)
        {
            engine.BeforeStep?.Invoke();
            engine.StepRows.Add(Rows);
            engine.StepsWithAttention.Add(input.WithAttention);
            Assert.InRange(Rows, 1, input.Tokens.Length);
            output.Reserve(Rows, input.Candidates);

            for (var i = 0; i < Rows; i++)
            {
                _rows[i] = _rows[i] with { Fed = [.. _rows[i].Fed, input.Tokens[i]] };
                Assert.Equal(engine.StartId, _rows[i].Fed[0]);
                Fill(i, input, output);
            }

            if (input.WithAttention)
                Attend(output);
        }

        /// <summary>As an engine may do it: rows of the step before are written over.</summary>
        private void Attend(StepOutput output)
        {
            foreach (var row in output.Attention)
                Array.Clear(row);

            Assert.True(engine.HasAttention);
            output.Attention = [.. _rows.Select(row => Weights(row.Source, row.Fed[1..]))];
        }

        private void Fill(int row, StepInput input, StepOutput output)
        {
            var probabilities = engine.Next(_rows[row].Source, _rows[row].Fed[1..]);
            Assert.InRange(input.Candidates, 1, probabilities.Length);
            var banned = input.Banned?[row] ?? [];
            var forced = input.Forced?[row] ?? -1;
            var best = Enumerable.Range(0, probabilities.Length)
                .Where(id => id == forced || !banned.Contains(id))
                .OrderByDescending(id => id == forced).ThenByDescending(id => probabilities[id]).ThenBy(id => id)
                .ToArray();

            for (var rank = 0; rank < input.Candidates; rank++)
            {
                var place = (row * input.Candidates) + rank;
                output.Ids[place] = rank < best.Length ? best[rank] : 0;
                output.LogProbabilities[place] = rank < best.Length ? (float)Math.Log(probabilities[best[rank]]) : float.NegativeInfinity;
            }
        }

        public void Select(ReadOnlySpan<int> rows)
        {
            var selected = new List<Row>();
            foreach (var row in rows)
                selected.Add(_rows[row]);

            _rows = selected;
        }

        public void Append(IDecodingState other)
        {
            var state = (State)other;
            _rows.AddRange(state._rows);
            state._rows = [];
        }

        public void Dispose() => engine.OpenStates--;
    }

    public double[] Next(int[] source, int[] said) => network(source, said);
}
