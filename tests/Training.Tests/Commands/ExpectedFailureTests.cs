using System.ComponentModel;
using System.Net.Sockets;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class ExpectedFailureTests
{
    [Fact]
    public void Failures_of_sockets_and_processes_are_not_taken_for_libtorchs()
    {
        var (socket, process) = (new SocketException((int)SocketError.AddressNotAvailable), new Win32Exception(2));

        Assert.Equal(socket.Message, ExpectedFailure.Explain(socket));
        Assert.Equal(process.Message, ExpectedFailure.Explain(process));
    }

    [Fact]
    public void Only_a_rank_that_is_lost_without_a_word_is_worth_another_start()
    {
        Assert.Equal(75, ExpectedFailure.ExitCodeOf(new LostRankException("Rank 1 of 2 was lost.")));
        Assert.Equal(1, ExpectedFailure.ExitCodeOf(new LostRankException("Rank 1 of 2 ended: another recipe.") { IsWithoutAWord = false }));
        Assert.Equal(1, ExpectedFailure.ExitCodeOf(new RecipeException("another recipe")));
    }

    [Fact]
    public void A_bug_is_not_explained() => Assert.Null(ExpectedFailure.Explain(new InvalidOperationException("a bug")));
}
