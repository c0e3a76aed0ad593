using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Text;

/// <summary>The hard cases of <c>sentences.tsv</c>, by which the rules were compared with ICU's.</summary>
public sealed class HardSentencesTests
{
    [Fact]
    public void Sentences_of_hard_cases_end_where_a_reader_ends_them()
    {
        foreach (var (text, ends) in Cases(known: true))
            Assert.Equal(ends, Ends(text));
    }

    [Fact]
    public void What_is_listed_as_unsolved_is_unsolved()
    {
        var unsolved = Cases(known: false).ToList();

        Assert.InRange(unsolved.Count, 1, 5);
        Assert.All(unsolved, item => Assert.NotEqual(item.Ends, Ends(item.Text)));
    }

    private static IEnumerable<(string Text, string Ends)> Cases(bool known) =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Text", "sentences.tsv"))
        where line.Length > 0 && line[0] != '#' && (line[0] == '-') != known
        let marked = line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]
        select (marked.Replace("|", "", StringComparison.Ordinal), marked.Replace("| ", "|", StringComparison.Ordinal));

    private static string Ends(string text) =>
        string.Join('|', SentenceBoundaries.Ends(text, 0, text.Length)
            .Aggregate((Sentences: new List<string>(), From: 0), (done, end) => ([.. done.Sentences, text[done.From..end].TrimStart()], end)).Sentences);
}
