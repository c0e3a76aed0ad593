using Seq2SeqService.Reliability.Formats;

namespace Seq2SeqService.Api.Tests.Hostile;

/// <summary>A little of what <c>tests/Reliability -- formats</c> does in the large, always with the same inputs.</summary>
public sealed class FormatReaderTests
{
    private const int Inputs = 1500, Seed = 20261122;

    public static TheoryData<string> Names
    {
        get
        {
            using var readers = new FormatReaders();
            return [.. readers.All.Select(reader => reader.Name)];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_bytes_come_they_are_read_or_refused(string name)
    {
        using var readers = new FormatReaders();

        var report = new FormatFuzzer(readers[name], Seed) { Slow = TimeSpan.MaxValue }.Run(Inputs);

        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults.Select(fault => $"Input {fault.Index}: {fault.Detail}\n{Convert.ToBase64String(fault.Input)}")));
        Assert.Equal(Inputs, report.Accepted + report.Refused);
        Assert.InRange(report.Accepted, 1, Inputs);
    }

    [Fact]
    public void A_reader_that_throws_is_found_with_a_small_input()
    {
        var reader = new FormatReader("any", random => [1, 2, (byte)random.Next(4), 4, 5], input => _ = input is [_, _, 3, ..] ? throw new InvalidOperationException() : 0, typeof(FormatException));

        var fault = Assert.Single(new FormatFuzzer(reader, Seed).Run(100).Faults);

        Assert.Equal([1, 2, 3], fault.Input);
        Assert.Equal(nameof(InvalidOperationException), fault.Kind);
    }

    [Fact]
    public void A_reader_that_allocates_beyond_its_bounds_is_found()
    {
        var reader = new FormatReader("any", _ => [1, 2], _ => GC.KeepAlive(new byte[5000])) { FixedBytes = 4000, BytesPerByte = 10 };

        Assert.Equal("allocates", Assert.Single(new FormatFuzzer(reader, Seed).Run(10).Faults).Kind);
    }

    [Fact]
    public void An_input_is_made_again_by_its_number()
    {
        using var readers = new FormatReaders();

        Assert.Equal(new FormatFuzzer(readers["docx"], 3).Input(41), new FormatFuzzer(readers["docx"], 3).Input(41));
        Assert.NotEqual(new FormatFuzzer(readers["docx"], 3).Input(41), new FormatFuzzer(readers["docx"], 3).Input(42));
    }
}
