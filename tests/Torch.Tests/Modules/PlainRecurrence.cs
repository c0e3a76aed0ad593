using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests.Modules;

/// <summary>One direction of one recurrent layer over one sentence, number by number: the specification of RNN, GRU and LSTM.</summary>
internal sealed class PlainRecurrence(string cell, nn.Module module, string suffix, int inputs, int hidden)
{
    private readonly float[] _inputWeight = Values(module, "weight_ih_" + suffix);
    private readonly float[] _stateWeight = Values(module, "weight_hh_" + suffix);
    private readonly float[] _inputBias = Values(module, "bias_ih_" + suffix);
    private readonly float[] _stateBias = Values(module, "bias_hh_" + suffix);

    /// <summary>The state after each step; <paramref name="cells"/> are the LSTM's.</summary>
    public List<float[]> Run(IEnumerable<float[]> sentence, out float[] cells)
    {
        var state = new float[hidden];
        cells = new float[hidden];
        var states = new List<float[]>();
        foreach (var x in sentence)
        {
            state = Next(x, state, cells);
            states.Add(state);
        }

        return states;
    }

    private float[] Next(float[] x, float[] h, float[] c)
    {
        var next = new float[hidden];
        for (var i = 0; i < hidden; i++)
        {
            switch (cell)
            {
                case "RNN":
                    next[i] = MathF.Tanh(FromInput(0, i, x) + FromState(0, i, h));
                    break;
                case "GRU":
                    var reset = Sigmoid(FromInput(0, i, x) + FromState(0, i, h));
                    var update = Sigmoid(FromInput(1, i, x) + FromState(1, i, h));
                    var candidate = MathF.Tanh(FromInput(2, i, x) + (reset * FromState(2, i, h)));
                    next[i] = ((1 - update) * candidate) + (update * h[i]);
                    break;
                default:
                    var input = Sigmoid(FromInput(0, i, x) + FromState(0, i, h));
                    var forget = Sigmoid(FromInput(1, i, x) + FromState(1, i, h));
                    c[i] = (forget * c[i]) + (input * MathF.Tanh(FromInput(2, i, x) + FromState(2, i, h)));
                    next[i] = Sigmoid(FromInput(3, i, x) + FromState(3, i, h)) * MathF.Tanh(c[i]);
                    break;
            }
        }

        return next;
    }

    private float FromInput(int gate, int i, float[] x) => Row(_inputWeight, _inputBias, (gate * hidden) + i, x, inputs);

    private float FromState(int gate, int i, float[] h) => Row(_stateWeight, _stateBias, (gate * hidden) + i, h, hidden);

    private static float Row(float[] weight, float[] bias, int row, float[] x, int width)
    {
        var sum = bias[row];
        for (var i = 0; i < width; i++)
            sum += weight[(row * width) + i] * x[i];
        return sum;
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    private static float[] Values(nn.Module module, string name) => module.state_dict()[name].data<float>().ToArray();
}
