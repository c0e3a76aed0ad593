using System.Runtime.InteropServices;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// Drives many sentences through one engine, token by token. Groups may join between any two steps, each with options of its own, and
/// leave on their own as soon as they are finished or abandoned. Steps allocate nothing.
/// </summary>
internal sealed class BatchDecoder(IEngine engine) : IDisposable
{
    private readonly List<DecodingGroup> _groups = [];
    private readonly List<DecodingGroup> _leaving = [];
    private readonly List<int> _staying = [];
    private readonly StepRows _rows = new();
    private readonly StepOutput _output = new();
    private IDecodingState? _state;

    public bool IsIdle => _groups.Count == 0;

    /// <summary>Rows of the next step.</summary>
    public int Rows => _state?.Rows ?? 0;

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

    /// <summary>Gives every row one more token and returns the groups that leave, finished or abandoned; valid until the next step.</summary>
    public ReadOnlySpan<DecodingGroup> Step()
    {
        if (_state is null)
            throw new InvalidOperationException("No sentence has joined.");

        var input = _rows.Fill(_groups, _state.Rows);
        _output.Reserve(_state.Rows, input.Candidates);
        _state.Step(input, _output);

        _leaving.Clear();
        _staying.Clear();
        var firstRow = 0;
        foreach (var group in _groups)
        {
            var rows = group.Live.Length;
            var parents = group.IsAbandoned ? [] : group.Advance(new CandidateTable(_output, firstRow, input.Candidates));
            foreach (var parent in parents)
                _staying.Add(firstRow + parent);

            if (parents.IsEmpty)
                _leaving.Add(group);

            firstRow += rows;
        }

        Move(rowsBefore: firstRow);
        foreach (var group in _leaving)
            _groups.Remove(group);

        return CollectionsMarshal.AsSpan(_leaving);
    }

    public void Dispose()
    {
        _groups.Clear();
        _state?.Dispose();
        _state = null;
    }

    private void Move(int rowsBefore)
    {
        if (_staying.Count == 0)
        {
            _state!.Dispose();
            _state = null;
        }
        else if (!StayInPlace(rowsBefore))
        {
            _state!.Select(CollectionsMarshal.AsSpan(_staying));
        }
    }

    private bool StayInPlace(int rowsBefore)
    {
        if (_staying.Count != rowsBefore)
            return false;

        for (var row = 0; row < rowsBefore; row++)
        {
            if (_staying[row] != row)
                return false;
        }

        return true;
    }
}
