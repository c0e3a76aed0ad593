using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Marian;

namespace Seq2SeqService.Core.Tests.Interchange;

public sealed class MarianTextTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Vocabularies_are_read_with_all_their_quotes()
    {
        File.WriteAllText(_path, """
            "</s>": 0
            <unk>: 1
            "\"": 2
            "\\": 3
            '''': 4
            ":": 5
            ▁the: 6
            "\u2581no": 7
            "\x85": 8
            ? "long piece"
            : 9
            ~: 10
            #: 11

            """);

        Assert.Equal(["</s>", "<unk>", "\"", "\\", "'", ":", "▁the", "▁no", "\u0085", "long piece", "~", "#"], MarianVocabulary.Read(_path));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        string[] pieces = ["</s>", "<unk>", "\"", "\\", "a: b", "'", "\u0085", "\u2028", "\ufeff", "▁né", "👍", "\t", "\\u0041", "? x", "- y"];
        File.WriteAllText(_path, MarianVocabulary.Write(pieces));

        Assert.Equal(pieces, MarianVocabulary.Read(_path));
    }

    [Theory]
    [InlineData("a: 0\nb: 0\n", "the id 0")]
    [InlineData("a: 0\nb: 7\n", "the id 7")]
    [InlineData("a 0\n", "'a 0'")]
    [InlineData("a: -1\n", "'a: -1'")]
    [InlineData("a: 99999999999\n", "'a: 99999999999'")]
    [InlineData("\"\\uD800\": 0\n", "no character")]
    public void Lists_that_are_no_vocabulary_are_refused(string text, string named)
    {
        File.WriteAllText(_path, text);

        Assert.Contains(named, Assert.Throws<CheckpointException>(() => MarianVocabulary.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_read_as_Marian_writes_them()
    {
        var options = MarianOptions.Parse("""
            # trained with v1.9.0
            type: transformer
            dim-vocabs:
              - 100
              - 100
            transformer-preprocess: ""
            transformer-postprocess: "dan"
            skip: false
            tied: true
            after-batches: 0
            train-sets: [a.en, 'b.de']
            nested:
              deeper: 7
            """, "special:model.yml");

        Assert.Equal("transformer", options.Text("type", ""));
        Assert.Equal(["100", "100"], options.All("dim-vocabs"));
        Assert.Equal("", options.Text("transformer-preprocess", "n"));
        Assert.Equal("dan", options.Text("transformer-postprocess", ""));
        Assert.Equal(["a.en", "b.de"], options.All("train-sets"));
        Assert.True(options.Is("tied"));
        Assert.Equal(6, options.Number("enc-depth", 6, 100));
        Assert.Empty(options.All("deeper"));
    }

    [Fact]
    public void Options_of_any_text_do_no_harm()
    {
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            MarianOptions.Parse(Encoding.UTF8.GetString(bytes), "decoder.yml");
        }
    }
}
