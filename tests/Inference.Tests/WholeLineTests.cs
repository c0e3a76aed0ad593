using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests;

/// <summary>Models without languages, which are given the lines of a text as they stand.</summary>
public sealed class WholeLineTests : IAsyncDisposable
{
    private readonly Serving _serving = new();

    public WholeLineTests() => _serving.PublishCouplets();

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task A_model_without_languages_is_given_whole_lines_whatever_they_hold()
    {
        const string Text = " 今天天气很好。谢谢。\n\n你好。再见。\r\n0123\n";
        var sources = new List<int[]>();
        _serving.Engines["1"].Encoding = sources.AddRange;

        var result = await _serving.TranslateAsync(
            new TranslationRequest { Texts = [Text], Model = "couplets" });

        Assert.Equal(Text, result.Texts[0].Text);
        Assert.Equal(3, sources.Count);
        Assert.All(sources, source => Assert.NotEqual(TestModels.TagId, source[0]));
    }

    [Fact]
    public async Task A_model_without_languages_answers_by_its_name()
    {
        var result = await _serving.TranslateAsync(new TranslationRequest { Texts = ["今天天气很好"], Model = "couplets" });

        Assert.Equal("今天天气很好", result.Texts[0].Text);
        Assert.Empty(Assert.Single(_serving.Store.Models, model => model.Name == "couplets").Directions);
    }
}
