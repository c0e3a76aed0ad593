using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>The section of a model card on its sentinels: how many there are, and how the version translates them.</summary>
public static class SentinelSection
{
    public const string Title = "Sentinels";

    /// <summary>The section's text under its heading; "" where there are none.</summary>
    public static string Body(IReadOnlyList<Sentinel> sentinels)
    {
        ArgumentNullException.ThrowIfNull(sentinels);
        if (sentinels.Count == 0)
            return "";

        var text = new StringBuilder($"`{CheckpointFiles.Sentinels}` holds sentences of the validation data with their translations, under the licences of that data. ");
        text.Append("A service translates them before the version serves, and compares:\n\n| Direction | Sentences | Mean chrF of a sentence |\n| --- | ---: | ---: |\n");
        foreach (var direction in sentinels.GroupBy(sentinel => sentinel.Direction))
        {
            var name = ModelCard.Cell(direction.Key?.ToString() ?? "–");
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {direction.Count()} | {direction.Average(sentinel => sentinel.Chrf):F2} |\n");
        }

        return text.ToString();
    }
}
