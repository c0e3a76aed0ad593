using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines;

/// <summary>
/// The heads of a decoder that show which words go together. A part is a head of a layer, layer × heads + head. What a decoder looks at while it
/// writes a token is often that token's source; in lower layers it is as often the source of the token before, which it has just read.
/// </summary>
/// <param name="Own">Parts that show the source of the token that is written in the same step.</param>
/// <param name="Next">Parts that show it in the step behind.</param>
public sealed record AlignmentHeads(IReadOnlyList<int> Own, IReadOnlyList<int> Next)
{
    /// <summary>What <c>alignment_heads</c> of the generation settings names; null where there is none.</summary>
    public static AlignmentHeads? Of(GenerationConfig generation, ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(generation);
        ArgumentNullException.ThrowIfNull(config);
        var (layers, heads) = Attending(config);
        if (generation.AlignmentHeads.FirstOrDefault(head => head[0] >= layers || head[1] >= heads) is { } wrong)
        {
            throw new CheckpointException(
                $"{CheckpointFiles.Generation}: 'alignment_heads' names head {wrong[1]} of layer {wrong[0]}; "
                + $"the decoder attends to the source with {heads} heads in {layers} layers.");
        }

        return generation.AlignmentHeads.Count == 0 ? null : new([.. Parts(step: 0)], [.. Parts(step: 1)]);

        IEnumerable<int> Parts(int step) =>
            generation.AlignmentHeads.Where(head => head[2] == step).Select(head => (head[0] * heads) + head[1]);
    }

    /// <summary>How many layers of a decoder attend to the source, with how many heads each.</summary>
    public static (int Layers, int Heads) Attending(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var heads = config.DecoderKind == LayerKind.Transformer || config.Attention == AttentionKind.MultiHead ? config.DecoderHeads : 1;
        return (config.DecoderKind.IsRecurrent() ? 1 : config.DecoderLayers, config.HasAttention ? heads : 0);
    }
}
