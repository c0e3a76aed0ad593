using System.Diagnostics;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access;

/// <summary>The verb <c>keys</c> as a process.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("keys-").FullName;

    private string KeyFile => Path.Combine(_directory, "keys.jsonl");

    [Fact(Timeout = 60_000)]
    public async Task A_key_is_made_opens_the_service_is_listed_and_revoked()
    {
        var made = await RunAsync("keys", "create", "--name", "a newspaper", "--scopes", "translate, documents", "--file", KeyFile);
        var text = made.Output.Trim();
        Assert.Equal(0, made.ExitCode);
        Assert.StartsWith("s2s_", text, StringComparison.Ordinal);
        Assert.Contains("shown this once", made.Error, StringComparison.Ordinal);

        await using (var service = new Service { Settings = { ["Api:Keys:File"] = KeyFile } })
        {
            using var client = service.CreateClient();
            client.DefaultRequestHeaders.Authorization = new("Bearer", text);
            Assert.True((await client.GetAsync("/models", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        }

        var id = text.Substring(4, 12);
        Assert.Equal($"{id}\ta newspaper\ttranslate,documents\tholds", (await RunAsync("keys", "list", "--file", KeyFile)).Output.Trim());
        Assert.Equal(0, (await RunAsync("keys", "revoke", id, "--file", KeyFile)).ExitCode);
        Assert.Contains("\trevoked ", (await RunAsync("keys", "list", "--file", KeyFile)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("keys", "revoke", id, "--file", KeyFile)).ExitCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("--scopes must be among translate, documents, operate", "create", "--name", "a", "--scopes", "root")]
    [InlineData("--name must be 1 to 100 characters", "create", "--name", " ", "--scopes", "translate")]
    [InlineData("--expires must be in the future", "create", "--name", "a", "--scopes", "translate", "--expires", "2020-01-01")]
    [InlineData("--expires must be a day or a time", "create", "--name", "a", "--scopes", "translate", "--expires", "soon")]
    [InlineData("has no key with the id 'x'", "revoke", "x")]
    public async Task What_cannot_be_is_said_in_one_line_and_makes_no_file(string said, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(["keys", .. arguments, "--file", KeyFile]);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_file_the_command_names_the_option_and_the_setting()
    {
        var (exitCode, _, error) = await RunAsync("keys", "list");

        Assert.Equal(1, exitCode);
        Assert.Contains("--file", error, StringComparison.Ordinal);
        Assert.Contains("Api:Keys:File", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_whose_file_of_keys_is_missing_does_not_start_open()
    {
        var (exitCode, _, error) = await RunAsync($"--Api:Keys:File={KeyFile}", "--urls=http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Contains("keys create", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Seq2SeqService.Api.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
