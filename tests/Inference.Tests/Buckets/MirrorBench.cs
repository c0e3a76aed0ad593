using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Inference.Buckets;
using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Buckets;

/// <summary>A storage, versions to upload, and a service whose models directory mirrors the bucket; looked through by hand.</summary>
internal sealed class MirrorBench : IAsyncDisposable
{
    private readonly TestModels _uploads = new();
    private readonly S3Bucket _bucket;

    private MirrorBench(StorageServer storage, BucketOptions options)
    {
        Storage = storage;
        Options = options with { Name = StorageServer.Bucket, Endpoint = storage.Address, Prefix = "store" };
        Serving = new Serving(new InferenceOptions { Bucket = Options, HoldPrevious = false });
        _bucket = new S3Bucket(Options);
        Mirror = new BucketMirror(Serving.Options, Microsoft.Extensions.Options.Options.Create(Options), Serving.Store, Time, Log);
    }

    public StorageServer Storage { get; }

    public BucketOptions Options { get; }

    public Serving Serving { get; }

    public BucketMirror Mirror { get; }

    public ManualTime Time { get; } = new();

    public MirrorLog Log { get; } = new();

    /// <summary>Versions in the models directory, partial ones too.</summary>
    public IEnumerable<string> Here => Directory.Exists(Serving.Models.PathOf("en-de", ""))
        ? Directory.EnumerateDirectories(Serving.Models.PathOf("en-de", "")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        : [];

    public static async Task<MirrorBench> StartAsync(BucketOptions? options = null)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", RequestSignature.KeyId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", RequestSignature.Secret);
        return new(await StorageServer.StartAsync(), options ?? new());
    }

    public void Upload(string version, string model = "en-de")
    {
        _uploads.Publish(model, version);
        Storage.Upload(new(_uploads.Root, model, version));
    }

    public async Task LookAsync()
    {
        await Mirror.LookAsync(_bucket, TestContext.Current.CancellationToken);
        Serving.Store.Refresh();
    }

    public async ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        await Serving.DisposeAsync();
        await Storage.DisposeAsync();
        _uploads.Dispose();
    }

    internal sealed class MirrorLog : ILogger<BucketMirror>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
