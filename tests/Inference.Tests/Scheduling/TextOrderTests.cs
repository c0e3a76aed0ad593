using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Scheduling;

/// <summary>Sentences are shuffled into batches by length and beam; every text gets its own back, each once, in their order.</summary>
public sealed class TextOrderTests
{
    private static readonly string[] Words = ["quick", "brown", "fox", "jumps", "over", "lazy", "dog", "zebras", "vexingly", "daft"];

    [Theory]
    [InlineData(Joining.Continuous, 1)]
    [InlineData(Joining.Continuous, 3)]
    [InlineData(Joining.Static, 1)]
    public async Task Texts_that_arrive_together_come_back_whole_and_in_order(Joining joining, int replicas)
    {
        var scheduler = new SchedulerOptions { Joining = joining, MaxBatchRows = 12, MaxBatchTokens = 120 };
        await using var serving = new Serving(new InferenceOptions { Replicas = replicas }, scheduler, new EchoEngines { CanReplicate = true });
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        var random = new Random(replicas);
        var requests = Enumerable.Range(0, 25).Select(_ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(random)).ToArray()).ToArray();

        var answers = await Task.WhenAll(requests.Select((texts, i) => Task.Run(() => serving.TranslateAsync(new TranslationRequest
        {
            Texts = texts, Source = "en", Target = "de", Decoding = model => model with { BeamSize = 1 + (i % 5) },
        }))));

        Assert.Equal(requests, answers.Select(answer => answer.Texts.Select(text => text.Text).ToArray()));
    }

    private static string Text(Random random) => string.Join(" ", Enumerable.Range(0, random.Next(1, 7)).Select(_ => Sentence(random)));

    private static string Sentence(Random random) => "The " + string.Join(" ", Enumerable.Range(0, random.Next(1, 8)).Select(_ => Words[random.Next(Words.Length)])) + ".";
}
