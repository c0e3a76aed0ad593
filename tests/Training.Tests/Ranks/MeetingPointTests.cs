using Seq2SeqService.Torch.Tests.Extras;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Ranks;

public sealed class MeetingPointTests
{
    private static readonly OptimizationRecipe Impatient = new() { RankTimeoutSeconds = 1 };

    [GlooFact]
    public void A_rank_that_does_not_come_is_named_when_the_time_is_over()
    {
        var error = Assert.Throws<LostRankException>(() => MeetingPoint.Join(Place(rank: 0, Worker.FreePort()), Impatient));

        Assert.Equal("Rank 1 of 2 has not come within 1 s.", error.Message);
    }

    [GlooFact]
    public void A_first_rank_that_is_not_there_is_named_with_its_place()
    {
        var port = Worker.FreePort();

        var error = Assert.Throws<LostRankException>(() => MeetingPoint.Join(Place(rank: 1, port), Impatient));

        Assert.Contains($"Rank 0 of 2 was not found: rank 1 does not reach the store at 127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alone_there_is_nobody_to_wait_for()
    {
        using var ranks = MeetingPoint.Join(RankPlace.Alone, Impatient);

        Assert.Equal(7, ranks.FirstSays(() => 7));
        Assert.Equal(0.5, ranks.Sum(0.5));
        Assert.True(ranks.Any(true));
    }

#if TORCH_PACKAGE
    [Fact]
    public void The_official_packages_say_that_they_train_in_one_process()
    {
        var error = Assert.Throws<RecipeException>(() => MeetingPoint.Join(Place(rank: 0, 29500), Impatient));

        Assert.Contains("TorchProvider=own", error.Message, StringComparison.Ordinal);
    }
#endif

    private static RankPlace Place(int rank, int port) => new() { Rank = rank, Size = 2, Address = "127.0.0.1", Port = port };
}
