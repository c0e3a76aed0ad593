using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class VersionOrderTests
{
    [Theory]
    [InlineData("9", "10")]
    [InlineData("v1.9", "v1.10")]
    [InlineData("20260131-120000", "20260131-120001")]
    [InlineData("20260131-120000", "20260131-120000-2")]
    [InlineData("20260131-120000-9", "20260131-120000-10")]
    [InlineData("20260131-120000-9", "20260131-120001")]
    [InlineData("1", "a")]
    [InlineData("99999999999999999999998", "99999999999999999999999")]
    public void The_older_name_sorts_first(string older, string newer)
    {
        Assert.True(VersionOrder.Instance.Compare(older, newer) < 0);
        Assert.True(VersionOrder.Instance.Compare(newer, older) > 0);
        Assert.Equal(0, VersionOrder.Instance.Compare(newer, newer));
    }

    [Fact]
    public void Names_of_equal_value_are_still_told_apart() => Assert.NotEqual(0, VersionOrder.Instance.Compare("01", "1"));
}
