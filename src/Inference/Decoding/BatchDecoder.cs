using System.Runtime.InteropServices;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// Drives many sentences through one engine, token by token. Groups may join between any two steps, each with options of its own, and
/// leave on their own as soon as they are finished or abandoned.
/// </summary>
internal sealed class BatchDecoder(IEngine engine) : IDisposable
{
    private readonly List<DecodingGroup> _groups = [];
    private readonly StepOutput _output = new();
    private IDecodingState? _state;

    public bool IsIdle => _groups.Count == 0;

    /// <summary>Encodes the sources of <paramref name="groups"/> and lets them take part from the next step on.</summary>
    public void Join(IReadOnlyList<DecodingGroup> groups)
    {
        var joining = engine.Encode([.. groups.Select(group => group.Source)]);
        if (_state is null)
        {
            _state = joining;
        }
        else
        {
            using (joining)
                _state.Append(joining);
        }

        _groups.AddRange(groups);
    }

    /// <summary>Gives every row one more token and returns the groups that leave, finished or abandoned.</summary>
    public IReadOnlyList<DecodingGroup> Step()
    {
        if (_state is null)
            throw new InvalidOperationException("No sentence has joined.");

        var input = NextInput();
        _output.Reserve(input.Tokens.Length, input.Candidates);
        _state.Step(input, _output);

        var leaving = new List<DecodingGroup>();
        var staying = new List<int>(input.Tokens.Length);
        var firstRow = 0;
        foreach (var group in _groups)
        {
            var rows = group.Live.Count;
            var parents = group.IsAbandoned ? [] : group.Advance(new CandidateTable(_output, firstRow, input.Candidates));
            foreach (var parent in parents)
                staying.Add(firstRow + parent);

            if (parents.Count == 0)
                leaving.Add(group);

            firstRow += rows;
        }

        Move(staying, rowsBefore: firstRow);
        _groups.RemoveAll(leaving.Contains);
        return leaving;
    }

    public void Dispose()
    {
        _groups.Clear();
        _state?.Dispose();
        _state = null;
    }

    private StepInput NextInput()
    {
        var rows = _groups.Sum(group => group.Live.Count);
        var tokens = new int[rows];
        var banned = new IReadOnlyList<int>?[rows];
        var forced = new int[rows];

        var row = 0;
        foreach (var group in _groups)
        {
            foreach (var hypothesis in group.Live)
            {
                tokens[row] = hypothesis.LastToken;
                forced[row] = group.Constraints.Forced(hypothesis.Length);
                banned[row] = forced[row] < 0 ? group.Constraints.Banned(hypothesis) : null;
                row++;
            }
        }

        return new StepInput
        {
            Tokens = tokens,
            Candidates = _groups.Max(group => group.Candidates),
            Banned = banned,
            Forced = Array.Exists(forced, token => token >= 0) ? forced : null,
            WithAttention = _groups.Exists(group => group.WithAttention),
        };
    }

    private void Move(List<int> staying, int rowsBefore)
    {
        if (staying.Count == 0)
        {
            _state!.Dispose();
            _state = null;
        }
        else if (!staying.SequenceEqual(Enumerable.Range(0, rowsBefore)))
        {
            _state!.Select(CollectionsMarshal.AsSpan(staying));
        }
    }
}
