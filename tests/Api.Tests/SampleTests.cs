using Seq2SeqService.Api.Logging;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

public sealed class SampleTests
{
    private const string TwoLines = """{"q":["Hello\n12:00 forged line","World"],"source":"en","target":"de"}""";

    [Fact]
    public async Task Texts_are_sampled_by_setting_and_cannot_look_like_lines_of_the_log()
    {
        await using var service = new Service { Settings = { ["Api:Log:SampleTexts"] = "1" } };

        await service.PostAsync(TwoLines);

        var samples = service.Log.Lines.Where(line => line.Category == TextSamples.Category).Select(line => line.Message).ToList();
        Assert.Contains("Api:Log:SampleTexts", samples[0], StringComparison.Ordinal);
        Assert.Equal(["""
            "Hello\n12:00 forged line" became "HELLO\n12:00 FORGED LINE"
            """, "\"World\" became \"WORLD\""], samples[1..]);
    }

    [Fact]
    public async Task Without_the_setting_no_text_is_logged()
    {
        await using var service = new Service();

        await service.PostAsync(TwoLines);

        Assert.DoesNotContain(service.Log.Lines, line => line.Category == TextSamples.Category);
    }
}
