using Seq2SeqService.Cli.Input;

namespace Seq2SeqService.Cli.Tests;

public sealed class GlossaryFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Terms_are_read_line_by_line()
    {
        await File.WriteAllTextAsync(_path, "# ours\nstation\tHaltestelle\n\nAcme Cloud\tAcme Cloud\n", Cancel);

        var terms = await GlossaryFile.ReadAsync(_path, Cancel);

        Assert.Equal([("station", "Haltestelle"), ("Acme Cloud", "Acme Cloud")], terms.Select(term => (term.Key, term.Value)));
    }

    [Theory]
    [InlineData("station Haltestelle", "write a term, a tab and its translation")]
    [InlineData("station\t", "write a term, a tab and its translation")]
    [InlineData("a\tb\tc", "write a term, a tab and its translation")]
    [InlineData("a\tb\na\tc", "line 2: the term 'a' was there already")]
    public async Task A_faulty_line_is_named(string text, string fault)
    {
        await File.WriteAllTextAsync(_path, text, Cancel);

        var error = await Assert.ThrowsAsync<UsageException>(() => GlossaryFile.ReadAsync(_path, Cancel));

        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }
}
