using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// The recurrent encoder-decoder with attention (Bahdanau et al., 2015) in its five parts: encoder embedding, encoder recurrent, decoder
/// embedding, decoder recurrent and decoder output layers. The query is the top state of the step before, the context is the encoder's.
/// Shapes: B batch, S source length, T target length, D embedding, H state, E = H or 2H encoder output, Ld decoder layers, V vocabulary.
/// </summary>
internal sealed class GruNetwork : Seq2SeqNetwork
{
    private readonly Embedding _encoderEmbedding;
    private readonly GRU _encoderRecurrent;
    private readonly Linear _bridge;
    private readonly AdditiveAttention _attention;
    private readonly Embedding _decoderEmbedding;
    private readonly GruCells _decoderRecurrent;
    private readonly Linear _decoderReadout;
    private readonly OutputLayer _decoderOutput;
    private readonly Dropout _dropout;

    public GruNetwork(ModelConfig config)
        : base(nameof(GruNetwork), config)
    {
        if (config.HiddenSize <= 0)
            throw new CheckpointException($"config.json: hidden_size is {config.HiddenSize}; '{ModelConfig.Gru}' needs at least 1.");

        var encoded = config.BidirectionalEncoder ? 2 * config.HiddenSize : config.HiddenSize;
        _encoderEmbedding = Embed(config);
        _decoderEmbedding = config.SharedEmbeddings ? _encoderEmbedding : Embed(config);
        _encoderRecurrent = EncoderRecurrent(config);
        _bridge = Layers.Linear(encoded, config.DecoderLayers * config.HiddenSize);
        _attention = new AdditiveAttention(config, encoded);
        _decoderRecurrent = new GruCells(config, encoded);
        _decoderReadout = Layers.Linear(config.HiddenSize + encoded + config.Width, config.Width);
        _decoderOutput = new OutputLayer(config);
        _dropout = nn.Dropout(config.Dropout);
        Register();
    }

    public override EncodedSource Encode(Tensor source, long[] lengths)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var scope = NewDisposeScope();
        var padding = EncodedSource.PaddingMask(lengths, source.shape[1], source.device);  // [B,S]
        var embedded = _dropout.forward(_encoderEmbedding.forward(source));                // [B,S,D]

        // Packed, so that the backward direction starts at each row's own last token.
        var packed = nn.utils.rnn.pack_padded_sequence(embedded, tensor(lengths), batch_first: true, enforce_sorted: false);
        var (outputs, last) = _encoderRecurrent.call(packed);                              // last [L·directions,B,H]
        var (hidden, _) = nn.utils.rnn.pad_packed_sequence(outputs, batch_first: true, total_length: source.shape[1]);

