using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>
/// The last product and the search for its best tokens in one: a block of logits is scanned while it is in the cache, and a row of the
/// vocabulary never exists. Sums of probabilities are kept per block and added in the order of the blocks, so that they do not depend
/// on who computed which.
/// </summary>
internal sealed unsafe class OutputLayer(CpuRuntime runtime, MatrixProduct matrix)
{
    /// <summary>Panels of a block: 256 tokens.</summary>
    private const int BlockPanels = 8;

    private const int BlockWidth = BlockPanels * PackedMatrix.PanelWidth;

    /// <summary>Rows whose logits of one block are scanned together.</summary>
    private const int ChunkRows = 64;

    private readonly int _blocks = (matrix.Panels + BlockPanels - 1) / BlockPanels;
    private readonly int _members = runtime.Crew.Size;
    private (float Greatest, float Sum)[] _parts = [];   // [rows, blocks]
    private float[] _forcedLogits = [];                  // [rows]
    private int[] _ids = [];                             // [members, rows, k]
    private float[] _logits = [];                        // [members, rows, k]
    private int[] _counts = [];                          // [members, rows]

    /// <summary>Makes room for a step; called before the crew starts.</summary>
    public void Reserve(int rows, int candidates)
    {
        runtime.ReserveScratch(ChunkRows * BlockWidth);
        Grow(ref _parts, rows * _blocks);
        Grow(ref _forcedLogits, rows);
        Grow(ref _ids, _members * rows * candidates);
        Grow(ref _logits, _members * rows * candidates);
        Grow(ref _counts, _members * rows);
        Array.Clear(_counts, 0, _members * rows);   // a member that comes too late for the search leaves its lists empty
    }

    /// <summary>From the decoder's last hidden rows to the candidates of every row.</summary>
    public void Search(CrewMember me, Rows hidden, int rows, StepInput input, StepOutput output)
    {
        matrix.Enter(me, hidden, rows);
        foreach (var block in me.Each(_blocks))
            SearchBlock(me, block, hidden, rows, input);

        foreach (var row in me.Each(rows))
            Finish(row, rows, input, output);
    }

    private void SearchBlock(CrewMember me, int block, Rows hidden, int rows, StepInput input)
    {
        var panels = new Range(block * BlockPanels, Math.Min((block + 1) * BlockPanels, matrix.Panels));
        var logits = new Rows(runtime.Scratch(me), BlockWidth);
        for (var first = 0; first < rows; first += ChunkRows)
        {
            var count = Math.Min(ChunkRows, rows - first);
            matrix.Multiply(hidden, first..(first + count), panels, logits);
            for (var row = 0; row < count; row++)
                ScanRow(me, block, first + row, rows, logits[row], input);
        }
    }

    private void ScanRow(CrewMember me, int block, int row, int rows, float* logits, StepInput input)
    {
        var firstId = block * BlockWidth;
        var count = Math.Min(BlockWidth, matrix.Outputs - firstId);
        var part = runtime.Kernels.LogSumExpParts(logits, count);
        _parts[(row * _blocks) + block] = part;
        Hide(row, firstId, count, logits, input);

        var list = ListOf(me.Index, row, rows, input.Candidates);
        if (part.Greatest <= list.Threshold)
            return;

        var next = runtime.Kernels.NextAbove(logits, 0, count, list.Threshold);
        while (next < count)
        {
            list.Insert(firstId + next, logits[next]);
            next = runtime.Kernels.NextAbove(logits, next + 1, count, list.Threshold);
        }
    }

    /// <summary>Takes the forced and the banned tokens out of the race, after they have counted for the sum.</summary>
    private void Hide(int row, int firstId, int count, float* logits, StepInput input)
    {
        if (input.Forced is { } forced && forced[row] >= firstId && forced[row] < firstId + count)
        {
            _forcedLogits[row] = logits[forced[row] - firstId];
            logits[forced[row] - firstId] = float.NegativeInfinity;
        }

        if (input.Banned?[row] is not { } banned)
            return;

        for (var i = 0; i < banned.Count; i++)
        {
            var index = banned[i] - firstId;
            if (index >= 0 && index < count)
                logits[index] = float.NegativeInfinity;
        }
    }

    private void Finish(int row, int rows, StepInput input, StepOutput output)
    {
        var k = input.Candidates;
        var ids = output.Ids.AsSpan(row * k, k);
        var scores = output.LogProbabilities.AsSpan(row * k, k);
        var logSumExp = LogSumExp(row);
        var count = 0;
        if (input.Forced is { } forced && forced[row] >= 0)
        {
            ids[0] = forced[row];
            scores[0] = (float)(_forcedLogits[row] - logSumExp);
            count = 1;
        }

        var free = count;
        count += Merge(row, rows, k, ids[count..], scores[count..]);
        for (var i = free; i < count; i++)
            scores[i] = (float)(scores[i] - logSumExp);

        FillUp(ids, scores, count);
    }

    private double LogSumExp(int row)
    {
        var parts = _parts.AsSpan(row * _blocks, _blocks);
        var greatest = float.NegativeInfinity;
        foreach (var part in parts)
            greatest = Math.Max(greatest, part.Greatest);

        double sum = 0;
        foreach (var part in parts)
            sum += part.Sum * Math.Exp((double)part.Greatest - greatest);
        return greatest + Math.Log(sum);
    }

    /// <summary>Merges the members' lists.</summary>
    private int Merge(int row, int rows, int k, Span<int> ids, Span<float> logits)
    {
        Span<int> heads = stackalloc int[_members];
        heads.Clear();
        for (var taken = 0; taken < ids.Length; taken++)
        {
            var best = -1;
            for (var member = 0; member < _members; member++)
            {
                var list = (member * rows) + row;
                var candidate = (list * k) + heads[member];
                if (heads[member] == _counts[list] || (best >= 0 && !IsBetter(candidate, ids[taken], logits[taken])))
                    continue;

                best = member;
                ids[taken] = _ids[candidate];
                logits[taken] = _logits[candidate];
            }

            if (best < 0)
                return taken;

            heads[best]++;
        }

        return ids.Length;
    }

    private bool IsBetter(int candidate, int id, float logit) =>
        _logits[candidate] > logit || (_logits[candidate] == logit && _ids[candidate] < id);

    private TopList ListOf(int member, int row, int rows, int k)
    {
        var index = (member * rows) + row;
        return new TopList(_ids.AsSpan(index * k, k), _logits.AsSpan(index * k, k), ref _counts[index]);
    }

    /// <summary>Where fewer than k tokens are allowed, the lowest of the others stand in with probability zero.</summary>
    private static void FillUp(Span<int> ids, Span<float> scores, int count)
    {
        for (var id = 0; count < ids.Length; id++)
        {
            if (ids[..count].Contains(id))
                continue;

            ids[count] = id;
            scores[count++] = float.NegativeInfinity;
        }
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (array.Length < count)
            array = new T[Math.Max(count, 2 * array.Length)];
    }
}
