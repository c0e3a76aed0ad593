using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>Keeps every line of the log.</summary>
internal sealed class RememberedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = [];

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(_lines, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<LogLine> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new(logLevel, category, formatter(state, exception), exception));
    }
}

internal sealed record LogLine(LogLevel Level, string Category, string Message, Exception? Error);