        return new EncodedSource(
            hidden.MoveToOuterDisposeScope(),                                              // [B,S,E]
            padding.MoveToOuterDisposeScope(),
            Final(last).MoveToOuterDisposeScope());                                        // [B,E]
    }

    public override Tensor Decode(EncodedSource encoded, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        ArgumentNullException.ThrowIfNull(target);
        using var scope = NewDisposeScope();
        var embedded = _dropout.forward(_decoderEmbedding.forward(target.transpose(0, 1).contiguous()));  // [T,B,D]
        var gates = _decoderRecurrent.EmbeddingGates(embedded).unbind(0);                  // T × [B,3H]
        var contextWeight = _decoderRecurrent.ContextWeight();                             // [E,3H]
        var memory = Remember(encoded);
        var states = FirstStates(encoded);                                                 // Ld × [B,H]

        var tops = new Tensor[gates.Length];
        var contexts = new Tensor[gates.Length];
        for (var t = 0; t < gates.Length; t++)
        {
            (states, contexts[t]) = Advance(gates[t], contextWeight, memory, states);
            tops[t] = states[^1];
        }

        var readout = Readout(stack(tops), stack(contexts), embedded);                     // [T,B,D]
        return readout.transpose(0, 1).contiguous().MoveToOuterDisposeScope();             // [B,T,D]
    }

    public override Tensor Project(Tensor hidden) => _decoderOutput.Project(hidden, _decoderEmbedding);

    public override DecoderState Start(EncodedSource encoded)
    {
        using var scope = NewDisposeScope();
        return new RecurrentState(Remember(encoded), FirstStates(encoded));
    }

    public override Tensor Step(Tensor tokens, DecoderState state)
    {
        using var scope = NewDisposeScope();
        var rows = (RecurrentState)state;
        var embedded = _dropout.forward(_decoderEmbedding.forward(tokens));                // [B,D]
        var gates = _decoderRecurrent.EmbeddingGates(embedded);                            // [B,3H]
        var (states, context) = Advance(gates, _decoderRecurrent.ContextWeight(), rows.Memory, rows.States);
        rows.Advance(states);
        return Readout(states[^1], context, embedded).MoveToOuterDisposeScope();           // [B,D]
    }

    /// <summary>One step of the decoder, the same while training and while decoding.</summary>
    private (Tensor[] States, Tensor Context) Advance(Tensor gates, Tensor contextWeight, RecurrentMemory memory, Tensor[] states)
    {
        using var scope = NewDisposeScope();
        var context = _attention.Attend(states[^1], memory.Keys, memory.Values, memory.Padding);    // [B,E]
        var next = _decoderRecurrent.Advance(gates, context, contextWeight, states);                // Ld × [B,H]
        return (Array.ConvertAll(next, state => state.MoveToOuterDisposeScope()), context.MoveToOuterDisposeScope());
    }

    private RecurrentMemory Remember(EncodedSource encoded) => new(_attention.Keys(encoded.Hidden), encoded.Hidden, encoded.Padding);

    /// <summary>tanh(W [last forward; last backward] + b), layer 0 first.</summary>
    private Tensor[] FirstStates(EncodedSource encoded) =>
        Precision.Apply(_bridge, encoded.Final!).tanh().chunk(Config.DecoderLayers, 1);    // Ld × [B,H]

    private Tensor Readout(Tensor state, Tensor context, Tensor embedded) =>               // [..,H+E+D] → [..,D]
        _dropout.forward(Precision.Apply(_decoderReadout, cat([state, context, embedded], -1)).tanh());

    /// <summary>Last states of the top layer: [L·directions,B,H] → [B,E].</summary>
    private Tensor Final(Tensor last) => Config.BidirectionalEncoder
        ? cat([last.select(0, -2), last.select(0, -1)], 1)
        : last.select(0, -1).clone();

    private void Register()
    {
        if (Config.SharedEmbeddings)
        {
            register_module("shared", _encoderEmbedding);
        }
        else
        {
            register_module("encoder_embedding", _encoderEmbedding);
            register_module("decoder_embedding", _decoderEmbedding);
        }

        register_module("encoder_recurrent", _encoderRecurrent);
        register_module("bridge", _bridge);
        register_module("attention", _attention);
        register_module("decoder_recurrent", _decoderRecurrent);
        register_module("decoder_readout", _decoderReadout);
        register_module("decoder_output", _decoderOutput);
        register_module("dropout", _dropout);
    }

    private static Embedding Embed(ModelConfig config) =>
        Layers.Embedding(config.VocabularySize, config.Width, config.PadId, deviation: 0.1);

    private static GRU EncoderRecurrent(ModelConfig config)
    {
        var layers = config.EncoderLayers;
        var recurrent = nn.GRU(
            config.Width, config.HiddenSize, layers, batchFirst: true, dropout: layers > 1 ? config.Dropout : 0, bidirectional: config.BidirectionalEncoder);
        foreach (var (name, parameter) in recurrent.named_parameters())
            _ = name.StartsWith("weight", StringComparison.Ordinal) ? nn.init.xavier_uniform_(parameter) : nn.init.zeros_(parameter);
        return recurrent;
    }
}
