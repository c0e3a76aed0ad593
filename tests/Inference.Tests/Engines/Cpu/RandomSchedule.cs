using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>
/// Rows that are fed random tokens, duplicated, dropped, reordered and joined by others at random moments. Whatever a row has been through,
/// a fresh row that is fed the same tokens in one piece must find the same bits.
/// </summary>
internal sealed class RandomSchedule(CpuEngine engine, RandomModel model, int seed)
{
    private const int Candidates = 4;

    private readonly Random _random = new(seed);
    private readonly StepOutput _output = new();
    private List<Row> _rows = [];

    public void Run()
    {
        using var state = Encode(3, _rows);
        for (var round = 0; round < 25; round++)
        {
            Step(state, _rows);
            Check();
            if (_random.Next(2) == 0)
                Move(state);
            if (_random.Next(3) == 0)
                Join(state);
            if (_rows.Count == 0)
                Join(state);
        }
    }

    private IDecodingState Encode(int count, List<Row> rows)
    {
        var sources = Enumerable.Range(0, count).Select(_ => model.Sentence(_random.Next(1, 20), _random)).ToArray();
        rows.AddRange(sources.Select(source => new Row(source, [], [])));
        return engine.Encode(sources);
    }

    private void Step(IDecodingState state, List<Row> rows)
    {
        foreach (var row in rows)
            row.Fed.Add(_random.Next(model.Config.VocabularySize));

        state.Step(new StepInput { Tokens = [.. rows.Select(row => row.Fed[^1])], Candidates = Candidates, WithAttention = true }, _output);
        for (var i = 0; i < rows.Count; i++)
            rows[i].Found = Found(_output, i);
    }

    private void Check()
    {
        var output = new StepOutput();
        foreach (var row in _rows)
        {
            using var fresh = engine.Encode([row.Source]);
            foreach (var token in row.Fed)
                fresh.Step(new StepInput { Tokens = [token], Candidates = Candidates, WithAttention = true }, output);

            Assert.Equal(Found(output, 0), row.Found);
        }
    }

    private void Move(IDecodingState state)
    {
        var limit = engine.MaxPositions - 8;
        var chosen = Enumerable.Range(0, _random.Next(1, 7)).Select(_ => _random.Next(_rows.Count))
            .Where(row => _rows[row].Fed.Count < limit).ToArray();

        state.Select(chosen);

        _rows = [.. chosen.Select(row => new Row(_rows[row].Source, [.. _rows[row].Fed], _rows[row].Found))];
        Assert.Equal(_rows.Count, state.Rows);
    }

    /// <summary>Others join, some of them fresh and some in the middle of their own decoding.</summary>
    private void Join(IDecodingState state)
    {
        var rows = new List<Row>();
        using var other = Encode(_random.Next(1, 4), rows);
        for (var steps = _random.Next(3); steps > 0; steps--)
            Step(other, rows);
        if (_random.Next(2) == 0)
        {
            other.Select([0, 0]);
            rows = [rows[0], new Row(rows[0].Source, [.. rows[0].Fed], rows[0].Found)];
        }

        state.Append(other);

        _rows.AddRange(rows);
        Assert.Equal(0, other.Rows);
        Assert.Equal(_rows.Count, state.Rows);
    }

    /// <summary>A row's candidates, and behind them the weights of its source's tokens.</summary>
    private static (int, float)[] Found(StepOutput output, int row) =>
    [
        .. Enumerable.Range(row * Candidates, Candidates).Select(i => (output.Ids[i], output.LogProbabilities[i])),
        .. output.Attention.Length == 0 ? [] : output.Attention[row].Select((share, s) => (s, share)),
    ];

    private sealed class Row(int[] source, List<int> fed, (int, float)[] found)
    {
        public int[] Source => source;

        public List<int> Fed => fed;

        public (int, float)[] Found { get; set; } = found;
    }
}
