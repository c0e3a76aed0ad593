using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Networks.Tests;

/// <summary>A member of the family: what of a configuration is given by its name; the rest is random and small.</summary>
internal sealed record Member(string Name, Func<ModelConfig, ModelConfig> Choose)
{
    private static readonly LayerKind[] Kinds = Enum.GetValues<LayerKind>();
    private static readonly LayerKind[] Recurrent = [.. Kinds.Where(kind => kind.IsRecurrent())];

    public static IReadOnlyList<Member> All { get; } = [.. Marian(), .. Pairs(), .. Contexts(), .. HandedOnStates(), .. Attentions(), .. Reversed(), .. PrefixModels()];

    private static IEnumerable<Member> Marian() =>
        from learned in new[] { false, true }
        from before in new[] { false, true }
        select new Member(
            $"marian {(learned ? "learned" : "static")} {(before ? "pre-norm" : "post-norm")}",
            c => c with { ModelType = ModelConfig.Marian, StaticPositions = !learned, NormalizeBefore = before });

    private static IEnumerable<Member> Pairs() =>
        from encoder in Kinds
        from decoder in Kinds
        where (encoder, decoder) != (LayerKind.Transformer, LayerKind.Transformer)
        from attention in decoder.IsRecurrent() ? new[] { AttentionKind.None, AttentionKind.Additive } : [AttentionKind.None]
        select new Member(
            $"{encoder} to {decoder}{(attention == AttentionKind.None ? "" : ", attending")}",
            c => c with { EncoderKind = encoder, DecoderKind = decoder, Attention = attention });

    private static IEnumerable<Member> Contexts() =>
        from context in Enum.GetValues<ContextKind>()
        where context != ContextKind.States
        from uses in Enumerable.Range(1, 7)
        from decoder in Recurrent
        select new Member(
            $"{decoder} with {context} as {string.Join('+', Uses(uses))}",
            c => c with { EncoderKind = LayerKind.Gru, DecoderKind = decoder, Context = context, ContextUses = Uses(uses) });

    private static IEnumerable<Member> HandedOnStates() =>
        from kind in Recurrent
        from attention in new[] { AttentionKind.None, AttentionKind.General }
        select new Member(
            $"{kind} begun by the states of all layers{(attention == AttentionKind.None ? "" : ", attending")}",
            c => c with
            {
                EncoderKind = kind, DecoderKind = kind, EncoderLayers = c.DecoderLayers, EncoderHidden = c.DecoderHidden, BidirectionalEncoder = false,
                ReverseSource = true, Context = ContextKind.States, ContextUses = [ContextUse.State], Attention = attention,
            });

    private static IEnumerable<Member> Attentions() =>
        from attention in Enum.GetValues<AttentionKind>().Skip(1)
        from fed in new[] { false, true }
        from decoder in Recurrent
        from state in new[] { false, true }
        select new Member(
            $"{decoder} attending by {attention}{(fed ? ", fed" : "")}{(state ? ", from the context" : "")}",
            c => c with
            {
                EncoderKind = LayerKind.Lstm, DecoderKind = decoder, Attention = attention, InputFeeding = fed, ContextUses = state ? [ContextUse.State] : [],
            });

    private static IEnumerable<Member> Reversed() =>
        from encoder in Recurrent
        from both in new[] { false, true }
        select new Member(
            $"{encoder} reading {(both ? "both ways " : "")}from the end",
            c => c with { EncoderKind = encoder, DecoderKind = LayerKind.Gru, ReverseSource = true, BidirectionalEncoder = both, Attention = AttentionKind.General });

    private static IEnumerable<Member> PrefixModels() =>
        from bidirectional in new[] { false, true }
        from before in new[] { false, true }
        from learned in new[] { false, true }
        select new Member(
            $"prefix model {(bidirectional ? "bidirectional" : "causal")} {(before ? "pre-norm" : "post-norm")} {(learned ? "learned" : "static")}",
            c => c with
            {
                ModelType = ModelConfig.DecoderOnly, BidirectionalSource = bidirectional, NormalizeBefore = before, StaticPositions = !learned,
                SharedEmbeddings = true,
            });

    private static ContextUse[] Uses(int bits) => [.. Enum.GetValues<ContextUse>().Where(use => (bits & (1 << (int)use)) != 0)];
}
