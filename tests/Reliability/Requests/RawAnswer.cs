using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>What came back, to the byte.</summary>
internal sealed partial class RawAnswer(byte[] bytes, bool isClosed)
{
    private readonly string _text = Encoding.Latin1.GetString(bytes);

    /// <summary>The statuses of all answers; none where the service closed the connection without a word.</summary>
    public IReadOnlyList<int> Statuses => [.. StatusLine().Matches(_text).Select(line => int.Parse(line.Groups["status"].ValueSpan, CultureInfo.InvariantCulture)).Where(status => status >= 200)];

    /// <summary>The service closed the connection in time.</summary>
    public bool IsClosed => isClosed;

    public string Text => _text;

    /// <summary>Ids that the answer names.</summary>
    public IEnumerable<string> Ids => Id().Matches(_text).Select(match => match.Groups["id"].Value);

    [GeneratedRegex(@"^HTTP/1\.[01] (?<status>\d{3}) ", RegexOptions.Multiline)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"""(id|glossary_id|document_id|document_key|translatedFileUrl)"":""(https?://[^""]*/)?(?<id>[^""/]{8,80})""")]
    private static partial Regex Id();
}
