using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Tests that draw members at random are worth what is drawn.</summary>
public sealed class RandomMembersTests
{
    [Fact]
    public void The_first_members_hold_every_pair_of_sides_and_every_choice_of_a_recurrent_decoder()
    {
        ModelConfig[] members = [.. Enumerable.Range(0, RandomMembers.Enough).Select(RandomMembers.Of)];
        ModelConfig[] recurrent = [.. members.Where(member => member.DecoderKind.IsRecurrent())];
        ModelConfig[] blind = [.. recurrent.Where(member => member.Attention == AttentionKind.None)];
        var kinds = Enum.GetValues<LayerKind>();

        Assert.Equal(kinds.Length * kinds.Length, members.Select(member => (member.EncoderKind, member.DecoderKind)).Distinct().Count());
        Assert.Equal(
            Enum.GetValues<AttentionKind>().Length * 2 - 1,
            recurrent.Select(member => (member.Attention, member.InputFeeding)).Distinct().Count());
        Assert.Equal(
            ((Enum.GetValues<ContextKind>().Length - 1) * Enum.GetValues<ContextUse>().Length) + 1,   // states are used in one place
            blind.SelectMany(member => member.ContextUses.Select(use => (member.Context, use))).Distinct().Count());
        Assert.Equal(
            [LayerKind.Rnn, LayerKind.Gru, LayerKind.Lstm],
            recurrent.Where(member => member.ContextUses.Count > 0 && member.Context == ContextKind.States).Select(member => member.EncoderKind).Distinct().Order());
        Assert.Contains(members, member => member.ModelType == ModelConfig.DecoderOnly && member.BidirectionalSource);
        Assert.Contains(members, member => member.ModelType == ModelConfig.DecoderOnly && !member.BidirectionalSource);
        Assert.Contains(members, member => member.ReverseSource && member.BidirectionalEncoder);
        Assert.Contains(members, member => member.ReverseSource && !member.BidirectionalEncoder);
    }
}
