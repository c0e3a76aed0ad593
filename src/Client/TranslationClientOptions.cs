namespace Seq2SeqService.Client;

/// <summary>Where the service is, and how patient the client is with it.</summary>
public sealed record TranslationClientOptions
{
    /// <summary>Address of the service, <c>http://localhost:5080</c> by default; behind a proxy with the path that leads to it.</summary>
    public Uri BaseAddress { get; set; } = new("http://localhost:5080");

    /// <summary>Sent as <c>Authorization: Bearer …</c>, where the service, or what stands in front of it, wants a key; none by default.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The longest that one try may take; 70 seconds by default, a little longer than the service gives a request.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(70);

    /// <summary>The longest that a call may take with all its tries and waits; of a stream, until its end. Three minutes by default.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>The longest that a document may take, from its upload until it can be fetched; 30 minutes by default.</summary>
    public TimeSpan DocumentTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Tries after the first one that failed for a passing reason; 3 by default, 0 for none.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// Wait before the second try, half a second by default; it doubles with each further one, and chance adds or takes up to half of it. Where
    /// the service says <c>Retry-After</c> that counts instead.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}
