using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>
/// The Transformer (Vaswani et al., 2017) in the MarianMT layout: <c>state_dict</c> keys are Hugging Face's tensor names.
/// Shapes: B batch, S source length, T target length, D width, V vocabulary.
/// </summary>
internal sealed class TransformerNetwork : Seq2SeqNetwork
{
    private readonly TransformerBody _body;
    private readonly Parameter _outputBias;
    private readonly Linear? _output;
    private readonly Dropout _dropout;
    private readonly Tensor _sourcePositions;
    private readonly Tensor _targetPositions;
    private readonly double _embeddingScale;

    public TransformerNetwork(ModelConfig config)
        : base(nameof(TransformerNetwork), config)
    {
        _embeddingScale = config.ScaleEmbedding ? Math.Sqrt(config.Width) : 1;
        _body = new TransformerBody(config);
        _outputBias = nn.Parameter(zeros(1, config.VocabularySize));
        _dropout = nn.Dropout(config.Dropout);
        _sourcePositions = SinusoidalPositions.Table(config.MaxPositions, config.Width);
        _targetPositions = _sourcePositions.clone();
        register_module("model", _body);
        register_parameter("final_logits_bias", _outputBias);
        register_module("dropout", _dropout);
        register_buffer("source_positions", _sourcePositions, persistent: false);
        register_buffer("target_positions", _targetPositions, persistent: false);

        if (!config.TiedOutput)
        {
            _output = Layers.Linear(config.Width, config.VocabularySize, bias: false);
            register_module("lm_head", _output);
        }
    }

    public override EncodedSource Encode(Tensor source, long[] lengths)
    {
        var padding = EncodedSource.PaddingMask(lengths, source.shape[1], source.device);  // [B,S]
        var hidden = HiddenWhere(padding).unsqueeze(1).unsqueeze(1);                       // [B,1,1,S]
        var x = Embed(_body.SourceEmbedding, source, _sourcePositions.narrow(0, 0, source.shape[1]));
        foreach (var layer in _body.Encoder.Layers)
            x = layer.forward(x, hidden);                                                  // [B,S,D]
        return new EncodedSource(_body.Encoder.Finish(x), padding);
    }

    public override Tensor Decode(EncodedSource encoded, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        var length = target.shape[1];
        var future = HiddenWhere(ones(length, length, device: target.device).triu(1).gt(0));   // [T,T]
        var sourceHidden = HiddenWhere(encoded.Padding).unsqueeze(1).unsqueeze(1);         // [B,1,1,S]

        var x = Embed(_body.TargetEmbedding, target, _targetPositions.narrow(0, 0, length));
        foreach (var layer in _body.Decoder.Layers)
            x = layer.Forward(x, encoded.Hidden, future, sourceHidden);                    // [B,T,D]
        return _body.Decoder.Finish(x);
    }

    public override (Tensor Weight, Tensor Bias) OutputLayer =>
        (_output is null ? _body.TargetEmbedding.weight : _output.weight, _outputBias.view(-1));

    public override Tensor Project(Tensor hidden) =>                                       // [N,D] → [N,V]
        Precision.Product(hidden, OutputLayer.Weight, OutputLayer.Bias);

    internal override void ReadTables(ModelWeights weights)
    {
        ReadPositions(weights, "model.encoder.embed_positions.weight", _sourcePositions);
        ReadPositions(weights, "model.decoder.embed_positions.weight", _targetPositions);
    }

    public override DecoderState Start(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        var empty = zeros([encoded.Hidden.shape[0], Config.DecoderHeads, 0, Config.Width / Config.DecoderHeads], device: encoded.Hidden.device);
        var caches = _body.Decoder.Layers.Select(layer =>
        {
            var (keys, values) = layer.Remember(encoded.Hidden);                           // [B,H,S,K]
            return new LayerCache(keys, values, empty.clone(), empty.clone());
        });
        return new TransformerState([.. caches], encoded.Padding);
    }

    public override Tensor Step(Tensor tokens, DecoderState state)
    {
        var rows = (TransformerState)state;
        using var scope = NewDisposeScope();
        var (sourceHidden, pastHidden) = (rows.SourceHidden, rows.PastHidden());
        var positions = _targetPositions.index_select(0, rows.Positions).unsqueeze(1);           // [B,1,D]

        var x = Embed(_body.TargetEmbedding, tokens.unsqueeze(1), positions);              // [B,1,D]
        foreach (var (layer, cache) in _body.Decoder.Layers.Zip(rows.Layers))
            x = layer.Step(x, cache, pastHidden, sourceHidden);
        rows.Advance();
        return _body.Decoder.Finish(x).squeeze(1).MoveToOuterDisposeScope();               // [B,D]
    }

    /// <summary>0 where attention may look, -inf where <paramref name="mask"/> is true; same shape, fp32.</summary>
    internal static Tensor HiddenWhere(Tensor mask)
    {
        using var scope = NewDisposeScope();
        return zeros_like(mask.to(ScalarType.Float32)).masked_fill(mask, float.NegativeInfinity).MoveToOuterDisposeScope();
    }

    private static void ReadPositions(ModelWeights weights, string name, Tensor table)     // [P,D]
    {
        if (!weights.Contains(name))
            return;

        using var scope = NewDisposeScope();
        table.copy_(tensor(weights.Get(name, table.shape), table.shape));
    }

    private Tensor Embed(Embedding table, Tensor ids, Tensor positions) =>                 // [B,T] → [B,T,D]
        _dropout.forward((table.forward(ids) * _embeddingScale) + positions);
}
