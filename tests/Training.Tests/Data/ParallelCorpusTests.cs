using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Data;

public sealed class ParallelCorpusTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    [Fact]
    public void Both_ways_reads_each_pair_in_each_direction()
    {
        var corpus = Corpus("one\ntwo\n", "eins\r\nzwei");

        Assert.Equal(
            [new("one", "eins", "de", "en"), new("two", "zwei", "de", "en"), new("eins", "one", "en", "de"), new("zwei", "two", "en", "de")],
            ParallelCorpus.Read([corpus with { BothWays = true }]));
    }

    [Fact]
    public void A_line_separator_inside_a_sentence_does_not_end_the_line() =>
        Assert.Single(ParallelCorpus.Read([Corpus("one\u2028still\u0085one\n", "eins\n")]));

    [Fact]
    public void Files_of_different_length_are_refused_with_both_counts()
    {
        var error = Assert.Throws<RecipeException>(() => ParallelCorpus.Read([Corpus("one\ntwo\n", "eins\n")]).ToList());

        Assert.Matches("2 lines.* 1;", error.Message);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_with_the_file()
    {
        var corpus = Corpus("one\n", "eins\n");
        File.WriteAllBytes(corpus.Target, [0x66, 0xFC, 0x72, 0x0A]);

        var error = Assert.Throws<RecipeException>(() => ParallelCorpus.Read([corpus]).ToList());

        Assert.Contains(corpus.Target, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("missing.en", Assert.Throws<RecipeException>(
            () => ParallelCorpus.Read([new CorpusRecipe { Source = "missing.en", Target = "missing.de" }]).ToList()).Message, StringComparison.Ordinal);

    [Fact]
    public void Columns_of_a_tab_separated_file_are_chosen_by_number()
    {
        var path = Path.Combine(_directory.FullName, "replies.tsv");
        File.WriteAllText(path, "1\thi\thello \"you\"\r\n2\tbye\tsee you\n");
        var text = new CorpusRecipe { Tsv = path, SourceColumn = 2, TargetColumn = 3 };

        Assert.Equal([new("hi", "hello \"you\"", null), new("bye", "see you", null)], ParallelCorpus.Read([text]));
        Assert.Equal([new("hello \"you\"", "hi", null), new("see you", "bye", null)], ParallelCorpus.Read([text.Reversed()]));
        Assert.Equal(new SentencePair("1", "hi", null), ParallelCorpus.Read([new CorpusRecipe { Tsv = path }]).First());
    }

    [Fact]
    public void A_line_without_a_column_is_refused_with_file_and_line()
    {
        var path = Path.Combine(_directory.FullName, "replies.tsv");
        File.WriteAllText(path, "hi\thello\nbye\n");

        var error = Assert.Throws<RecipeException>(() => ParallelCorpus.Read([new CorpusRecipe { Tsv = path }]).ToList());

        Assert.Contains($"{path}, line 2: it has 1 columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_alone_is_its_own_target() =>
        Assert.Equal([new("one", "one", null, "en")], ParallelCorpus.Read([Corpus("one\n", "eins\n") with { Target = "", TargetLanguage = "" }]));

    public void Dispose() => _directory.Delete(recursive: true);

    private CorpusRecipe Corpus(string source, string target)
    {
        var corpus = new CorpusRecipe
        {
            Source = Path.Combine(_directory.FullName, "text.en"), Target = Path.Combine(_directory.FullName, "text.de"),
            SourceLanguage = "en", TargetLanguage = "de",
        };
        File.WriteAllText(corpus.Source, source);
        File.WriteAllText(corpus.Target, target);
        return corpus;
    }
}
