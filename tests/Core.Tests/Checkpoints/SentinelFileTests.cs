using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class SentinelFileTests : IDisposable
{
    private static readonly Sentinel House = new("en", "de", "A \"small\" house.", "Ein „kleines“ Haus.", "Ein Haus.", 41.27);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_published_version_gives_back_its_sentinels_and_others_have_none()
    {
        IReadOnlyList<Sentinel> sentinels = [House, House with { Output = "", Chrf = 0 }];

        Assert.Equal(sentinels, Published(SentinelFile.ToBytes(sentinels)).ReadSentinels());
        Assert.Empty(CheckpointPublisher.Publish(_directory.Path, "plain", SampleCheckpoint.Contents, "1").ReadSentinels());
    }

    [Fact]
    public void A_model_without_languages_has_sentinels_without_languages()
    {
        var sentinel = House with { SourceLanguage = null, TargetLanguage = null };
        var contents = SampleCheckpoint.Contents with { Directions = [], ExtraFiles = [CheckpointFile.Of(CheckpointFiles.Sentinels, SentinelFile.ToBytes([sentinel]))] };

        Assert.Equal(sentinel, Assert.Single(CheckpointPublisher.Publish(_directory.Path, "replies", contents, "1").ReadSentinels()));
        Refused("has no direction without languages", Encoding.UTF8.GetString(SentinelFile.ToBytes([sentinel])));
    }

    [Theory]
    [InlineData("line 1", "[]")]
    [InlineData("line 1", "null")]
    [InlineData("line 1", "")]
    [InlineData("line 1", """{"source_language":"en","target_language":"de","source":7,"reference":"b","output":"c","chrf":1}""")]
    [InlineData("both languages", """{"source_language":"en","source":"a","reference":"b","output":"c","chrf":1}""")]
    [InlineData("no direction de-en", """{"source_language":"de","target_language":"en","source":"a","reference":"b","output":"c","chrf":1}""")]
    [InlineData("source and reference", """{"source_language":"en","target_language":"de","source":" ","reference":"b","output":"c","chrf":1}""")]
    [InlineData("source and reference", """{"source_language":"en","target_language":"de","source":"a","output":"c","chrf":1}""")]
    [InlineData("output must", """{"source_language":"en","target_language":"de","source":"a","reference":"b","chrf":1}""")]
    [InlineData("between 0 and 100", """{"source_language":"en","target_language":"de","source":"a","reference":"b","output":"c","chrf":101}""")]
    [InlineData("line 1", """{"source_language":"en","target_language":"de","source":"a","reference":"b","output":"c","chrf":NaN}""")]
    [InlineData("line 1", """{"source_language":"en","target_language":"de","source":"\ud800","reference":"b","output":"c","chrf":1}""")]
    public void What_cannot_be_a_sentinel_is_refused_with_its_line(string because, string line) => Refused(because, line + "\n");

    [Fact]
    public void The_line_at_fault_is_counted()
    {
        var good = Encoding.UTF8.GetString(SentinelFile.ToBytes([House]));

        Refused("line 3", good + good + "{\n");
    }

    [Fact]
    public void More_sentinels_than_are_decoded_in_good_time_are_refused() =>
        Refused("more than 1000", Encoding.UTF8.GetString(SentinelFile.ToBytes([.. Enumerable.Repeat(House, 1001)])));

    [Fact]
    public void What_a_reader_would_refuse_is_not_written() =>
        Assert.Throws<CheckpointException>(() => SentinelFile.ToBytes([House with { Chrf = double.NaN }]));

    [Fact]
    public void Spoilt_files_are_refused_or_read_and_nothing_else_happens()
    {
        var sound = SentinelFile.ToBytes([.. Enumerable.Range(0, 5).Select(i => House with { Chrf = i })]);
        var random = new Random(1);
        var path = _directory.File(CheckpointFiles.Sentinels);
        var refused = 0;

        for (var i = 0; i < 2000; i++)
        {
            File.WriteAllBytes(path, Damage.Bytes(sound, random));
            try
            {
                Assert.InRange(SentinelFile.Read(path, [House.Direction!]).Count, 0, 10);
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 200, 1999);
    }

    private void Refused(string because, string text)
    {
        var checkpoint = Published(Encoding.UTF8.GetBytes(text));

        var error = Assert.Throws<CheckpointException>(() => checkpoint.ReadSentinels());
        Assert.Contains(CheckpointFiles.Sentinels, error.Message, StringComparison.Ordinal);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    private Checkpoint Published(byte[] sentinels) => CheckpointPublisher.Publish(
        _directory.Path, "judged", SampleCheckpoint.Contents with { ExtraFiles = [CheckpointFile.Of(CheckpointFiles.Sentinels, sentinels)] });
}
