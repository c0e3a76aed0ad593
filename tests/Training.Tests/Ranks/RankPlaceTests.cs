using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Ranks;

public sealed class RankPlaceTests
{
    [Fact]
    public void The_variables_of_a_launcher_say_which_process_this_is()
    {
        var place = Read(("RANK", "5"), ("WORLD_SIZE", "8"), ("LOCAL_RANK", "1"), ("LOCAL_WORLD_SIZE", "4"), ("MASTER_ADDR", "node-0"), ("MASTER_PORT", "29500"));

        Assert.Equal((5, 8, 1, 4, "node-0", 29500, false), (place.Rank, place.Size, place.LocalRank, place.LocalSize, place.Address, place.Port, place.IsStoreServed));
        Assert.Equal("cuda:1", place.DeviceOf("cuda"));
        Assert.Equal("cuda:3", place.DeviceOf("cuda:3"));
        Assert.Equal("cpu", place.DeviceOf("cpu"));
    }

    [Fact]
    public void A_store_of_torchrun_is_not_served_again()
    {
        var place = Read(
            ("RANK", "0"), ("WORLD_SIZE", "2"), ("MASTER_ADDR", "::1"), ("MASTER_PORT", "29500"), ("TORCHELASTIC_USE_AGENT_STORE", "True"), ("TORCHELASTIC_RESTART_COUNT", "2"));

        Assert.Equal((true, "2", true), (place.IsStoreServed, place.Attempt, place.IsOnLoopback));
    }

    [Fact]
    public void Without_a_world_or_in_one_of_its_own_a_process_is_alone()
    {
        Assert.Equal(RankPlace.Alone, Read());
        Assert.Equal(RankPlace.Alone, Read(("WORLD_SIZE", "1"), ("RANK", "0"), ("LOCAL_RANK", "0")));
        Assert.Equal("cuda", RankPlace.Alone.DeviceOf("cuda"));
    }

    [Theory]
    [InlineData("RANK", "2", "RANK is '2': a whole number from 0 to 1.")]
    [InlineData("RANK", null, "RANK is not set")]
    [InlineData("RANK", "-1", "RANK is '-1'")]
    [InlineData("WORLD_SIZE", "two", "WORLD_SIZE is 'two'")]
    [InlineData("WORLD_SIZE", "0", "WORLD_SIZE is '0'")]
    [InlineData("WORLD_SIZE", null, "RANK is set, but WORLD_SIZE is not")]
    [InlineData("MASTER_ADDR", null, "MASTER_ADDR is not set")]
    [InlineData("MASTER_PORT", "70000", "MASTER_PORT is '70000'")]
    [InlineData("MASTER_PORT", null, "MASTER_PORT is not set")]
    [InlineData("LOCAL_RANK", "x", "LOCAL_RANK is 'x'")]
    [InlineData("LOCAL_WORLD_SIZE", "3", "LOCAL_WORLD_SIZE is '3'")]
    public void A_variable_that_cannot_be_used_is_named(string name, string? value, string message)
    {
        var good = new Dictionary<string, string?> { ["RANK"] = "1", ["WORLD_SIZE"] = "2", ["MASTER_ADDR"] = "localhost", ["MASTER_PORT"] = "29500" };
        good[name] = value;

        var error = Assert.Throws<RecipeException>(() => RankPlace.Read(good.GetValueOrDefault));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static RankPlace Read(params (string Name, string Value)[] variables) =>
        RankPlace.Read(variables.ToDictionary(variable => variable.Name, variable => (string?)variable.Value).GetValueOrDefault);
}
