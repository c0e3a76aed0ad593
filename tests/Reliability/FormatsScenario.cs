using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Reliability.Formats;

namespace Seq2SeqService.Reliability;

/// <summary>
/// Damaged input for everything that reads bytes from outside. Each reader runs in a process of its own, so that one whose stack or memory ends is
/// found too; inputs that are not stood are kept in a folder.
/// </summary>
internal static class FormatsScenario
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(Arguments options)
    {
        var found = Directory.CreateDirectory(options.Text("found", Path.Combine(Path.GetTempPath(), "formats-found"))).FullName;
        using var readers = new FormatReaders();
        var wanted = options.Text("readers", string.Join(',', readers.All.Select(reader => reader.Name))).Split(',');
        Console.WriteLine("| reader | inputs | read | refused | faults | longest ms | most KB | KB for each KB | seconds |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        var failed = 0;
        foreach (var name in wanted)
            failed += await InProcessAsync(readers[name].Name, options, found) == 0 ? 0 : 1;

        return failed == 0 ? 0 : 1;
    }

    /// <summary>One reader, in this process.</summary>
    public static int Run(Arguments options)
    {
        var (name, inputs, seed) = (options.Text("readers", ""), options.Number("inputs", 20_000), options.Number("seed", 1));
        var found = options.Text("found", "");
        using var readers = new FormatReaders();
        using var place = File.OpenHandle(Path.Combine(found, $"{name}.place"), FileMode.Create, FileAccess.Write);
        var start = Stopwatch.GetTimestamp();
        using var watch = new FormatWatch(Hang, index => Keep(found, name, new("hang", index, new FormatFuzzer(readers[name], seed).Input(index), $"no end within {Hang} of the processor's time")));
        var fuzzer = new FormatFuzzer(readers[name], seed)
        {
            Begins = index =>
            {
                RandomAccess.Write(place, BitConverter.GetBytes(index), 0);
                watch.Begin(index);
            },
        };
        var report = fuzzer.Run(inputs, options.Number("from", 0));
        foreach (var fault in report.Faults)
            Keep(found, name, fault);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {report.Accepted + report.Refused + report.Faults.Count} | {report.Accepted} | {report.Refused} | {report.Faults.Count} | {report.Longest.TotalMilliseconds:F0} | {report.MostBytes >> 10} | {report.MostBytesPerByte:F0} | {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} |"));
        return report.Faults.Count == 0 ? 0 : 1;
    }

    private static async Task<int> InProcessAsync(string name, Arguments options, string found)
    {
        var (inputs, seed) = (options.Number("inputs", 20_000), options.Number("seed", 1));
        string[] arguments = [typeof(FormatsScenario).Assembly.Location, "format", "--readers", name, "--inputs", $"{inputs}", "--from", options.Text("from", "0"), "--seed", $"{seed}", "--found", found];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)) ?? throw new InvalidOperationException("The reader's process does not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode is 0 or 1)
            return process.ExitCode;

        var index = BitConverter.ToInt64(await File.ReadAllBytesAsync(Path.Combine(found, $"{name}.place")));
        using var readers = new FormatReaders();
        Keep(found, name, new("end", index, new FormatFuzzer(readers[name], seed).Input(index), $"The process ended with {process.ExitCode}."));
        return process.ExitCode;
    }

    private static void Keep(string folder, string reader, FormatFault fault)
    {
        var path = Path.Combine(folder, $"{reader}-{fault.Kind}-{fault.Index}");
        File.WriteAllBytes(path, fault.Input);
        File.WriteAllText($"{path}.txt", fault.Detail);
        Console.Error.WriteLine($"{reader}, input {fault.Index}: {fault.Kind}; see {path}");
    }
}
