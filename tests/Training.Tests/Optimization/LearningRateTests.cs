using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Optimization;

public sealed class LearningRateTests
{
    private readonly OptimizationRecipe _recipe = new() { LearningRate = 0.002, WarmupSteps = 100, Steps = 1000 };

    [Theory]
    [InlineData(1, 0.00002)]
    [InlineData(50, 0.001)]
    [InlineData(100, 0.002)]
    [InlineData(400, 0.001)]
    [InlineData(1000, 0.00063246)]
    public void It_rises_to_the_peak_and_falls_with_the_root_of_the_step(int step, double expected) =>
        Assert.Equal(expected, new LearningRate(_recipe).At(step), 8);

    [Fact]
    public void A_cool_down_ends_near_zero()
    {
        var rate = new LearningRate(_recipe with { CoolDownSteps = 100 });

        Assert.Equal(new LearningRate(_recipe).At(900), rate.At(900), 12);
        Assert.Equal(new LearningRate(_recipe).At(951) / 2, rate.At(951), 12);
        Assert.InRange(rate.At(1000), 1e-9, 1e-5);
    }
}
