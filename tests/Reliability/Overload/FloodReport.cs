namespace Seq2SeqService.Reliability.Overload;

/// <summary>One request and what became of it.</summary>
/// <param name="Status">0 where the connection broke.</param>
/// <param name="Took">From the time when it was due.</param>
/// <param name="TookFromSending">From the time when the client came to it.</param>
/// <param name="Sentence">Its place among <see cref="DistinctSentences"/>.</param>
/// <param name="IsSampled">Whether the translation is kept.</param>
/// <param name="Translation">Of a sampled request that was answered.</param>
internal sealed record Exchange(int Status, TimeSpan Took, TimeSpan TookFromSending, int Sentence, bool IsSampled, string? Translation);

/// <summary>What became of a flood.</summary>
internal sealed class FloodReport(IReadOnlyList<Exchange> exchanges, TimeSpan time, TimeSpan deadline)
{
    private const int AnsweredStatus = 200, RefusedStatus = 503, LateStatus = 504;

    public double Offered => exchanges.Count / time.TotalSeconds;

    /// <summary>Answers a second that came before their deadline.</summary>
    public double Goodput => exchanges.Count(exchange => exchange.Status == AnsweredStatus && exchange.Took <= deadline) / time.TotalSeconds;

    /// <summary>Share of what was refused at the door.</summary>
    public double RefusedShare => Refused / (double)exchanges.Count;

    public int Refused => Count(RefusedStatus);

    /// <summary>Taken in, and not answered before their deadline.</summary>
    public int Broken => Count(LateStatus);

    /// <summary>Neither answered nor refused for want of time.</summary>
    public int Failed => exchanges.Count - Count(AnsweredStatus) - Refused - Count(LateStatus);

    public IEnumerable<(int Sentence, string? Translation)> Samples => exchanges.Where(exchange => exchange.IsSampled && exchange.Status == AnsweredStatus).Select(exchange => (exchange.Sentence, exchange.Translation));

    /// <summary>Milliseconds within which this share of what was taken in had an answer, be it that it came too late.</summary>
    public double Latency(double share) => Percentile(exchanges.Where(exchange => exchange.Status is AnsweredStatus or LateStatus).Select(exchange => exchange.Took), share);

    /// <summary>Milliseconds, from when they were due, within which this share of the refused knew it.</summary>
    public double Refusal(double share) => Percentile(exchanges.Where(exchange => exchange.Status == RefusedStatus).Select(exchange => exchange.Took), share);

    /// <summary>The same from the sending, without what the client itself adds.</summary>
    public double RefusalFromSending(double share) => Percentile(exchanges.Where(exchange => exchange.Status == RefusedStatus).Select(exchange => exchange.TookFromSending), share);

    /// <summary>Milliseconds by which this share of the requests were sent too late at most: what the client itself adds.</summary>
    public double Lag(double share) => Percentile(exchanges.Select(exchange => exchange.Took - exchange.TookFromSending), share);

    private int Count(int status) => exchanges.Count(exchange => exchange.Status == status);

    private static double Percentile(IEnumerable<TimeSpan> all, double share)
    {
        double[] times = [.. all.Select(time => time.TotalMilliseconds).Order()];
        return times.Length == 0 ? double.NaN : times[(int)(share * (times.Length - 1))];
    }
}
