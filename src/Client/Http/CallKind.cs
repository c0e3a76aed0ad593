namespace Seq2SeqService.Client.Http;

/// <summary>What the handler that tries again must know of a request.</summary>
/// <param name="IsStreamed">The answer is read while it comes: it is not taken into memory, and a fault in the middle of it is not tried again.</param>
/// <param name="IsRepeatable">Doing it twice does no harm. Else it is tried again only where the service said that it did nothing.</param>
/// <param name="IsDocument">Takes the time that documents may take.</param>
/// <param name="MayRetry">A second try is wanted, and the body can be sent again.</param>
internal sealed record CallKind(bool IsStreamed = false, bool IsRepeatable = true, bool IsDocument = false, bool MayRetry = true)
{
    public static readonly CallKind Plain = new();

    private static readonly HttpRequestOptionsKey<CallKind> Key = new("Seq2SeqService.Client.CallKind");

    public static CallKind Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var kind) ? kind : Plain;

    public void Mark(HttpRequestMessage request) => request.Options.Set(Key, this);
}
