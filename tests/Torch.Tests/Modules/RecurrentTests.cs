using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Seq2SeqService.Torch.Tests.Modules;

public sealed class RecurrentTests : IDisposable
{
    private const int Inputs = 3;
    private const int Hidden = 4;
    private static readonly long[] Lengths = [2, 5, 1, 4];

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [TorchTheory]
    [InlineData("RNN", 1, false)]
    [InlineData("RNN", 2, true)]
    [InlineData("GRU", 1, false)]
    [InlineData("GRU", 2, true)]
    [InlineData("LSTM", 1, false)]
    [InlineData("LSTM", 2, true)]
    public void Packed_sequences_give_what_plain_loops_give(string cell, int layers, bool bidirectional)
    {
        manual_seed(5);
        using var module = Create(cell, layers, bidirectional);
        var input = randn([Lengths.Length, 5, Inputs]);

        var (output, last, cells) = Run(module, input);

        for (var row = 0; row < Lengths.Length; row++)
        {
            var expected = Plain(cell, module, layers, bidirectional, Rows(input.select(0, row).narrow(0, 0, Lengths[row])));
            Equal(expected.Outputs, Rows(output.select(0, row).narrow(0, 0, Lengths[row])));
            Equal(expected.Last, Rows(last.select(1, row)));
            if (cells is not null)
                Equal(expected.Cells, Rows(cells.select(1, row)));
            Assert.Equal(0, output.select(0, row).narrow(0, Lengths[row], 5 - Lengths[row]).abs().sum().item<float>());
        }
    }

    [TorchFact]
    public void Padded_and_packed_sequences_of_one_length_agree()
    {
        manual_seed(6);
        using var gru = nn.GRU(Inputs, Hidden, numLayers: 2, batchFirst: true, bidirectional: true);
        var input = randn([3, 4, Inputs]);
        var first = randn([4, 3, Hidden]);

        var (padded, last) = gru.call(input, first);
        var (packed, packedLast) = gru.call(pack_padded_sequence(input, tensor([4L, 4, 4]), batch_first: true), first);
        var (unpacked, lengths) = pad_packed_sequence(packed, batch_first: true);

        Assert.Equal(padded.contiguous().data<float>().ToArray(), unpacked.contiguous().data<float>().ToArray());
        Assert.Equal(last.data<float>().ToArray(), packedLast.data<float>().ToArray());
        Assert.Equal([4, 4, 4], lengths.data<long>().ToArray());
    }

    [TorchFact]
    public void Packing_keeps_the_order_of_the_rows()
    {
        var input = arange(40, ScalarType.Float32).view(4, 5, 2);

        var packed = pack_padded_sequence(input, tensor(Lengths), batch_first: true, enforce_sorted: false);
        var (padded, lengths) = pad_packed_sequence(packed, batch_first: true, padding_value: -1, total_length: 6);

        Assert.Equal([4, 6, 2], padded.shape);
        Assert.Equal(Lengths, lengths.data<long>().ToArray());
        for (var row = 0; row < Lengths.Length; row++)
        {
            Equal(Rows(input.select(0, row).narrow(0, 0, Lengths[row])), Rows(padded.select(0, row).narrow(0, 0, Lengths[row])));
            Assert.Equal(-1, padded.select(0, row).select(0, 5).max().item<float>());
        }
    }

    private static nn.Module Create(string cell, int layers, bool bidirectional) => cell switch
    {
        "RNN" => nn.RNN(Inputs, Hidden, layers, bidirectional: bidirectional, batchFirst: true),
        "GRU" => nn.GRU(Inputs, Hidden, layers, bidirectional: bidirectional, batchFirst: true),
        _ => nn.LSTM(Inputs, Hidden, layers, bidirectional: bidirectional, batchFirst: true),
    };

    private static (Tensor Output, Tensor Last, Tensor? Cells) Run(nn.Module module, Tensor input)
    {
        var packed = pack_padded_sequence(input, tensor(Lengths), batch_first: true, enforce_sorted: false);
        var (output, last, cells) = module switch
        {
            RNN rnn => With(rnn.call(packed)),
            GRU gru => With(gru.call(packed)),
            LSTM lstm => lstm.call(packed),
            _ => throw new ArgumentException("No recurrent module.", nameof(module)),
        };
        return (pad_packed_sequence(output, batch_first: true).Item1, last, cells);

        static (PackedSequence, Tensor, Tensor?) With((PackedSequence Output, Tensor Last) result) => (result.Output, result.Last, null);
    }

    private static (List<float[]> Outputs, List<float[]> Last, List<float[]> Cells) Plain(
        string cell, nn.Module module, int layers, bool bidirectional, List<float[]> sentence)
    {
        var (last, cells) = (new List<float[]>(), new List<float[]>());
        for (var layer = 0; layer < layers; layer++)
        {
            var width = sentence[0].Length;
            var outputs = new PlainRecurrence(cell, module, $"l{layer}", width, Hidden).Run(sentence, out var lastCells);
            last.Add(outputs[^1]);
            cells.Add(lastCells);
            if (bidirectional)
            {
                var backward = new PlainRecurrence(cell, module, $"l{layer}_reverse", width, Hidden).Run(Enumerable.Reverse(sentence), out lastCells);
                last.Add(backward[^1]);
                cells.Add(lastCells);
                outputs = [.. outputs.Zip(Enumerable.Reverse(backward), (forward, back) => (float[])[.. forward, .. back])];
            }

            sentence = outputs;
        }

        return (sentence, last, cells);
    }

    private static List<float[]> Rows(Tensor matrix) =>
        [.. Enumerable.Range(0, (int)matrix.shape[0]).Select(row => matrix.select(0, row).contiguous().data<float>().ToArray())];

    private static void Equal(List<float[]> expected, List<float[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (wanted, got) in expected.Zip(actual))
        {
            Assert.Equal(wanted.Length, got.Length);
            Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }
}
