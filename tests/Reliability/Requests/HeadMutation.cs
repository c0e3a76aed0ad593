using Seq2SeqService.Reliability.Formats;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>Paths, queries and headers that deviate.</summary>
internal static class HeadMutation
{
    private static readonly string[] Segments =
        ["..", ".", "%2e%2e", "%2f", "%5c", "%00", "%ff", "%c0%af", "%", "%zz", "ä", "🙂", "//", "a;b=c", "a?b", "~", "*", "%0d%0aX-Injected:%201", "etc", "passwd", "con", "{id}", "9223372036854775808", "-1"];

    private static readonly string[] Queries =
        ["q=a", "q=a&q=b", "api_key=x", "auth_key=", "type=source", "type=%00", "type=target&type=source", "source=en&target=de&q=Hello", "=", "&&&", "a[]=b", "a[b]=c", "%=%", "q=%ed%a0%80", "q=%u0041", "page=99999999999999999999", "__proto__=x", "callback=alert(1)"];

    private static readonly string[] Headers =
    [
        "Accept: */*;q=9", "Accept: \u0001", "Accept-Encoding: gzip, deflate, br, zstd, \u00ff", "Accept-Language: de,*;q=0", "Authorization: Bearer", "Authorization: Bearer \t", "Authorization: Basic YTpi", "Authorization: DeepL-Auth-Key s2s_000000000000_x",
        "Authorization: Bearer s2s_3f9c0a12b4d7_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "X-Api-Key: ä", "X-Api-Key: a\r\nX-Api-Key: b", "Cookie: a=b; c", "Content-Encoding: gzip", "Content-Encoding: br, gzip", "Content-Language: x", "Expect: 100-continue", "Expect: nothing",
        "Origin: null", "Origin: https://evil.example\r\nAccess-Control-Request-Method: PUT", "Range: bytes=0-0,9-", "If-None-Match: *", "If-Modified-Since: now", "TE: trailers", "Upgrade: websocket\r\nConnection: Upgrade", "Upgrade: h2c", "X-Forwarded-For: 1.2.3.4, ::1",
        "X-Forwarded-Host: evil.example", "X-HTTP-Method-Override: DELETE", "X-Original-URL: /metrics", "traceparent: 00-00000000000000000000000000000000-0000000000000000-01", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "traceparent: x",
        "tracestate: a=b,a=b", "baggage: a=%00", "Last-Event-ID: 5", "Host: evil.example", "Host:", "Content-Length: 5", "Transfer-Encoding: identity", ": no name", "No colon", "Space : x", "X-Null: a\0b", " Folded: x", "X-Latin: \u00e4\u00f6", "Trailer: X", "Date: never", "Max-Forwards: 0",
    ];

    public static string Path(string path, Random random, double rate, Func<string> known)
    {
        var segments = path.Split('/').Select(segment => !segment.StartsWith('{') ? segment
            : random.NextDouble() < rate ? Segments[random.Next(Segments.Length)] : known()).ToList();
        if (random.NextDouble() < rate)
            segments.Insert(random.Next(1, segments.Count + 1), Segments[random.Next(Segments.Length)]);
        if (random.NextDouble() < rate / 4)
            segments.Add(new string('p', 1 << random.Next(14)));

        var written = string.Join('/', segments);
        return random.NextDouble() < rate ? $"{written}?{Query(random)}" : written;
    }

    /// <summary>Whether a path is that of a route, with any plain words for its parameters.</summary>
    public static bool IsOf(string route, string path)
    {
        var (wanted, found) = (route.Split('/'), path.Split('?')[0].Split('/'));
        return wanted.Length == found.Length && wanted.Zip(found).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.All(char.IsAsciiLetterOrDigit)));
    }

    /// <summary>Lines of headers, some of which no client would send.</summary>
    public static IEnumerable<string> Lines(Random random, double rate)
    {
        while (random.NextDouble() < rate)
            yield return Headers[random.Next(Headers.Length)];

        if (random.NextDouble() < rate / 8)
            yield return $"X-Long: {new string('h', 1 << random.Next(16))}";

        for (var left = random.NextDouble() < rate / 8 ? random.Next(200) : 0; left > 0; left--)
            yield return $"X-Many-{left}: {left}";
    }

    private static string Query(Random random) => random.Next(10) switch
    {
        0 => new string('q', 1 << random.Next(14)),
        1 => string.Join('&', Enumerable.Repeat("a=b", 1 << random.Next(12))),
        _ => string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Queries[random.Next(Queries.Length)])),
    };
}
