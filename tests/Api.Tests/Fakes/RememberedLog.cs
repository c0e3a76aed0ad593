using Microsoft.Extensions.Logging;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>Keeps every line of the log.</summary>
internal sealed class RememberedLog : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<LogLine> _lines = [];
    private readonly List<(Func<LogLine, bool> Wanted, TaskCompletionSource<LogLine> Found)> _waiting = [];

    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>The first line of this kind, as soon as it has been written.</summary>
    public Task<LogLine> FirstAsync(Func<LogLine, bool> wanted)
    {
        lock (_gate)
        {
            if (_lines.FirstOrDefault(wanted) is { } line)
                return Task.FromResult(line);

            var found = new TaskCompletionSource<LogLine>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(LogLine line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            foreach (var (_, found) in _waiting.Where(waiting => waiting.Wanted(line)))
                found.TrySetResult(line);
        }
    }

    private sealed class Logger(RememberedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(new(logLevel, category, formatter(state, exception), exception));
    }
}

internal sealed record LogLine(LogLevel Level, string Category, string Message, Exception? Error);
