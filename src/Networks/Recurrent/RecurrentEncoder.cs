using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks.Composition;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// Reads the source token by token, in one direction or both, and may read it from its end (Sutskever et al., 2014).
/// Shapes: B batch, S source length, D embedding, H state, E = H or 2H outputs.
/// </summary>
internal sealed class RecurrentEncoder : SourceEncoder
{
    private readonly ModelConfig _config;
    private readonly Embedding _encoderEmbedding;
    private readonly RecurrentLayers _encoderRecurrent;
    private readonly Dropout _dropout;

    public RecurrentEncoder(ModelConfig config, Embedding embedding)
        : base(nameof(RecurrentEncoder))
    {
        _config = config;
        _encoderEmbedding = embedding;
        _encoderRecurrent = new RecurrentLayers(new RecurrentShape(
            config.EncoderKind, config.Width, config.EncoderHidden, config.EncoderLayers, config.Dropout, config.BidirectionalEncoder));
        _dropout = nn.Dropout(config.Dropout);
        register_module("recurrent", _encoderRecurrent.Module);
        register_module("dropout", _dropout);
    }

    public override EncodedSource Encode(Tensor source, long[] lengths)
    {
        using var scope = NewDisposeScope();
        var padding = EncodedSource.PaddingMask(lengths, source.shape[1], source.device);  // [B,S]
        var reversed = _config.ReverseSource ? Reversed(lengths, source.shape[1], source.device) : null;
        var ids = reversed is null ? source : source.gather(1, reversed);                  // [B,S]
        var embedded = _dropout.forward(_encoderEmbedding.forward(ids));                   // [B,S,D]

        // Packed, so that the backward direction starts at each row's own last token.
        using var packed = nn.utils.rnn.pack_padded_sequence(embedded, tensor(lengths), batch_first: true, enforce_sorted: false);
        var (outputs, last, cells) = _encoderRecurrent.Read(packed);                       // last, cells [L·directions,B,H]
        var (hidden, _) = nn.utils.rnn.pad_packed_sequence(outputs, batch_first: true, total_length: source.shape[1]);
        if (reversed is not null)
            hidden = hidden.gather(1, reversed.unsqueeze(2).expand(hidden.shape));         // back at the places of their tokens

        return new EncodedSource(
            hidden.MoveToOuterDisposeScope(),                                              // [B,S,E]
            padding.MoveToOuterDisposeScope(),
            Final(last).MoveToOuterDisposeScope())                                         // [B,E]
        {
            States = _config.Context == ContextKind.States ? States(last, cells).MoveToOuterDisposeScope() : null,   // [B,L·H or 2L·H]
        };
    }

    /// <summary>Last states of the top layer: [L·directions,B,H] → [B,E].</summary>
    private Tensor Final(Tensor last) => _config.BidirectionalEncoder
        ? cat([last.select(0, -2), last.select(0, -1)], 1)
        : last.select(0, -1).clone();

    /// <summary>All states of a sentence side by side: hidden states by layer, then cells by layer.</summary>
    private static Tensor States(Tensor last, Tensor? cells)
    {
        using var scope = NewDisposeScope();
        var all = cells is null ? last : cat([last, cells]);                               // [L or 2L,B,H]
        return all.transpose(0, 1).flatten(1).MoveToOuterDisposeScope();
    }

    /// <summary>The place of each token when a row's tokens change their order and its padding stays; its own inverse [B,S].</summary>
    private static Tensor Reversed(long[] lengths, long longest, Device device)
    {
        var places = new long[lengths.Length, longest];
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var s = 0; s < longest; s++)
                places[row, s] = s < lengths[row] ? lengths[row] - 1 - s : s;
        }

        return tensor(places, device: device);
    }
}
