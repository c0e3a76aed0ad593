using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Objectives;

public sealed class TeacherForcingTests
{
    [Theory]
    [InlineData(1, 0.995)]
    [InlineData(100, 0.5)]
    [InlineData(150, 0.25)]
    [InlineData(200, 0)]
    [InlineData(9999, 0)]
    public void A_linear_schedule_falls_evenly_and_then_stays(int step, double ratio) =>
        Assert.Equal(ratio, new TeacherForcing(new TeacherForcingRecipe { Schedule = "linear", Steps = 200 }).RatioAt(step), 1e-12);

    [Fact]
    public void A_linear_schedule_ends_at_its_final_ratio() =>
        Assert.Equal(0.25, new TeacherForcing(new TeacherForcingRecipe { Schedule = "linear", Steps = 10, Final = 0.25 }).RatioAt(11), 1e-12);

    [Fact]
    public void An_inverse_sigmoid_is_nearly_one_at_first_a_half_at_k_ln_k_and_never_below_its_final_ratio()
    {
        var forcing = new TeacherForcing(new TeacherForcingRecipe { Schedule = "inverseSigmoid", K = 100, Final = 0.2 });

        Assert.InRange(forcing.RatioAt(1), 0.98, 1);
        Assert.Equal(0.5, forcing.RatioAt((int)(100 * Math.Log(100))), 1e-2);
        Assert.Equal(0.2, forcing.RatioAt(1_000_000));
    }

    [Fact]
    public void A_constant_schedule_stays_at_its_ratio() =>
        Assert.Equal(0.5, new TeacherForcing(new TeacherForcingRecipe { Ratio = 0.5 }).RatioAt(77));
}
