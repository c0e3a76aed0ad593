using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Seq2SeqService.Inference.Tests.Buckets;

/// <summary>As much of S3 as reading a bucket takes, over real HTTP: listings in pages, objects, ranges, and nothing for who does not sign.</summary>
internal sealed class StorageServer : IAsyncDisposable
{
    public const string Bucket = "models-of-tests";

    private const int PageSize = 5;

    private readonly WebApplication _app;

    private StorageServer(WebApplication app) => _app = app;

    /// <summary>Contents by key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Keys that were asked for, each with the range.</summary>
    public ConcurrentQueue<string> Gets { get; } = new();

    /// <summary>After how many bytes an answer ends too early, by key.</summary>
    public ConcurrentDictionary<string, int> EndsAfter { get; } = new();

    /// <summary>After how many bytes nothing comes any more, by key.</summary>
    public ConcurrentDictionary<string, int> SilentAfter { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<StorageServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StorageServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Puts a version there as it lies on the disk.</summary>
    public void Upload(TestDirectory version, string prefix = "store/")
    {
        foreach (var file in Directory.EnumerateFiles(version.Path))
            Objects[$"{prefix}{version.Model}/{version.Version}/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.TrimStart('/').Split('/', 2);
        if (!RequestSignature.Holds(context.Request) || parts[0] != Bucket)
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "SignatureDoesNotMatch");
        else if (parts.Length == 1 || parts[1].Length == 0)
            await ListAsync(context);
        else if (Objects.TryGetValue(parts[1], out var content))
            await SendAsync(context, parts[1], content);
        else
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NoSuchKey");
    }

    /// <summary>Repeats what the request was signed with, as careless storage might.</summary>
    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(
            $"<Error><Code>{code}</Code><Message>{RequestSignature.KeyId} {RequestSignature.Secret} {context.Request.Headers.Authorization}</Message></Error>");
    }

    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = int.Parse(query["continuation-token"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var keys = Objects.Keys.Where(key => key.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var rows = keys.Skip(after).Take(PageSize).Select(key =>
            $"<Contents><Key>{SecurityElement.Escape(key)}</Key><Size>{Objects[key].Length}</Size><ETag>&quot;{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Objects[key]))}&quot;</ETag></Contents>");
        var more = after + PageSize < keys.Count;
        var next = more ? $"<NextContinuationToken>{after + PageSize}</NextContinuationToken>" : "";
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(
            $"<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>{(more ? "true" : "false")}</IsTruncated>{next}{string.Concat(rows)}</ListBucketResult>");
    }

    private async Task SendAsync(HttpContext context, string key, byte[] content)
    {
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        var from = (int)(range?.From ?? 0);
        Gets.Enqueue($"{key}@{from}");
        context.Response.StatusCode = (int)(range is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent);
        var isShort = EndsAfter.TryRemove(key, out var end);
        var isSilent = !isShort && SilentAfter.TryRemove(key, out end);
        var sent = isShort || isSilent ? end - from : content.Length - from;
        context.Response.ContentLength = isShort ? sent : content.Length - from;
        await context.Response.Body.WriteAsync(content.AsMemory(from, sent));
        await context.Response.Body.FlushAsync();
        if (isSilent)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
