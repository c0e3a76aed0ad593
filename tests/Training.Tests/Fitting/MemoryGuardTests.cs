using Seq2SeqService.Training.Fitting;

namespace Seq2SeqService.Training.Tests.Fitting;

public sealed class MemoryGuardTests
{
    [Fact]
    public void What_is_free_is_given_back_only_when_three_quarters_are_held()
    {
        var (resident, given) = (500L, 0);
        var guard = new MemoryGuard(held => held == 400 ? 100 : throw new InvalidOperationException(), () => resident, () => (resident, given) = (400, given + 1));
        Assert.Equal(1, given);   // what was freed before does not count

        foreach (var held in new[] { 450L, 475, 476, 475 })
        {
            resident = held;
            guard.Look();
        }

        Assert.Equal(2, given);
    }
}
