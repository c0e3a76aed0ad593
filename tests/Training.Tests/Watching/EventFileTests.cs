using System.Text;
using Seq2SeqService.Training.Watching.Events;

namespace Seq2SeqService.Training.Tests.Watching;

public sealed class EventFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("events-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_readers_crc_is_the_published_one() =>
        Assert.Equal(0xE3069283, EventReader.Crc("123456789"u8));   // RFC 3720, B.4 and every catalogue of CRCs

    [Theory]
    [InlineData("")]
    [InlineData("brain.Event:2")]
    public void A_record_is_framed_by_its_length_and_two_checks(string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        using var file = new MemoryStream();
        TensorRecord.Write(file, data);
        TensorRecord.Write(file, data);

        Assert.Equal([data, data], EventReader.Records(file.ToArray()));
    }

    [Fact]
    public void A_file_says_its_version_then_scalars_and_texts()
    {
        using var file = new EventFile(_directory, TimeProvider.System);
        file.Scalars(300, [("training/loss", 3.25), ("training/learning_rate", 0.001), ("training/gradient_norm", double.NaN)]);
        file.Text(300, "samples/en-de", "| Köln | 你好 |");

        var events = EventReader.Read(file.Path);   // still open: a reader follows the run

        Assert.Contains("tfevents", Path.GetFileName(file.Path), StringComparison.Ordinal);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(300, events[1].Step);
        Assert.Equal(3.25f, events[1].Scalars["training/loss"]);
        Assert.Equal(0.001f, events[1].Scalars["training/learning_rate"]);
        Assert.Equal(float.NaN, events[1].Scalars["training/gradient_norm"]);
        Assert.Equal("| Köln | 你好 |", events[2].Texts["samples/en-de"]);
        Assert.Equal(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), events[1].WallTime, 60.0);
    }

    [Fact]
    public void A_text_is_a_string_tensor_of_the_text_plugin()
    {
        using var file = new EventFile(_directory, TimeProvider.System);
        file.Text(1, "samples/en-de", "text");

        var summary = EventReader.Fields(EventReader.Records(File.ReadAllBytes(file.Path))[1]).Single(field => field.Number == 5);
        var value = EventReader.Fields(EventReader.Fields(summary.Data).Single().Data);
        var tensor = EventReader.Fields(value.Single(field => field.Number == 8).Data);
        var plugin = EventReader.Fields(EventReader.Fields(value.Single(field => field.Number == 9).Data).Single(field => field.Number == 1).Data);

        Assert.Equal(7ul, tensor.Single(field => field.Number == 1).Value);   // DT_STRING
        Assert.Equal("text"u8.ToArray(), plugin.Single(field => field.Number == 1).Data);
    }

    [Fact]
    public void Two_starts_in_one_second_are_two_files()
    {
        using var first = new EventFile(_directory, TimeProvider.System);
        using var second = new EventFile(_directory, TimeProvider.System);

        Assert.NotEqual(first.Path, second.Path);
    }
}
