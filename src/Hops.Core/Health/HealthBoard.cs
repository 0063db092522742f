using System.Collections.Concurrent;

namespace Hops.Core.Health;

/// <summary>
/// What is wrong with this server right now, in sentences for its administrator: each part posts its findings and takes them back when they
/// are over. <c>/healthz</c> prints them. Thread safe; holds at most <see cref="FindingsMax"/> findings.
/// </summary>
/// <param name="time">Tells since when a finding is there; null for the clock of the system.</param>
public sealed class HealthBoard(TimeProvider? time = null)
{
    /// <summary>Findings that are kept at once: one damaged disk may yield one for each partition.</summary>
    public const int FindingsMax = 1000;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, Finding> _findings = new(StringComparer.Ordinal);

    /// <summary>Posts a finding, in place of an earlier one of the same subject. Past the limit only those of known subjects are taken.</summary>
    /// <param name="subject">What it is about, unique: <c>disk</c>, <c>topic shop.orders partition 3</c>.</param>
    /// <param name="severity">How bad it is.</param>
    /// <param name="message">What is wrong and what to do, in one sentence.</param>
    public void Post(string subject, HealthSeverity severity, string message)
    {
        if (_findings.Count < FindingsMax || _findings.ContainsKey(subject))
            _findings.AddOrUpdate(subject, Make, (_, before) => before.Severity == severity ? before with { Message = message } : Make(subject));

        Finding Make(string _) => new(subject, severity, message) { Since = _time.GetUtcNow() };
    }

    /// <summary>Takes a finding back.</summary>
    public void Clear(string subject) => _findings.TryRemove(subject, out _);

    /// <summary>All findings, the worst first, then by subject.</summary>
    public IReadOnlyList<Finding> Findings =>
        [.. _findings.Values.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Subject, StringComparer.Ordinal)];
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Finding(string Subject, HealthSeverity Severity, string Message)
{
    /// <summary>Since when it is there, as bad as this.</summary>
    public DateTimeOffset Since { get; init; }
}

/// <summary>How bad a finding is.</summary>
public enum HealthSeverity
{
    /// <summary>Everything is served, but somebody should look: a limit is near, something was put aside.</summary>
    Warning,

    /// <summary>Something is not served, or was lost.</summary>
    Failing,
}
