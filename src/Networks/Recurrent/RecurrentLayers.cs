using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Recurrent.Cells;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>The sizes of recurrent layers.</summary>
internal sealed record RecurrentShape(LayerKind Kind, int Inputs, int Hidden, int Layers, double Dropout, bool Bidirectional = false)
{
    /// <summary>Tensors of a layer's state: an LSTM has a cell beside the hidden state.</summary>
    public int StatesPerLayer => Kind == LayerKind.Lstm ? 2 : 1;
}

/// <summary>libtorch's RNN, GRU or LSTM over whole sequences: what encoders read with, and decoders where all inputs are known.</summary>
internal sealed class RecurrentLayers
{
    private readonly RecurrentShape _shape;

    public RecurrentLayers(RecurrentShape shape)
    {
        _shape = shape;
        var (inputs, hidden, layers, both) = (shape.Inputs, shape.Hidden, shape.Layers, shape.Bidirectional);
        var dropout = layers > 1 ? shape.Dropout : 0;
        Module = shape.Kind switch
        {
            LayerKind.Rnn => nn.RNN(inputs, hidden, layers, dropout: dropout, bidirectional: both),
            LayerKind.Gru => nn.GRU(inputs, hidden, layers, dropout: dropout, bidirectional: both),
            LayerKind.Lstm => nn.LSTM(inputs, hidden, layers, dropout: dropout, bidirectional: both),
            _ => throw new ArgumentException($"{shape.Kind} is not a recurrent layer.", nameof(shape)),
        };
        Initialise();
    }

    /// <summary>The weights by PyTorch's names.</summary>
    public nn.Module Module { get; }

    /// <summary>Packed sources → packed outputs, the last hidden states and an LSTM's last cells, each [L·directions,B,H].</summary>
    public (PackedSequence Outputs, Tensor Last, Tensor? Cells) Read(PackedSequence input)
    {
        if (Module is LSTM lstm)
            return lstm.call(input);

        var (outputs, last) = Module is RNN rnn ? rnn.call(input) : ((GRU)Module).call(input);
        return (outputs, last, null);
    }

    /// <summary>Inputs [T,B,I] and first states of all layers → the top layer's states [T,B,H].</summary>
    public Tensor Read(Tensor input, LayerState[] first)
    {
        using var scope = NewDisposeScope();
        var hidden = stack(first.Select(state => state.Hidden));                           // [L,B,H]
        var tops = Module switch
        {
            RNN rnn => rnn.call(input, hidden).Item1,
            GRU gru => gru.call(input, hidden).Item1,
            _ => ((LSTM)Module).call(input, (hidden, stack(first.Select(state => state.Cell!)))).Item1,
        };
        return tops.MoveToOuterDisposeScope();
    }

    /// <summary>The same layers, one direction, to be moved step by step.</summary>
    public RecurrentCell[] Cells()
    {
        var weights = Module.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        return [.. Enumerable.Range(0, _shape.Layers).Select(layer => Cell(
            [weights[$"weight_ih_l{layer}"], weights[$"weight_hh_l{layer}"], weights[$"bias_ih_l{layer}"], weights[$"bias_hh_l{layer}"]]))];
    }

    private RecurrentCell Cell(Parameter[] weights) => _shape.Kind switch
    {
        LayerKind.Rnn => new RnnCell(weights),
        LayerKind.Gru => new GruCell(weights),
        _ => new LstmCell(weights),
    };

    /// <summary>Xavier-uniform weights and zero biases, but an LSTM's forget gates begin open (Jozefowicz et al., 2015).</summary>
    private void Initialise()
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in Module.named_parameters())
        {
            _ = name.StartsWith("weight", StringComparison.Ordinal) ? nn.init.xavier_uniform_(parameter) : nn.init.zeros_(parameter);
            if (_shape.Kind == LayerKind.Lstm && name.StartsWith("bias_ih", StringComparison.Ordinal))
                parameter.narrow(0, _shape.Hidden, _shape.Hidden).fill_((Scalar)1);
        }
    }
}
