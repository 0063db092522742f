using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hops.Api.Tests.Files;

/// <summary>What a host has logged.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    /// <summary>Level, event and text with the exception, in order.</summary>
    internal ConcurrentQueue<(LogLevel Level, string? Event, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Lines.Enqueue((logLevel, eventId.Name, $"{formatter(state, exception)} {exception}"));
    }
}
