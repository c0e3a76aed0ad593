using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Api.Tests;

/// <summary>The program as a process: what it says and how it exits when it cannot start.</summary>
public sealed class StartTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("--Api:MaxTexts=0", "Api:MaxTexts must be 1 to 10000 texts.")]
    [InlineData("--Api:RetryAfter=00:00:00", "Api:RetryAfter must be 00:00:01 to 01:00:00")]
    [InlineData("--Api:MaxTexts=many", "'many' at 'Api:MaxTexts'")]
    [InlineData("--Api:MaxText=5", "Section 'Api' has no setting named 'MaxText'.")]
    [InlineData("--Api:Detection:MinConfidence=101", "Api:Detection:MinConfidence must be 0 to 100.")]
    [InlineData("--Api:Detection:Fallbck=en", "Fallbck")]
    [InlineData("--Api:Documents:Keep=00:00:01", "Api:Documents:Keep must be 00:00:10 to 7.00:00:00")]
    [InlineData("--Api:Glossaries:MaxEntries=0", "Api:Glossaries:MaxEntries must be 1 to 100000 entries.")]
    [InlineData("--Api:Glossaries:MaxEntrys=5", "Section 'Api:Glossaries' has no setting named 'MaxEntrys'.")]
    [InlineData("--Api:Glossaries:ConnectionString=postgresql://me:geheim@host/db", "Api:Glossaries:ConnectionString must be Data Source=FILE for SQLite, or Host=")]
    [InlineData("--Api:Glossaries:ConnectionString=Host=db;Pasword=geheim", "Api:Glossaries:ConnectionString must be Data Source=FILE for SQLite, or Host=")]
    [InlineData("--Inference:MaxTxtCharacters=5", "Section 'Inference' has no setting named 'MaxTxtCharacters'.")]
    [InlineData("--Inference:Scheduler:MaxQ=5", "Section 'Inference:Scheduler' has no setting named 'MaxQ'.")]
    [InlineData("--Api:Log:SampleTexts=2", "Api:Log:SampleTexts must be 0 to 1.")]
    [InlineData("--Api:Keys:Fil=x", "Section 'Api:Keys' has no setting named 'Fil'.")]
    [InlineData("--Api:Jwt:Audienc=x", "Section 'Api:Jwt' has no setting named 'Audienc'.")]
    [InlineData("--Api:Jwt:Audience=x", "Api:Jwt:Authority or KeysFile must say where the public keys come from.")]
    [InlineData("--Api:Jwt:Authority=https://login.example", "Api:Jwt:Audience must be the name of this service")]
    [InlineData("--Api:Jwt:Authority=http://login.example --Api:Jwt:Audience=x", "Api:Jwt:Authority must be an address with https")]
    [InlineData("--Api:Jwt:Authority=https://login.example --Api:Jwt:Audience=x --Api:Jwt:KeysFile=y", "Api:Jwt:Authority and KeysFile cannot both be set")]
    [InlineData("--Api:Jwt:KeysFile=x --Api:Jwt:Audience=y", "Api:Jwt:Issuer must be a token's iss")]
    [InlineData("--Api:Jwt:Authority=https://login.example --Api:Jwt:Audience=x --Api:Jwt:Issuer=y", "Api:Jwt:Issuer is for KeysFile")]
    [InlineData("--Api:Jwt:NameClaim=", "Api:Jwt:NameClaim must name a claim")]
    [InlineData("--OTEL_EXPORTER_OTLP_ENDPOINT=localhost:4317", "must be an address such as http://localhost:4317")]
    [InlineData("--Api:OperatorKey=short", "Api:OperatorKey must have 20 characters or more")]
    [InlineData("--Inference:Gate:MaxDrop=5", "Section 'Inference:Gate' has no setting named 'MaxDrop'.")]
    [InlineData("--Inference:Gate:MinLengthRatio=2", "Inference:Gate:MinLengthRatio must be 0 to 1.")]
    [InlineData("--Inference:Canary:Share=0.9", "Inference:Canary:Share must be 0 (no trial) to 0.5.")]
    [InlineData("--Inference:Canary:Shares=0.1", "Section 'Inference:Canary' has no setting named 'Shares'.")]
    [InlineData("--Inference:Bucket:Nam=x", "Section 'Inference:Bucket' has no setting named 'Nam'.")]
    [InlineData("--Inference:Cache:MaxMegabyte=1", "Section 'Inference:Cache' has no setting named 'MaxMegabyte'.")]
    [InlineData("--Api:Jobs:Worker=1", "Section 'Api:Jobs' has no setting named 'Worker'.")]
    [InlineData("--Api:Quota:Character=1", "Section 'Api:Quota' has no setting named 'Character'.")]
    [InlineData("--Logging:Format=xml", "'xml' at 'Logging:Format'")]
    public async Task A_wrong_setting_stops_the_start_with_one_line_that_names_it(string argument, string said)
    {
        var (exitCode, _, error) = await RunAsync(argument.Split(' '));

        Assert.Equal(1, exitCode);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Contains("Correct it in appsettings.json", error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_in_use_stops_the_start_with_one_line_that_says_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, _, error) = await RunAsync($"--urls=http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Equal(1, exitCode);
        Assert.Contains("address already in use", error, StringComparison.Ordinal);
        Assert.Contains("--urls", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact(Timeout = 60_000)]
    public async Task Port_0_of_localhost_stops_the_start_with_one_line_that_says_what_to_do()
    {
        var (exitCode, _, error) = await RunAsync("--urls=http://localhost:0");

        Assert.Equal(1, exitCode);
        Assert.Contains("Use --urls http://127.0.0.1:0", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact(Timeout = 60_000)]
    public async Task Healthcheck_exits_with_1_when_nobody_listens()
    {
        var (exitCode, _, error) = await RunAsync("healthcheck", "http://127.0.0.1:9/health/ready");

        Assert.Equal(1, exitCode);
        Assert.Contains("http://127.0.0.1:9/health/ready", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_log_is_one_JSON_object_a_line_by_setting_and_SIGTERM_ends_the_process_with_0()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lines = new List<string>();
        using var process = Start("--urls=http://127.0.0.1:0", "--Logging:Format=json");
        process.OutputDataReceived += (_, output) =>
        {
            if (output.Data is { } line)
                lines.Add(line);
            if (output.Data?.Contains("Now listening on", StringComparison.Ordinal) == true)
                listening.TrySetResult((string)JsonNode.Parse(output.Data)!["Properties"]!["address"]!);
            if (output.Data?.Contains("Application started", StringComparison.Ordinal) == true)
                started.TrySetResult(output.Data);
        };
        process.BeginOutputReadLine();

        await started.Task;
        using (var client = new HttpClient { DefaultRequestHeaders = { { "traceparent", $"00-{Trace}-b7ad6b7169203331-01" } } })
            await client.GetAsync($"{await listening.Task}/languages", TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.All(lines, line => Assert.NotNull(JsonNode.Parse(line)!["RenderedMessage"]));
        var request = JsonNode.Parse(Assert.Single(lines, line => line.Contains("/languages", StringComparison.Ordinal)))!;
        Assert.Equal(Trace, (string?)request["TraceId"]);
        Assert.Equal(16, ((string?)request["SpanId"])!.Length);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Seq2SeqService.Api.dll");
        var noModels = Directory.CreateTempSubdirectory().FullName;
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments, $"--Inference:ModelsDirectory={noModels}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
