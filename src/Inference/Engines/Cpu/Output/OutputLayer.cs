using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>
/// The last product and the search for its best tokens in one: a block of logits is scanned while it is in the cache, and a row of the
/// vocabulary never exists. Sums of probabilities are kept per block and added in the order of the blocks, so that they do not depend
/// on who computed which. A sentence with a vocabulary of its own is scored by that alone, and its probabilities sum to 1 over it.
/// </summary>
internal sealed unsafe class OutputLayer(CpuRuntime runtime, MatrixProduct matrix)
{
    /// <summary>Panels of a block: 256 tokens.</summary>
    private const int BlockPanels = 8;

    private const int BlockWidth = BlockPanels * PackedMatrix.PanelWidth;

    /// <summary>Rows whose logits of one block are scanned together.</summary>
    private const int ChunkRows = 64;

    private readonly ScoringPlan _plan = new(matrix, BlockPanels);
    private readonly int _members = runtime.Crew.Size;
    private (float Greatest, float Sum)[] _parts = [];   // [rows, most blocks]
    private float[] _forcedLogits = [];                  // [rows]
    private int[] _ids = [];                             // [members, rows, k]
    private float[] _logits = [];                        // [members, rows, k]
    private int[] _counts = [];                          // [members, rows]

    /// <summary>Makes room for a step; called before the crew starts.</summary>
    public void Reserve(ICpuState state, int candidates)
    {
        var rows = state.Rows;
        _plan.Make(state);
        runtime.ReserveScratch(ChunkRows * BlockWidth);
        Grow(ref _parts, rows * _plan.MostBlocks);
        Grow(ref _forcedLogits, rows);
        Grow(ref _ids, _members * rows * candidates);
        Grow(ref _logits, _members * rows * candidates);
        Grow(ref _counts, _members * rows);
        Array.Clear(_counts, 0, _members * rows);   // a member that comes too late for the search leaves its lists empty
    }

    /// <summary>From the decoder's last hidden rows to the candidates of every row.</summary>
    public void Search(CrewMember me, Rows hidden, StepInput input, StepOutput output)
    {
        matrix.Enter(me, hidden, 0.._plan.Rows);
        foreach (var block in me.Each(_plan.Blocks))
            SearchBlock(me, _plan.OfBlock(block), block, hidden, input);

        foreach (var row in me.Each(_plan.Rows))
            Finish(me, row, hidden, input, output);
    }

    private void SearchBlock(CrewMember me, ScoredRows group, int block, Rows hidden, StepInput input)
    {
        block -= group.FirstBlock;
        var panels = new Range(block * BlockPanels, Math.Min((block + 1) * BlockPanels, group.Matrix.Panels));
        var logits = new Rows(runtime.Scratch(me), BlockWidth);
        var end = group.First + group.Count;
        for (var first = group.First; first < end; first += ChunkRows)
        {
            var count = Math.Min(ChunkRows, end - first);
            group.Matrix.Multiply(hidden, first..(first + count), panels, logits);
            for (var row = 0; row < count; row++)
                ScanRow(me, group, block, first + row, logits[row], input);
        }
    }

    private void ScanRow(CrewMember me, ScoredRows group, int block, int row, float* logits, StepInput input)
    {
        var firstOutput = block * BlockWidth;
        var count = Math.Min(BlockWidth, group.Matrix.Outputs - firstOutput);
        var part = runtime.Kernels.LogSumExpParts(logits, count);
        _parts[(row * _plan.MostBlocks) + block] = part;
        Hide(group, row, firstOutput, count, logits, input);

        var list = ListOf(me.Index, row, input.Candidates);
        if (part.Greatest <= list.Threshold)
            return;

        var next = runtime.Kernels.NextAbove(logits, 0, count, list.Threshold);
        while (next < count)
        {
            list.Insert(group.Token(firstOutput + next), logits[next]);
            next = runtime.Kernels.NextAbove(logits, next + 1, count, list.Threshold);
        }
    }

