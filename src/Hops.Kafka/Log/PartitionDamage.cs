using Hops.Core.Health;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>What is wrong with one partition: told in the log and on the health board when it is found, and kept for whoever asks. Thread safe.</summary>
internal sealed partial class PartitionDamage
{
    /// <summary>Gaps that are kept: one decayed disk may make very many.</summary>
    private const int GapsMax = 100;

    private readonly LogEnvironment _environment;
    private readonly PartitionPlace _place;
    private readonly Lock _lock = new();
    private IReadOnlyList<LogGap> _gaps = [];
    private string? _cause;

    public PartitionDamage(LogEnvironment environment, PartitionPlace place, RecoveredLog recovered)
    {
        _environment = environment;
        _place = place;
        foreach (var gap in recovered.Gaps)
            Found(gap);
        if (recovered.Damage is not null)
            Fail(recovered.Damage);
    }

    /// <summary>Why nothing may be appended; null if it may.</summary>
    public string? Cause => Volatile.Read(ref _cause);

    /// <summary>Offsets that cannot be read.</summary>
    public IReadOnlyList<LogGap> Gaps => Volatile.Read(ref _gaps);

    private string Subject => _place.Label;

    /// <summary>Nothing may be appended from now on.</summary>
    public void Fail(string cause)
    {
        Volatile.Write(ref _cause, cause);
        Damaged(_environment.Logger, _place.Label, _place.Directory, cause);
        Post();
    }

    /// <summary>Offsets were found that cannot be read.</summary>
    public void Found(LogGap gap)
    {
        lock (_lock)
        {
            if (_gaps.Count == GapsMax || _gaps.Any(known => known.FromOffset <= gap.FromOffset && gap.ToOffset <= known.ToOffset))
                return;
            Volatile.Write(ref _gaps, [.. _gaps, gap]);
        }

        GapFound(_environment.Logger, _place.Label, gap.FromOffset, gap.ToOffset - 1, gap.Reason, _place.Directory);
        Post();
    }

    /// <summary>The log begins later now: what was lost before is no longer missed.</summary>
    public void StartMoved(long logStartOffset)
    {
        lock (_lock)
        {
            if (_gaps.All(gap => gap.ToOffset > logStartOffset))
                return;
            Volatile.Write(ref _gaps, [.. _gaps.Where(gap => gap.ToOffset > logStartOffset)]);
        }

        if (Gaps.Count == 0 && Cause is null)
            Clear();
        else
            Post();
    }

    /// <summary>Takes back what was told.</summary>
    public void Clear() => _environment.Health?.Clear(Subject);

    /// <summary>A gap is a loss of its topic alone, and what lies around it is served; a partition that takes no more fails.</summary>
    private void Post()
    {
        var gaps = Gaps;
        var lost = gaps.Count == 0 ? "" : $"offsets {string.Join(", ", gaps.Take(3).Select(gap => $"{gap.FromOffset} to {gap.ToOffset - 1}"))}{(gaps.Count > 3 ? ", ..." : "")} cannot be read";
        var closed = Cause is null ? "" : $"it takes no more records, for {Cause}";
        var both = string.Join("; ", new[] { lost, closed }.Where(part => part.Length > 0));
        _environment.Health?.Post(
            Subject,
            Cause is null ? HealthSeverity.Warning : HealthSeverity.Failing,
            $"The log of {_place.Label} is damaged: {both}. Restore it from a backup, or see what 'hops topic repair' would drop.");
    }

    [LoggerMessage(EventId = 1, EventName = "LogDamaged", Level = LogLevel.Error,
        Message = "The log of {Partition} in {Directory} is damaged and takes no more records: {Damage}. Restore it from a backup, or see what 'hops topic repair' would drop.")]
    private static partial void Damaged(ILogger logger, string partition, string directory, string damage);

    [LoggerMessage(EventId = 8, EventName = "LogGap", Level = LogLevel.Error,
        Message = "The log of {Partition} cannot be read from offset {FromOffset} to {ToOffset}, what lies behind is served: {Reason}. It is in {Directory}.")]
    private static partial void GapFound(ILogger logger, string partition, long fromOffset, long toOffset, string reason, string directory);
}
