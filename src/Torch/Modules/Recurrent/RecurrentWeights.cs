using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>The sizes of an RNN, GRU or LSTM.</summary>
internal sealed record RecurrentSettings(
    long InputSize, long HiddenSize, long Layers, bool HasBias, bool BatchFirst, double Dropout, bool Bidirectional)
{
    public long Directions => Bidirectional ? 2 : 1;
}

/// <summary>
/// The weights of all layers and directions in libtorch's order, registered in their module under PyTorch's names:
/// <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, and the same with <c>_reverse</c>.
/// </summary>
internal sealed class RecurrentWeights
{
    private readonly RecurrentSettings _settings;
    private readonly List<Tensor> _all = [];

    public RecurrentWeights(Module module, RecurrentSettings settings, int gates, Device? device, ScalarType? dtype)
    {
        _settings = settings;
        var bound = 1 / Math.Sqrt(settings.HiddenSize);
        for (var layer = 0; layer < settings.Layers; layer++)
        {
            var inputs = layer == 0 ? settings.InputSize : settings.HiddenSize * settings.Directions;
            foreach (var suffix in settings.Bidirectional ? new[] { $"l{layer}", $"l{layer}_reverse" } : [$"l{layer}"])
            {
                Add($"weight_ih_{suffix}", gates * settings.HiddenSize, inputs);
                Add($"weight_hh_{suffix}", gates * settings.HiddenSize, settings.HiddenSize);
                if (!settings.HasBias)
                    continue;
                Add($"bias_ih_{suffix}", gates * settings.HiddenSize);
                Add($"bias_hh_{suffix}", gates * settings.HiddenSize);
            }
        }

        void Add(string name, params long[] shape)
        {
            var parameter = nn.Parameter(init.uniform_(empty(shape, dtype, device), -bound, bound));
            module.register_parameter(name, parameter);
            _all.Add(parameter);
        }
    }

    public RecurrentSettings Settings => _settings;

    public Tensor[] All => [.. _all];

    /// <summary>The state before the first step of padded sequences: zeros [layers·directions,B,H].</summary>
    public Tensor FirstState(Tensor input) => FirstState(input, _settings.BatchFirst ? input.size(0) : input.size(1));

    /// <summary>The state before the first step of packed sequences: zeros, or the given one in the order of the pack.</summary>
    public Tensor FirstState(PackedSequence input, Tensor? given)
    {
        if (given is null)
        {
            using var longestFirst = input.batch_sizes.select(0, 0);
            return FirstState(input.data, longestFirst.item<long>());
        }

        return input.sorted_indices is { } order ? given.index_select(1, order) : given.alias();
    }

    /// <summary>Last states in the order that the sequences had before packing.</summary>
    public static Tensor Unsorted(Tensor state, PackedSequence input) =>
        input.unsorted_indices is { } order ? state.index_select(1, order) : state.alias();

    private Tensor FirstState(Tensor like, long rows) =>
        zeros([_settings.Layers * _settings.Directions, rows, _settings.HiddenSize], like.dtype, like.device);
}
