using System.Collections.Concurrent;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>What became of many requests, noted by many senders.</summary>
internal sealed class RequestReport
{
    private const int MaxKept = 50;

    private readonly ConcurrentDictionary<int, int> _statuses = [];
    private readonly ConcurrentDictionary<string, int> _faults = [];

    public string Statuses => string.Join(", ", _statuses.OrderBy(pair => pair.Key).Select(pair => $"{(pair.Key == 0 ? "none" : pair.Key)}: {pair.Value}"));

    public int Faults => _faults.Values.Sum();

    public string FaultKinds => string.Join(", ", _faults.Select(pair => $"{pair.Key}: {pair.Value}").DefaultIfEmpty("–"));

    public void Answered(RawAnswer answer) => _statuses.AddOrUpdate(answer.Statuses is [var first, ..] ? first : 0, 1, (_, count) => count + 1);

    /// <summary>Keeps the request and its answer, but not thousands of them.</summary>
    public void Failed(string fault, FuzzedRequest request, RawAnswer answer, string folder)
    {
        var number = _faults.AddOrUpdate(fault, 1, (_, count) => count + 1);
        if (number > MaxKept)
            return;

        var name = new string([.. $"{fault}-{number}".Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        File.WriteAllBytes(Path.Combine(folder, $"{name}.request"), request.Bytes);
        File.WriteAllText(Path.Combine(folder, $"{name}.answer"), answer.Text);
    }
}
