using System.Diagnostics;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>Debian's <c>prometheus</c> and <c>promtool</c>: installed, or unpacked by <c>test.sh</c>.</summary>
internal static class PrometheusPrograms
{
    private static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), RepositoryFiles.In("artifacts/prometheus/usr/bin")];

    public static bool CanRun => Find("prometheus") is not null && Find("promtool") is not null;

    /// <summary>Starts one of them; its output is the caller's.</summary>
    public static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(Find(program)!, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>What promtool says, when it has ended with the code that goes with it.</summary>
    public static async Task<(int ExitCode, string Said)> AskAsync(string input, params string[] arguments)
    {
        using var promtool = Start("promtool", arguments);
        await promtool.StandardInput.WriteAsync(input);
        promtool.StandardInput.Close();
        var said = promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complained = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (promtool.ExitCode, await said + await complained);
    }

    private static string? Find(string program) => Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
