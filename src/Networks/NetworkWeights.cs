using System.Runtime.InteropServices;
using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>Carries weights between a network and a checkpoint, by the names of <c>state_dict</c>.</summary>
public static class NetworkWeights
{
    /// <summary>Fills every parameter of <paramref name="network"/>; a missing tensor or another shape is a <see cref="CheckpointException"/>.</summary>
    public static void Load(nn.Module network, ModelWeights weights)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        using var still = no_grad();
        foreach (var (name, parameter) in network.state_dict())
        {
            using var scope = NewDisposeScope();
            parameter.copy_(tensor(weights.Get(name, parameter.shape), parameter.shape));
        }

        // Tables that are computed and not learned, such as sinusoidal positions: a checkpoint that stores them is right.
        foreach (var (name, table) in network.named_buffers().Where(named => weights.Contains(named.name)))
        {
            using var scope = NewDisposeScope();
            table.copy_(tensor(weights.Get(name, table.shape), table.shape));
        }
    }

    /// <summary>A copy of every weight, in the order of <c>state_dict</c>.</summary>
    public static IEnumerable<(string Name, WeightTensor Tensor)> Copy(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.state_dict().Select(named => (named.Key, Copy(named.Value)));
    }

    public static WeightTensor Copy(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        var values = MemoryMarshal.Cast<byte, float>(tensor.detach().cpu().to(ScalarType.Float32).contiguous().bytes).ToArray();
        return new WeightTensor(tensor.shape, values);
    }
}
