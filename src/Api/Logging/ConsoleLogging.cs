using System.Globalization;
using Seq2SeqService.Api.Hosting;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace Seq2SeqService.Api.Logging;

/// <summary>Serilog on the console. <c>Logging:LogLevel</c> decides the levels; a section <c>Serilog</c> may add sinks and properties.</summary>
internal static class ConsoleLogging
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext:l} {Message:l}{NewLine}{Exception}";

    public static void AddConsoleLogging(this WebApplicationBuilder builder)
    {
        var format = builder.Configuration.GetSection(LogOptions.Section).Get<LogOptions>() ?? new LogOptions();

        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Enrich.FromLogContext()
            // Said in one plain line at the end of Program.cs.
            .Filter.ByExcluding(line => line.Exception is { } error && StartFailure.Explain(error) is not null)
            .ReadFrom.Configuration(builder.Configuration)
            .WriteTo.Console(format.Format);

        builder.Logging.ClearProviders();
        // Not AddSerilog: it adds a filter of its own that would win over Logging:LogLevel.
        builder.Logging.AddProvider(new SerilogLoggerProvider(logger.CreateLogger(), dispose: true));
    }

    private static LoggerConfiguration Console(this Serilog.Configuration.LoggerSinkConfiguration sinks, LogFormat format) =>
        format == LogFormat.Json
            ? sinks.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))
            : sinks.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
}
