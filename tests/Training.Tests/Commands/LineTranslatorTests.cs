using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Training.Commands;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class LineTranslatorTests : IDisposable
{
    private static readonly string[] Lines = ["The fox! The dog?", "", " 17 ", "fox"];

    private readonly string _store = Directory.CreateTempSubdirectory("lines-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public void A_model_without_languages_is_given_whole_lines()
    {
        using var model = Open();

        var lines = Translate(model, direction: null);

        var tokenizer = model.Checkpoint.Tokenizer;
        var whole = model.Sentences.Translate([tokenizer.EncodeSource(Lines[0], null)], model.Decoding(1, null) with { MaxLength = 6 }, Cancel);
        Assert.Equal(tokenizer.Decode(whole[0][0].Tokens), lines[0]);
        Assert.Equal("", lines[1]);
        Assert.DoesNotContain("17", lines[2], StringComparison.Ordinal);
        Assert.StartsWith(" ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(" ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_languages_is_given_sentences_and_what_has_no_letter_stays()
    {
        var pair = new LanguagePair("en", "de");
        using var model = Open(pair);

        var lines = Translate(model, pair);

        Assert.Equal(["", " 17 "], lines.Skip(1).Take(2));
        Assert.NotEqual(Lines[3], lines[3]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private OpenedModel Open(params LanguagePair[] directions)
    {
        var version = CheckpointPublisher.Publish(_store, "tiny", TinyModel.Contents(seed: 1) with { Directions = directions }, "1");
        return new OpenedModel(version.Directory, threads: 1);
    }

    private static IReadOnlyList<string> Translate(OpenedModel model, LanguagePair? direction) =>
        new LineTranslator(model, direction, model.Decoding(1, null) with { MaxLength = 6 }).Translate(Lines, Cancel);
}
