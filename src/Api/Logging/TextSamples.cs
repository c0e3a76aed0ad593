using System.Text.Json;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Logging;

/// <summary>Texts with their translations for people who judge them, in a category of its own. Nothing else logs texts, and this only where an operator said so.</summary>
internal sealed partial class TextSamples
{
    public const string Category = "Seq2SeqService.Samples";

    private const int MostShown = 300;   // characters of each text

    private readonly double _share;
    private readonly ILogger _logger;

    public TextSamples(IOptions<SampleOptions> options, ILoggerFactory loggers)
    {
        (_share, _logger) = (options.Value.SampleTexts, loggers.CreateLogger(Category));
        if (_share > 0)
            LogOn(_share);
    }

    /// <summary>Logs the texts of a request, or more often does not.</summary>
    public void Offer(IReadOnlyList<string> texts, IEnumerable<string> translations)
    {
        if (_share <= 0 || Random.Shared.NextDouble() >= _share)
            return;

        foreach (var (text, translation) in texts.Zip(translations))
            LogSample(Shown(text), Shown(translation));
    }

    /// <summary>As JSON, so that no text can look like a line of the log.</summary>
    private static string Shown(string text) => JsonSerializer.Serialize(Excerpt.Of(text, MostShown), ApiJson.Default.String);

    [LoggerMessage(LogLevel.Warning, "Texts of callers are logged: a share of {Share} of all requests (Api:Log:SampleTexts)")]
    private partial void LogOn(double share);

    [LoggerMessage(LogLevel.Information, "{Text} became {Translation}")]
    private partial void LogSample(string text, string translation);
}
