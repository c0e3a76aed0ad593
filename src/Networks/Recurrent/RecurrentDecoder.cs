using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Composition;
using Seq2SeqService.Networks.Recurrent.Attention;
using Seq2SeqService.Networks.Recurrent.Cells;
using Seq2SeqService.Networks.Recurrent.Contexts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// Writes the target token by token from the encoder's context or through an attention: decoder embedding, decoder recurrent and decoder
/// output layers. Shapes: B batch, S source length, T target length, D embedding, H state, G gates, E encoder outputs, L layers,
/// C what the decoder sees of the source at a step.
/// </summary>
internal sealed class RecurrentDecoder : TargetDecoder
{
    private readonly ModelConfig _config;
    private readonly Embedding _decoderEmbedding;
    private readonly SourceContext? _context;
    private readonly Linear? _bridge;
    private readonly SourceAttention? _attention;
    private readonly RecurrentShape _shape;
    private readonly RecurrentLayers _decoderRecurrent;
    private readonly DecoderOutput _decoderOutput;
    private readonly DecoderStep _step;
    private readonly Dropout _dropout;

    public RecurrentDecoder(ModelConfig config, Embedding embedding)
        : base(nameof(RecurrentDecoder))
    {
        _config = config;
        _decoderEmbedding = embedding;
        _attention = SourceAttention.Create(config);
        _context = _attention is null || Uses(ContextUse.State) ? SourceContext.Create(config) : null;

        int Seen(ContextUse use) => _attention?.Width ?? (Uses(use) ? config.EncoderOutputs : 0);
        var inputs = config.Width + Seen(ContextUse.Input) + (config.InputFeeding ? config.Width : 0);
        _shape = new RecurrentShape(config.DecoderKind, inputs, config.DecoderHidden, config.DecoderLayers, config.Dropout);
        _decoderRecurrent = new RecurrentLayers(_shape);
        _bridge = Uses(ContextUse.State) && config.Context != ContextKind.States
            ? Layers.Linear(config.EncoderOutputs, _shape.Layers * _shape.Hidden * _shape.StatesPerLayer)
            : null;
        _decoderOutput = new DecoderOutput(config, Seen(ContextUse.Output));
        _dropout = nn.Dropout(config.Dropout);
        _step = new DecoderStep(config, _decoderRecurrent.Cells(), _attention, _dropout);
        Register();
    }

    public override Tensor Decode(EncodedSource encoded, Tensor target)
    {
        using var scope = NewDisposeScope();
        var embedded = Embed(target.transpose(0, 1).contiguous());                         // [T,B,D]
        var (memory, first) = Look(encoded);
        var readouts = _attention is null ? InOneRun(embedded, memory, first)
            : _config.InputFeeding ? Fed(embedded, memory, first)
            : Attending(embedded, memory, first);                                          // [T,B,D]
        return readouts.transpose(0, 1).contiguous().MoveToOuterDisposeScope();            // [B,T,D]
    }

    /// <summary><see cref="Seq2SeqNetwork.DecodeSampled"/> step by step; <paramref name="predict"/> takes readouts [B,D] to tokens [B].</summary>
    public Tensor DecodeSampled(EncodedSource encoded, Tensor target, Tensor own, Func<Tensor, Tensor> predict)
    {
        using var scope = NewDisposeScope();
        var (memory, first) = Look(encoded);
        var (targets, owns) = (target.unbind(1), own.unbind(1));                           // T × [B]
        var readouts = Unroll(memory, first, targets.Length, (t, before) =>
        {
            var tokens = before is null ? targets[t] : where(owns[t], predict(before), targets[t]);
            var embedded = Embed(tokens);                                                  // [B,D]
            return (embedded, _step.EmbeddingGates(embedded));
        });
        return readouts.transpose(0, 1).contiguous().MoveToOuterDisposeScope();            // [B,T,D]
    }

    public override DecoderState Start(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        var (memory, first) = Look(encoded);
        return new RecurrentState(memory, first);
    }

    public override Tensor Step(Tensor tokens, DecoderState state)
    {
        using var scope = NewDisposeScope();
        var rows = (RecurrentState)state;
        var embedded = Embed(tokens);                                                      // [B,D]
        var made = _step.Advance(_step.EmbeddingGates(embedded), _step.SideWeight(), rows.Memory, rows.Carried);
        var readout = _decoderOutput.Of(made.Top, made.Context, embedded);                 // [B,D]
        rows.Advance(made, readout);
        return readout.MoveToOuterDisposeScope();
    }

