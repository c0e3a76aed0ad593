using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Tests.Models;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Tests.Texts;

/// <summary>With the vocabulary of <see cref="TestModels"/>: it has no K, X, %, € nor brackets.</summary>
public sealed class ReadabilityTests
{
    private readonly Readability _readability = new(TestModels.Tokenizer);

    [Theory]
    [InlineData("The lazy dog.")]
    [InlineData("The dog of [Kyiv], an [X-ray]!")]
    [InlineData("[50%] of [5 €], [12,5 €]; ([1/2])")]
    [InlineData("the [ÜBER]fox", "the [ÜBERfox]")]
    [InlineData("你好[龘]再见[韩国]。")]
    [InlineData("over / the (lazy) & dog")]
    [InlineData("the {0}dog of [$a$1], {2} fox")]
    public void Words_that_the_vocabulary_lacks_are_found(string marked, string? expected = null)
    {
        expected ??= marked;
        var text = expected.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var found = text;
        foreach (var span in _readability.UnknownWords(text, VerbatimSpans.Find(text)).Reverse())
            found = $"{found[..span.Start]}[{found[span.Start..span.End]}]{found[span.End..]}";

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("(the fox)", "the fox")]
    [InlineData(" the fox: ", "the fox")]
    [InlineData("the fox.", "the fox.")]
    [InlineData("[]", "")]
    public void Marks_at_the_ends_that_it_lacks_stay_outside(string text, string inner)
    {
        var (start, end) = _readability.WithoutUnknownMarks(text);

        Assert.Equal(inner, text[start..end]);
    }
}
