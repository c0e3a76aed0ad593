using System.Globalization;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Reliability;

/// <summary>What the service says of itself at <c>/metrics</c>.</summary>
internal sealed partial class ServiceFigures(string text)
{
    public static async Task<ServiceFigures> ReadAsync(HttpClient http, Uri address) => new(await http.GetStringAsync(new Uri(address, "metrics")));

    /// <summary>The sum of a metric over the labels that hold this; 0 where it was never counted.</summary>
    public double Sum(string name, string label = "") => Line().Matches(text)
        .Where(line => line.Groups["name"].Value == name && line.Groups["labels"].Value.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Groups["value"].ValueSpan, CultureInfo.InvariantCulture));

    /// <summary>Bytes that lived after the last collection, gaps between them left out.</summary>
    public double LiveBytes => Sum("dotnet_gc_last_collection_heap_size_bytes") - Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes");

    /// <summary>Collections of the oldest generation, and with it of all.</summary>
    public double FullCollections => Sum("dotnet_gc_collections_total", "gen2");

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>[^\n]*)\})? (?<value>[-+.\deE]+|NaN|[+-]Inf)\s*\d*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
