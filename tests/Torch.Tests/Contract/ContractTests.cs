using TorchSharp;

namespace Seq2SeqService.Torch.Tests.Contract;

public sealed class ContractTests
{
    [Fact]
    public void The_binding_has_every_member_of_the_list()
    {
        var missing = MemberList.Read().Except(PublicSurface.Of(typeof(torch).Assembly));

        None(missing);
    }

#if !TORCH_PACKAGE
    [Fact]
    public void The_binding_offers_nothing_that_the_list_does_not_have()
    {
        var invented = PublicSurface.Of(typeof(torch).Assembly).Except(MemberList.Read()).Where(member => !MemberList.IsExtra(member));

        None(invented);
    }
#endif

    [Theory]
    [InlineData("Networks")]
    [InlineData("Training")]
    [InlineData("Inference")]
    public void A_room_uses_only_members_of_the_list(string room)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"Seq2SeqService.{room}.dll");
        var library = typeof(torch).Assembly.GetName().Name!;

        var used = ReferencedMembers.Of(path, library);

        Assert.NotEmpty(used);
        None(used.Except(MemberList.Read()).Where(member => !MemberList.IsExtra(member)));
    }

    private static void None(IEnumerable<string> members)
    {
        var lines = members.Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }
}
