namespace Seq2SeqService.EndToEnd.Tests;

/// <summary>Asks until the answer is yes, a bounded number of times; each question is a round trip, so nothing sleeps.</summary>
internal static class Condition
{
    private const int MaxQuestions = 20_000;

    public static async Task MetAsync(Func<Task<bool>> question)
    {
        for (var i = 0; i < MaxQuestions; i++)
        {
            if (await question())
                return;
        }

        Assert.Fail($"The condition was not met after {MaxQuestions} questions.");
    }
}
