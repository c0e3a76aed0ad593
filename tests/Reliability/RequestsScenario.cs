using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Seq2SeqService.Reliability.Requests;

namespace Seq2SeqService.Reliability;

/// <summary>
/// Requests that deviate from all that is documented, over all routes, first with everybody let in and then where keys are wanted: no answer is a
/// failure of the service, shows its inside or opens what needs a key; the service translates as before and holds no more memory.
/// </summary>
internal static class RequestsScenario
{
    private const int AtOnce = 16;
    private const long MaxGrowth = 96L << 20;   // bytes of live heap: documents and glossaries that are kept, caches

    public static async Task<int> RunAsync(Arguments options)
    {
        var (count, seed) = (options.Number("count", 4000), options.Number("seed", 1));
        var found = Directory.CreateDirectory(options.Text("found", Path.Combine(Path.GetTempPath(), "requests-found"))).FullName;
        Console.WriteLine("| keys | requests | faults | seconds | memory MB, before and after | live MB, before and after | by status | what |\n|---|---:|---:|---:|---:|---:|---|---|");
        var folder = Directory.CreateTempSubdirectory("keys").FullName;
        try
        {
            var open = await TryAsync(key: null, keys: null, (count + 1) / 2, seed, found);
            var keys = Path.Combine(folder, "keys.jsonl");
            var closed = await TryAsync(await KeyAsync(keys), keys, count / 2, seed + 1, found);
            return open && closed ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> TryAsync(string? key, string? keys, int count, int seed, string found)
    {
        string[] settings = ["--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft=Critical", "--Api:Glossaries:MaxGlossaries=100"];
        using var replica = new Replica(keys is null ? settings : [.. settings, $"--Api:Keys:File={keys}"]);
        await replica.ReadyAsync();
        using var http = new HttpClient();
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);

        var right = await TranslateAsync(http, replica.Address);
        await SendAsync(replica.Address, key, Math.Min(count, 500), seed + 1000, new(), found);   // what is made once is made
        var (memory, live) = (replica.Memory, await replica.LiveBytesAsync());
        var report = new RequestReport();
        var start = Stopwatch.GetTimestamp();
        await SendAsync(replica.Address, key, count, seed, report, found);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (liveAfter, figures) = (await replica.LiveBytesAsync(), await ServiceFigures.ReadAsync(http, replica.Address));
        var isWell = await TranslateAsync(http, replica.Address) == right && await http.GetStringAsync(new Uri(replica.Address, "health/ready")) is { Length: > 0 };
        var failed = figures.Sum("nmt_requests_total", "failed") + figures.Sum("nmt_unobserved_exceptions_total");
        Console.WriteLine($"| {(keys is null ? "none wanted" : "wanted")} | {count} | {report.Faults} | {seconds:F0} | {memory >> 20} → {replica.Memory >> 20} | {live / 1048576:F1} → {liveAfter / 1048576:F1} | {report.Statuses} | {report.FaultKinds} |");
        if (failed > 0 || !isWell)
            Console.WriteLine($"Afterwards: {failed} failed requests or unobserved exceptions; it is {(isWell ? "well" : "not well")}.");

        return report.Faults == 0 && failed == 0 && isWell && liveAfter - live < MaxGrowth;
    }

    private static async Task SendAsync(Uri address, string? key, int count, int seed, RequestReport report, string found)
    {
        var ids = new ConcurrentQueue<string>(["00000000000000000000000000000000"]);
        var mutation = new RequestMutation(new OpenApiOperations(Repository.At("docs/openapi.json")), key, random => ids.ElementAtOrDefault(random.Next(64)) ?? "none");
        var client = new RawClient(address);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var request = mutation.Next(new Random(unchecked((seed * 7_919_993) + i) & int.MaxValue));
            var answer = await client.SendAsync(request.Bytes, request.IsWhole);
            report.Answered(answer);
            if (AnswerRules.Fault(request, answer, key is not null) is { } fault)
                report.Failed(fault, request, answer, found);

            foreach (var id in answer.Ids)
                ids.Enqueue(id);
            while (ids.Count > 64)
                ids.TryDequeue(out var _);
        });
    }

    private static async Task<string> TranslateAsync(HttpClient http, Uri address)
    {
        using var content = new StringContent("""{"q":"The weather is fine.","source":"en","target":"de"}""", mediaType: new("application/json"));
        using var response = await http.PostAsync(new Uri(address, "translate"), content);
        using var answer = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("translatedText").GetString()!;
    }

    /// <summary>A key for everything, made as people make one.</summary>
    private static async Task<string> KeyAsync(string file)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Service, "keys", "create", "--file", file, "--name", "fuzz", "--scopes", "translate,documents"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The command does not start.");
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        return lines.Last(line => line.StartsWith("s2s_", StringComparison.Ordinal)).Trim();
    }
}