    /// <summary>Takes the forced and the banned tokens out of the race, after they have counted for the sum.</summary>
    private void Hide(ScoredRows group, int row, int firstOutput, int count, float* logits, StepInput input)
    {
        if (input.Forced is { } forced && forced[row] >= 0)
        {
            var index = group.Output(forced[row]) - firstOutput;
            if (index >= 0 && index < count)
            {
                _forcedLogits[row] = logits[index];
                logits[index] = float.NegativeInfinity;
            }
        }

        if (input.Banned?[row] is not { } banned)
            return;

        for (var i = 0; i < banned.Count; i++)
        {
            var index = group.Output(banned[i]) - firstOutput;
            if (index >= 0 && index < count)
                logits[index] = float.NegativeInfinity;
        }
    }

    private void Finish(CrewMember me, int row, Rows hidden, StepInput input, StepOutput output)
    {
        var k = input.Candidates;
        var ids = output.Ids.AsSpan(row * k, k);
        var scores = output.LogProbabilities.AsSpan(row * k, k);
        var group = _plan.OfRow(row);
        var logSumExp = LogSumExp(group, row);
        var count = 0;
        if (input.Forced is { } forced && forced[row] >= 0)
        {
            if (group.Output(forced[row]) < 0)
                logSumExp = ScoreOutsider(me, row, hidden, forced[row], logSumExp);

            ids[0] = forced[row];
            scores[0] = (float)(_forcedLogits[row] - logSumExp);
            count = 1;
        }

        var free = count;
        count += Merge(row, k, ids[count..], scores[count..]);
        if (count == 0 && group.Tokens is not null)
        {
            logSumExp = ScoreAll(me, row, hidden, input);
            count = Merge(row, k, ids, scores);
        }

        for (var i = free; i < count; i++)
            scores[i] = (float)(scores[i] - logSumExp);

        FillUp(ids, scores, count);
    }

    /// <summary>A forced token that the sentence's vocabulary lacks belongs to it in this step: returns the sum with it.</summary>
    private double ScoreOutsider(CrewMember me, int row, Rows hidden, int token, double logSumExp)
    {
        var panel = token / PackedMatrix.PanelWidth;
        var logits = new Rows(runtime.Scratch(me), BlockWidth);
        matrix.Multiply(hidden, row..(row + 1), panel..(panel + 1), logits);

        var logit = logits[0][token % PackedMatrix.PanelWidth];
        _forcedLogits[row] = logit;
        var greatest = Math.Max(logit, logSumExp);
        return greatest + Math.Log(Math.Exp(logit - greatest) + Math.Exp(logSumExp - greatest));
    }

    /// <summary>A row whose whole vocabulary is banned looks for its tokens in everybody's.</summary>
    private double ScoreAll(CrewMember me, int row, Rows hidden, StepInput input)
    {
        var group = _plan.Everything(row);
        for (var block = 0; block < _plan.BlocksOf(group); block++)
            SearchBlock(me, group, block, hidden, input);

        return LogSumExp(group, row);
    }

    private double LogSumExp(ScoredRows group, int row)
    {
        var parts = _parts.AsSpan(row * _plan.MostBlocks, _plan.BlocksOf(group));
        var greatest = float.NegativeInfinity;
        foreach (var part in parts)
            greatest = Math.Max(greatest, part.Greatest);

        double sum = 0;
        foreach (var part in parts)
            sum += (double)part.Sum * MathF.Exp(part.Greatest - greatest);
        return greatest + Math.Log(sum);
    }

    /// <summary>Merges the members' lists.</summary>
    private int Merge(int row, int k, Span<int> ids, Span<float> logits)
    {
        Span<int> heads = stackalloc int[_members];
        heads.Clear();
        for (var taken = 0; taken < ids.Length; taken++)
        {
            var best = -1;
            for (var member = 0; member < _members; member++)
            {
                var list = (member * _plan.Rows) + row;
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

    private TopList ListOf(int member, int row, int k)
    {
        var index = (member * _plan.Rows) + row;
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
