using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Tests.Texts;

public sealed class SentenceSpacingTests
{
    [Theory]
    [InlineData("你好。", "Hello.", "Goodbye.", true)]
    [InlineData("你好。", "こんにちは。", "さようなら。", false)]
    [InlineData("foo", "bar", "baz", false)]
    [InlineData("你好。", "", "Goodbye.", false)]
    [InlineData("안녕.", "Hello.", "Goodbye.", false)]
    public void Is_missing_only_where_the_source_writes_none_and_the_target_does(string source, string translated, string next, bool missing)
    {
        Assert.Equal(missing, SentenceSpacing.IsMissing(source, translated, next));
    }
}