    /// <summary>Without attention every input is known beforehand: libtorch runs the layers over the whole sequence.</summary>
    private Tensor InOneRun(Tensor embedded, DecoderMemory memory, Carried first)          // [T,B,D]
    {
        var context = memory.Context?.unsqueeze(0).expand(embedded.shape[0], -1, -1);      // [T,B,E]
        var inputs = Uses(ContextUse.Input) ? cat([embedded, context!], 2) : embedded;     // [T,B,D+C]
        return _decoderOutput.Of(_decoderRecurrent.Read(inputs, first.Layers), context, embedded);
    }

    /// <summary>The attention's query is the state of the step before, so the layers go step by step; what needs no state is done at once.</summary>
    private Tensor Attending(Tensor embedded, DecoderMemory memory, Carried first)         // [T,B,D]
    {
        var gates = _step.EmbeddingGates(embedded).unbind(0);                              // T × [B,G·H]
        var sideWeight = _step.SideWeight();
        var (tops, contexts) = (new Tensor[gates.Length], new Tensor[gates.Length]);
        for (var t = 0; t < gates.Length; t++)
        {
            var made = _step.Advance(gates[t], sideWeight, memory, first);
            (tops[t], contexts[t]) = (made.Top, made.Context!);
            first = new Carried(made.Layers, null);
        }

        return _decoderOutput.Of(stack(tops), stack(contexts), embedded);
    }

    /// <summary>With input feeding the readout too belongs to the step.</summary>
    private Tensor Fed(Tensor embedded, DecoderMemory memory, Carried first)               // [T,B,D]
    {
        var (each, gates) = (embedded.unbind(0), _step.EmbeddingGates(embedded).unbind(0));
        return Unroll(memory, first, each.Length, (t, _) => (each[t], gates[t]));
    }

    /// <summary>Step by step: <paramref name="input"/> makes embedding [B,D] and gates [B,G·H] of step t, given the readout before it.</summary>
    private Tensor Unroll(DecoderMemory memory, Carried first, int steps, Func<int, Tensor?, (Tensor Embedded, Tensor Gates)> input)
    {
        var readouts = new Tensor[steps];
        var sideWeight = _step.SideWeight();
        for (var t = 0; t < steps; t++)
        {
            var (embedded, gates) = input(t, t == 0 ? null : readouts[t - 1]);
            var made = _step.Advance(gates, sideWeight, memory, first);
            readouts[t] = _decoderOutput.Of(made.Top, made.Context, embedded);             // [B,D]
            first = new Carried(made.Layers, _config.InputFeeding ? readouts[t] : null);
        }

        return stack(readouts);                                                            // [T,B,D]
    }

    private (DecoderMemory Memory, Carried First) Look(EncodedSource encoded)
    {
        var (b, device) = (encoded.Hidden.shape[0], encoded.Hidden.device);
        var context = _context?.Of(encoded);                                               // [B,E]
        var seen = _attention is null && (Uses(ContextUse.Input) || Uses(ContextUse.Output));
        var first = _bridge is not null ? Precision.Apply(_bridge, context!).tanh()
            : Uses(ContextUse.State) ? context!
            : zeros([b, _shape.Layers * _shape.StatesPerLayer * _shape.Hidden], device: device);
        var states = first.chunk(_shape.Layers * _shape.StatesPerLayer, 1);                // L or 2L × [B,H]
        var layers = Enumerable.Range(0, _shape.Layers).Select(layer =>
            new LayerState(states[layer], _shape.StatesPerLayer == 2 ? states[_shape.Layers + layer] : null));
        return (
            new DecoderMemory(encoded.Padding, _attention?.Remember(encoded), seen ? context : null),
            new Carried([.. layers], _config.InputFeeding ? zeros([b, _config.Width], device: device) : null));
    }

    private bool Uses(ContextUse use) => _config.ContextUses.Contains(use);

    private Tensor Embed(Tensor ids) => _dropout.forward(_decoderEmbedding.forward(ids));  // [..] → [..,D]

    private void Register()
    {
        if (_context is not null)
            register_module("context", _context);
        if (_bridge is not null)
            register_module("bridge", _bridge);
        if (_attention is not null)
            register_module("attention", _attention);
        register_module("recurrent", _decoderRecurrent.Module);
        register_module("readout", _decoderOutput.Readout);
        register_module("readout_dropout", _decoderOutput.Dropout);
        register_module("dropout", _dropout);
    }
}
