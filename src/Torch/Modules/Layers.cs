using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>y = x·Wᵀ + b.</summary>
public sealed class Linear : Module<Tensor, Tensor>
{
    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        var bound = 1 / Math.Sqrt(inputSize);
        weight = Parameter(init.uniform_(empty([outputSize, inputSize], dtype, device), -bound, bound));
        if (!hasBias)
            return;
        bias = Parameter(init.uniform_(empty([outputSize], dtype, device), -bound, bound));
        register_parameter("bias", bias);
    }

    public Parameter weight
    {
        get;
        set
        {
            // Until the constructor has set it, there is none before.
            if (field is { } before && !ReferenceEquals(before, value))
                before.Dispose();
            field = value;
            register_parameter("weight", value);
        }
    }

    public Parameter? bias { get; }

    public override Tensor forward(Tensor input) => functional.linear(input, weight, bias);
}

/// <summary>Rows of a table by index.</summary>
public sealed class Embedding : Module<Tensor, Tensor>
{
    private readonly long? _paddingIndex;

    internal Embedding(long count, long width, long? paddingIndex, Device? device, ScalarType? dtype)
        : base(nameof(Embedding))
    {
        _paddingIndex = paddingIndex;
        weight = Parameter(init.normal_(empty([count, width], dtype, device)));
        register_parameter("weight", weight);
    }

    public Parameter weight { get; }

    public override Tensor forward(Tensor input) => functional.embedding(input, weight, _paddingIndex);
}

/// <summary>Layer normalisation over the last dimension (Ba et al., 2016).</summary>
public sealed class LayerNorm : Module<Tensor, Tensor>
{
    private readonly long[] _shape;
    private readonly double _epsilon;

    internal LayerNorm(long width, double epsilon, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        _shape = [width];
        _epsilon = epsilon;
        weight = Parameter(ones([width], dtype, device));
        bias = Parameter(zeros([width], dtype, device));
        register_parameter("weight", weight);
        register_parameter("bias", bias);
    }

    public Parameter weight { get; }

    public Parameter bias { get; }

    public override Tensor forward(Tensor input) => functional.layer_norm(input, _shape, weight, bias, _epsilon);
}

/// <summary>Drops units at random while training (Srivastava et al., 2014).</summary>
public sealed class Dropout : Module<Tensor, Tensor>
{
    private readonly double _probability;

    internal Dropout(double probability)
        : base(nameof(Dropout)) => _probability = probability;

    public override Tensor forward(Tensor input) => functional.dropout(input, _probability, training);
}
