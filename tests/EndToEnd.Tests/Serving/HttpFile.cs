using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>
/// Requests as editors know them: blocks between lines of <c>###</c> with a request line, headers and a body. <c># → 200</c> is the status that the
/// answer has, <c># @name</c> lets later requests speak of it.
/// </summary>
internal sealed partial class HttpFile(string text)
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, JsonNode> _answers = [];

    public IReadOnlyList<HttpFileRequest> Requests { get; } =
        [.. Separator().Split(text.Replace("\r\n", "\n", StringComparison.Ordinal)).Where(block => RequestLine().IsMatch(block)).Select(Read)];

    /// <summary>The request with its variables filled in: those that were set, and parts of earlier answers.</summary>
    public HttpRequestMessage Fill(HttpFileRequest request)
    {
        var message = new HttpRequestMessage(new(request.Method), Filled(request.Address));
        if (request.Body.Length > 0)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(LinesOf(request, Filled(request.Body))));

        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, Filled(value)))
                message.Content!.Headers.TryAddWithoutValidation(name, Filled(value));
        }

        return message;
    }

    public void Set(string variable, string value) => _variables[variable] = value;

    public void Answered(HttpFileRequest request, string body)
    {
        if (request.Name.Length > 0)
            _answers[request.Name] = JsonNode.Parse(body)!;
    }

    private string Filled(string text) => Variable().Replace(text, match => match.Groups["answer"].Success
        ? Answer(match.Groups["answer"].Value, match.Groups["member"].Value)
        : _variables[match.Groups["name"].Value]);

    private string Answer(string request, string member) => _answers.TryGetValue(request, out var answer)
        ? (string)answer[member]!
        : throw new InvalidOperationException($"The request named {request} was not answered as it should have been; a later one needs its {member}.");

    /// <summary>Parts of a form end their lines as headers do; editors see to that.</summary>
    private static string LinesOf(HttpFileRequest request, string body) =>
        request.Headers.Any(header => header.Value.StartsWith("multipart/", StringComparison.Ordinal)) ? body.Replace("\n", "\r\n", StringComparison.Ordinal) : body;

    private static HttpFileRequest Read(string block)
    {
        var line = RequestLine().Match(block);
        var rest = block[(line.Index + line.Length)..].TrimStart('\n').Split("\n\n", 2);
        var status = Status().Match(block[..line.Index]);
        return new()
        {
            Name = Name().Match(block[..line.Index]).Groups["name"].Value,
            Status = status.Success ? int.Parse(status.Groups["status"].Value, CultureInfo.InvariantCulture) : 0,
            Method = line.Groups["method"].Value,
            Address = line.Groups["address"].Value,
            Headers = [.. rest[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(header => header.Split(':', 2)).Select(parts => (parts[0], parts[1].Trim()))],
            Body = rest.Length > 1 ? rest[1].TrimEnd('\n') : "",
        };
    }

    [GeneratedRegex("^###.*$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<address>\S+)$", RegexOptions.Multiline)]
    private static partial Regex RequestLine();

    [GeneratedRegex("^# → (?<status>[0-9]{3})", RegexOptions.Multiline)]
    private static partial Regex Status();

    [GeneratedRegex("^# @name (?<name>[a-zA-Z]+)$", RegexOptions.Multiline)]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\{(?:(?<answer>[a-zA-Z]+)\.response\.body\.\$\.(?<member>\w+)|(?<name>[a-zA-Z]+))\}\}")]
    private static partial Regex Variable();
}

/// <summary>One request of the file.</summary>
/// <remarks><c>Status</c> is 0 where the file does not say it.</remarks>
internal sealed record HttpFileRequest
{
    public required string Name { get; init; }

    public required int Status { get; init; }

    public required string Method { get; init; }

    public required string Address { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    public required string Body { get; init; }

    public override string ToString() => $"{Method} {Address} {Body}";
}
