using Seq2SeqService.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Inference.Engines.Torch;

/// <summary>Rows of a <see cref="TorchEngine"/>. Shapes: N rows, D width, V vocabulary, k candidates.</summary>
internal sealed class TorchDecodingState(Seq2SeqNetwork network, Device device, DecoderState rows, int[] sources) : IDecodingState
{
    // What each row needs of tensors that are as long as the longest: the tokens of its source, and those it was fed.
    private (int Source, int Past)[] _lengths = Array.ConvertAll(sources, source => (source, 0));

    public int Rows => _lengths.Length;

    public void Step(StepInput input, StepOutput output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(input.Tokens.Length, Rows);

        using var still = no_grad();
        using var scope = NewDisposeScope();
        for (var row = 0; row < Rows; row++)
            _lengths[row].Past++;

        rows.WithAttention = input.WithAttention;
        var tokens = tensor(Longs(input.Tokens.AsSpan(0, Rows)), device: device);                                    // [N]
        var logs = network.Project(network.Step(tokens, rows)).log_softmax(-1).cpu();                // [N,V]
        var forced = ForcedLogs(logs, input.Forced);
        Hide(logs, input);

        var k = Math.Min(input.Candidates, (int)logs.shape[1]);
        var (values, ids) = logs.topk(k);                                                            // [N,k] each
        output.Reserve(Rows, input.Candidates);
        output.Attention = Attention();
        Fill(output, input, values.contiguous().data<float>().ToArray(), ids.contiguous().data<long>().ToArray(), forced, k);
    }

    public void Select(ReadOnlySpan<int> rowsToKeep)
    {
        var kept = new (int Source, int Past)[rowsToKeep.Length];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = _lengths[rowsToKeep[i]];

        using var still = no_grad();
        using var index = tensor(Longs(rowsToKeep), device: device);
        _lengths = kept;
        rows.Select(index, kept.DefaultIfEmpty().Max(row => row.Source), kept.DefaultIfEmpty().Max(row => row.Past));
    }

    public void Append(IDecodingState other)
    {
        if (other is not TorchDecodingState joining)
            throw new ArgumentException("Only a state of the same engine can be appended.", nameof(other));

        using var still = no_grad();
        rows.Append(joining.State);
        _lengths = [.. _lengths, .. joining._lengths];
        joining.Dispose();
    }

    public void Dispose()
    {
        rows.Dispose();
        _lengths = [];
    }

    private DecoderState State => rows;

    private static long[] Longs(ReadOnlySpan<int> values, int least = int.MinValue)
    {
        var longs = new long[values.Length];
        for (var i = 0; i < longs.Length; i++)
            longs[i] = Math.Max(values[i], least);

        return longs;
    }

    private float[]? ForcedLogs(Tensor logs, int[]? forced)
    {
        if (forced is null)
            return null;

        var places = tensor(Longs(forced.AsSpan(0, Rows), least: 0)).unsqueeze(1);                       // [N,1]
        return logs.gather(1, places).contiguous().data<float>().ToArray();
    }

    /// <summary>Each row's weights without those of the padding behind its source; none where none were asked for.</summary>
    private float[][] Attention()
    {
        if (rows.Attention is not { } attention)
            return [];

        var lengths = rows.Padding.logical_not().to(ScalarType.Int64).sum(dim: 1).cpu().data<long>().ToArray();
        var weights = attention.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();         // [N,S]
        var longest = (int)attention.shape[1];
        return [.. lengths.Select((length, row) => weights[(row * longest)..((row * longest) + (int)length)])];
    }

    /// <summary>Takes the forced and the banned tokens out of the race.</summary>
    private void Hide(Tensor logs, StepInput input)
    {
        var vocabulary = logs.shape[1];
        var places = new List<long>();
        for (var row = 0; row < Rows; row++)
        {
            foreach (var token in input.Banned?[row] ?? [])
                places.Add((row * vocabulary) + token);
            if (input.Forced is { } forced && forced[row] >= 0)
                places.Add((row * vocabulary) + forced[row]);
        }

        if (places.Count > 0)
            logs.view(-1).scatter_(0, tensor([.. places]), full([places.Count], float.NegativeInfinity));
    }

    private void Fill(StepOutput output, StepInput input, float[] values, long[] ids, float[]? forcedLogs, int k)
    {
        for (var row = 0; row < Rows; row++)
        {
            var place = row * input.Candidates;
            var free = 0;
            if (input.Forced is { } forced && forced[row] >= 0)
                (output.Ids[place], output.LogProbabilities[place], free) = (forced[row], forcedLogs![row], 1);

            for (var i = 0; i < input.Candidates - free; i++)
            {
                output.Ids[place + free + i] = i < k ? (int)ids[(row * k) + i] : 0;
                output.LogProbabilities[place + free + i] = i < k ? values[(row * k) + i] : float.NegativeInfinity;
            }

            var found = Math.Min(k, input.Candidates - free);
            SortTies(output.Ids.AsSpan(place + free, found), output.LogProbabilities.AsSpan(place + free, found));
        }
    }

    /// <summary>libtorch leaves the order of equal values open; the border asks for ids ascending.</summary>
    private static void SortTies(Span<int> ids, Span<float> values)
    {
        for (var start = 0; start < ids.Length;)
        {
            var end = start + 1;
            while (end < ids.Length && values[end] == values[start])
                end++;
            ids[start..end].Sort();
            start = end;
        }
    }
}
