using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class BatchBudgetTests
{
    [Fact]
    public void The_engine_says_how_many_rows_are_enough_where_no_setting_does() => Assert.Equal(64, Budget(rows: null).Rows);

    [Theory]
    [InlineData(8)]
    [InlineData(512)]
    public void A_setting_goes_before_what_the_engine_says(int rows) => Assert.Equal(rows, Budget(rows).Rows);

    [Fact]
    public void Memory_that_was_short_makes_less_of_either()
    {
        var tooMuch = BatchLoad.Nothing.With(new Job(new int[10], new() { BeamSize = 32 }, TestContext.Current.CancellationToken));
        foreach (var budget in (BatchBudget[])[Budget(rows: null), Budget(rows: 512)])
        {
            Assert.True(budget.Halve(tooMuch));
            Assert.Equal(16, budget.Rows);
        }
    }

    private static BatchBudget Budget(int? rows) => new(new() { MaxBatchRows = rows }, padsSources: false, enoughRows: 64);
}
