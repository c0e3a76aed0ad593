using System.Text.Json.Nodes;

namespace Seq2SeqService.EndToEnd.Tests.Tools;

/// <summary>The command <c>translate</c> as it is installed, at the service as it is.</summary>
public sealed class ToolTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public void The_packages_hold_what_a_feed_asks_for()
    {
        string[] library = ["README.md", "LICENSE", "lib/net10.0/Seq2SeqService.Client.dll", "lib/net10.0/Seq2SeqService.Client.xml"];

        Assert.Empty(library.Except(tool.FilesOf("Seq2SeqService.Client.*.nupkg")));
        Assert.Contains("lib/net10.0/Seq2SeqService.Client.pdb", tool.FilesOf("Seq2SeqService.Client.*.snupkg"));
        Assert.Empty(new[] { "README.md", "LICENSE", "tools/net10.0/any/DotnetToolSettings.xml" }.Except(tool.FilesOf("Seq2SeqService.Cli.*.nupkg")));
    }

    [Fact]
    public async Task Texts_come_out_one_a_line()
    {
        var done = await RunAsync("", "Good morning!", "Where is the station?", "--to", "de");

        Assert.Equal((0, "Guten Morgen!\nWo ist der Bahnhof?\n", ""), (done.ExitCode, done.Output, done.Errors));
    }

    [Fact]
    public async Task Standard_input_is_translated_line_by_line_in_its_order()
    {
        var input = string.Concat(Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? "Good morning!\n" : i % 3 == 1 ? "\n" : "Where is the station?\n"));

        var done = await RunAsync(input, "--from", "en", "--to", "de");

        Assert.Equal(input.Replace("Good morning!", "Guten Morgen!", StringComparison.Ordinal).Replace("Where is the station?", "Wo ist der Bahnhof?", StringComparison.Ordinal), done.Output);
    }

    [Fact]
    public async Task A_document_is_written_beside_the_input_or_where_it_is_wanted()
    {
        var folder = Directory.CreateTempSubdirectory("letters-");
        try
        {
            var letter = Path.Combine(folder.FullName, "letter.txt");
            await File.WriteAllTextAsync(letter, "Good morning!\n", TestContext.Current.CancellationToken);

            Assert.Equal(0, (await RunAsync("", "--to", "de", "--file", letter)).ExitCode);
            Assert.Equal(2, (await RunAsync("", "--to", "de", "--file", letter)).ExitCode);   // it is there already
            Assert.Equal(0, (await RunAsync("", "--to", "de", "--file", letter, "-o", Path.Combine(folder.FullName, "brief.txt"))).ExitCode);

            Assert.Equal(["brief.txt", "letter.txt", "letter_de.txt"], folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
            Assert.Equal("Guten Morgen!\n", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "letter_de.txt"), TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Programs_get_json_people_get_streams_and_lists()
    {
        var json = JsonNode.Parse((await RunAsync("", "Good morning!", "--to", "de", "--alternatives", "1", "--json")).Output)!;

        Assert.Equal(("Guten Morgen!", 1), ((string?)json["text"], json["alternatives"]!.AsArray().Count));
        Assert.Equal("Guten Morgen!\n", (await RunAsync("Good morning!", "--to", "de", "--stream")).Output);
        Assert.Equal("de\tGerman\tde en\nen\tEnglish\tde en\n", (await RunAsync("", "languages")).Output);
        Assert.StartsWith("de\t100\n", (await RunAsync("Wie spät ist es?", "detect")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "xx", "Hello", "--to", "xx")]
    [InlineData(2, "--to de", "Hello")]
    [InlineData(2, "--nonsense", "Hello", "--nonsense")]
    [InlineData(1, "no answer from http://127.0.0.1:9/", "Hello", "--to", "de", "--server", "http://127.0.0.1:9")]
    public async Task What_went_wrong_is_said_in_a_line_without_a_trace_of_calls(int exitCode, string fault, params string[] arguments)
    {
        var done = await RunAsync("", arguments);

        Assert.Equal(exitCode, done.ExitCode);
        Assert.Contains(fault, done.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", done.Errors, StringComparison.Ordinal);
    }

    private Task<Command> RunAsync(string input, params string[] arguments) => tool.RunAsync(input, arguments);
}
