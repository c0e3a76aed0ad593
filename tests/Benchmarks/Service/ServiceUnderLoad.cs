namespace Seq2SeqService.Benchmarks.Service;

/// <summary>A service to be measured: one that runs already, or a process of our own.</summary>
internal sealed class ServiceUnderLoad : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly ServiceProcess? _process;

    private ServiceUnderLoad(string name, Uri address, ServiceProcess? process, TranslateSettings settings)
    {
        (Name, _process) = (name, process);
        Client = new TranslateClient(address, settings);
        Client.WaitAsync(LongestStart, () => process?.HasEnded == true).GetAwaiter().GetResult();
    }

    public string Name { get; }

    public TranslateClient Client { get; }

    public static IReadOnlyList<ServiceUnderLoad> Open(ServiceOptions options, string store)
    {
        if (options.Url is { } url)
            return [new(url.Authority, url, null, options.Translate)];
        if (options.Compare.Count == 0)
            return [Start("service", options.Settings)];
        return [.. options.Compare.Select(one => Start(one, [.. options.Settings, .. one.Contains('=') ? one.Split(';') : [$"Inference:Scheduler:Joining={one}"]]))];

        ServiceUnderLoad Start(string name, IReadOnlyList<string> settings)
        {
            var process = new ServiceProcess(store, settings);
            return new(name, process.Address, process, options.Translate);
        }
    }

    /// <summary>Runs a load, and counts what it takes on both sides.</summary>
    public MeasuredLoad Measure(Func<LoadSummary> load)
    {
        var before = _process?.Meters();
        var generator = Environment.CpuUsage.TotalTime;
        var summary = load();
        var generatorTime = Environment.CpuUsage.TotalTime - generator;
        var meters = (_process?.Meters() ?? new Dictionary<string, double>())
            .ToDictionary(total => total.Key, total => total.Value - before!.GetValueOrDefault(total.Key));
        return new(summary, meters, generatorTime.TotalSeconds);
    }

    public void Dispose()
    {
        Client.Dispose();
        _process?.Dispose();
    }
}
