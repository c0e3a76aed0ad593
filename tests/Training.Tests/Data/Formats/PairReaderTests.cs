using System.IO.Compression;
using System.IO.Pipes;
using System.Text;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Data.Formats;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Data.Formats;

public sealed class PairReaderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    [Fact]
    public void Packed_files_are_read_like_plain_ones()
    {
        var plain = new CorpusRecipe { Source = Write("a.en", "one\ntwo\n"), Target = Write("a.de", "eins\nzwei\n") };
        var packed = new CorpusRecipe { Source = Pack("b.en", "one\ntwo\n"), Target = Pack("b", "eins\nzwei\n") };

        Assert.Equal(PairReader.Read(plain), PairReader.Read(packed));
        Assert.Equal([("x", "y")], PairReader.Read(new CorpusRecipe { Tsv = Pack("c.tsv.gz", "x\ty\n") }));
    }

    [Fact]
    public void A_damaged_archive_is_an_error_that_names_it()
    {
        var path = Pack("damaged.gz", string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i * 7919}\n")));
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2, 40).Fill(0xFF);
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<RecipeException>(() => LineFile.Lines(path).Count());

        Assert.Contains("damaged.gz", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1.0, 4)]
    public void An_archive_that_is_cut_short_is_an_error_that_names_it(double share, int bytesLess)
    {
        var path = Pack("short.gz", string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i * 7919}\n")));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..((int)(share * bytes.Length) - bytesLess)]);

        var error = Assert.Throws<RecipeException>(() => LineFile.Lines(path).Count());

        Assert.Matches("short\\.gz: its gzip data is damaged or cut short behind line [0-9]+", error.Message);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_and_what_follows_must_be_UTF_8_all_the_same()
    {
        var path = Write("marked.txt", "");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "one\n"u8]);
        Assert.Equal(["one"], LineFile.Lines(path));
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "one\nf"u8, 0xFC, .. "r\n"u8]);

        var error = Assert.Throws<RecipeException>(() => LineFile.Lines(path).Count());

        Assert.Contains("marked.txt: not valid UTF-8 behind line 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_refused_as_a_text_is_read_more_than_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes have names below /proc on Linux alone.");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.GetClientHandleAsString()}";

        var error = Assert.Throws<RecipeException>(() => LineFile.Lines(path).Count());

        Assert.Contains($"{path} is a pipe", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_lines_are_read_by_the_names_of_their_fields()
    {
        var path = Write("pairs.jsonl", """
            {"source": "a\nb", "target": "c", "id": 1}

            {"target": "ü", "source": "d"}

            """);
        var nested = Write("nested.jsonl", """{"translation": {"en": "one", "de": "eins"}}""");
        var text = new CorpusRecipe { Jsonl = nested, SourceField = "translation.en", TargetField = "translation.de" };

        Assert.Equal([("a b", "c"), ("d", "ü")], PairReader.Read(new CorpusRecipe { Jsonl = path }));
        Assert.Equal([("one", "eins")], PairReader.Read(text));
        Assert.Equal([("eins", "one")], PairReader.Read(text.Reversed()));
    }

    [Theory]
    [InlineData("""{"source": "a"}""", "no 'target'")]
    [InlineData("""{"source": "a", "target": 5}""", "'target' is no text")]
    [InlineData("""{"source": "a", """, "no JSON")]
    [InlineData("""["a", "b"]""", "no 'source'")]
    [InlineData("""{"source": "ok \ud83d", "target": "x"}""", "no JSON")]
    [InlineData("""{"source": "x", "target": "\udc00"}""", "no JSON")]
    public void A_line_that_is_no_pair_is_refused_with_file_and_line(string line, string reason)
    {
        var path = Write("bad.jsonl", """{"source": "a", "target": "b"}""" + "\n" + line);

        var error = Assert.Throws<RecipeException>(() => PairReader.Read(new CorpusRecipe { Jsonl = path }).ToList());

        Assert.Contains("bad.jsonl, line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_of_a_translation_memory_with_both_languages_are_pairs()
    {
        var path = Pack("memory.tmx.gz", """
            <?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
            <tmx version="1.4"><header/><body>
              <tu><tuv xml:lang="en-GB"><seg>Press <bpt i="1">&lt;b&gt;</bpt>OK<ept i="1">&lt;/b&gt;</ept><ph/>
            now &amp; <hi>here</hi></seg></tuv><tuv xml:lang="DE"><note>x</note><seg>Jetzt OK</seg></tuv><tuv xml:lang="de"><seg>Zweite</seg></tuv></tu>
              <tu><tuv xml:lang="en"><seg>Alone</seg></tuv></tu>
              <tu><tuv lang="den"><seg>Other</seg></tuv><tuv lang="de"><seg>Zwei</seg></tuv><tuv lang="en"><seg>Two</seg></tuv></tu>
            </body></tmx>
            """);
        var text = new CorpusRecipe { Tmx = path, SourceLanguage = "en", TargetLanguage = "de" };

        Assert.Equal([("Press OK now & here", "Jetzt OK"), ("Two", "Zwei")], PairReader.Read(text));
        Assert.Equal([("Jetzt OK", "Press OK now & here"), ("Zwei", "Two")], PairReader.Read(text.Reversed()));
    }

    [Fact]
    public void A_memory_that_breaks_off_is_an_error_that_names_it()
    {
        var text = new CorpusRecipe { Tmx = Write("broken.tmx", "<tmx><body><tu><tuv>"), SourceLanguage = "en", TargetLanguage = "de" };

        Assert.Contains("broken.tmx", Assert.Throws<RecipeException>(() => PairReader.Read(text).ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_read_one_by_one()
    {
        var path = Write("long.txt", string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i}\r\n")) + "last");

        Assert.Equal("line 0", LineFile.Lines(path).First());
        Assert.Equal(40_001, LineFile.Lines(path).Count());
        Assert.Equal("line 39999", LineFile.Lines(path).ElementAt(39_999));
        Assert.Equal("last", LineFile.Lines(path).Last());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Pack(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
