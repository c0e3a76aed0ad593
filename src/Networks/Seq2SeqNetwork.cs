using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>
/// An encoder and a decoder: the border that training and the Torch engine see of every family.
/// Shapes: B batch (rows), S source length, T target length, D width, E encoder outputs, V vocabulary.
/// </summary>
public abstract class Seq2SeqNetwork : nn.Module
{
    private readonly VocabularyOutput _output;

    /// <param name="model">All that stands under <c>model.</c> in a checkpoint.</param>
    /// <param name="tied">The embedding [V,D] that a tied output layer shares.</param>
    private protected Seq2SeqNetwork(string name, ModelConfig config, nn.Module model, Embedding tied)
        : base(name)
    {
        Config = config;
        _output = new VocabularyOutput(config, tied);
        register_module("model", model);
        register_parameter("final_logits_bias", _output.Bias);
        if (_output.Own is { } own)
            register_module("lm_head", own);
    }

    public ModelConfig Config { get; }

    /// <summary>Reads padded sources, ids [B,S], whose real lengths are <paramref name="lengths"/> [B] (on the CPU).</summary>
    public abstract EncodedSource Encode(Tensor source, long[] lengths);

    /// <summary>Teacher forcing: decoder inputs, ids [B,T] beginning with the start token → decoder outputs [B,T,D].</summary>
    public abstract Tensor Decode(EncodedSource encoded, Tensor target);

    /// <summary>
    /// Scheduled sampling: as <see cref="Decode"/>, but where <paramref name="own"/> [B,T] is true the input is the token that the network itself finds
    /// best after the step before; the first input is always the target's. In two passes (Mihaylova and Martins, 2019): predict under teacher
    /// forcing without gradients, mix, decode again.
    /// </summary>
    public virtual Tensor DecodeSampled(EncodedSource encoded, Tensor target, Tensor own)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var scope = NewDisposeScope();
        return Decode(encoded, Mix(encoded, target, own)).MoveToOuterDisposeScope();       // [B,T,D]
    }

    /// <summary>Decoder outputs [N,D] → scores of the vocabulary before the softmax [N,V].</summary>
    public Tensor Project(Tensor hidden) => Precision.Product(hidden, OutputLayer.Weight, OutputLayer.Bias);

    /// <summary>Weight [V,D] and bias [V] behind <see cref="Project"/>; they may be shared with an embedding.</summary>
    public (Tensor Weight, Tensor Bias) OutputLayer => _output.Layer;

    /// <summary>The state before the first step, one row for each source.</summary>
    public abstract DecoderState Start(EncodedSource encoded);

    /// <summary>Feeds one token, ids [B], to every row and moves <paramref name="state"/> on → decoder outputs [B,D].</summary>
    public abstract Tensor Step(Tensor tokens, DecoderState state);

    /// <summary>Decoder outputs [N,D] → the best token after each, ids [N]; no gradients.</summary>
    private protected Tensor Predict(Tensor hidden)
    {
        const int Rows = 512;   // scores of all rows at once would be the largest tensor of a training step
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var best = new List<Tensor>();
        for (long start = 0; start < hidden.shape[0]; start += Rows)
        {
            using var part = NewDisposeScope();
            var rows = hidden.narrow(0, start, Math.Min(Rows, hidden.shape[0] - start));
            best.Add(Project(rows).argmax(1).MoveToOuterDisposeScope());
        }

        return cat(best, 0).MoveToOuterDisposeScope();
    }

    private Tensor Mix(EncodedSource encoded, Tensor target, Tensor own)                   // [B,T]
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var (b, t) = (target.shape[0], target.shape[1]);
        var outputs = Decode(encoded, target).reshape(b * t, Config.Width);
        var after = Predict(outputs).view(b, t);                                           // [B,T]
        var before = cat([target.narrow(1, 0, 1), after.narrow(1, 0, t - 1)], 1);
        return where(own, before, target).MoveToOuterDisposeScope();
    }
}
