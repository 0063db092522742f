using Hops.Jobs.ControlGroups;

namespace Hops.Jobs.Metering;

/// <summary>
/// Counts what a runner uses. Processor time is the kernel's count of its control group; memory, of which no kernel keeps a sum over time, is what
/// the group holds at each look. Without a group both are taken from the processes of the runner at each look, and what they do after the last one
/// is lost: such a count is an estimate. Thread safe.
/// </summary>
public sealed class RunnerMeter
{
    private readonly Lock _lock = new();
    private readonly int _processId;
    private readonly RunnerGroup? _group;
    private readonly TimeProvider _time;
    private long _lookedAt;
    private Int128 _byteTicks;
    private TimeSpan _cpuTime;
    private long _bytes;
    private long _peakBytes;
    private bool _isEstimated;

    internal RunnerMeter(int processId, RunnerGroup? group, TimeProvider time)
    {
        (_processId, _group, _time) = (processId, group, time);
        _isEstimated = group is null;
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>What was used up to the last look.</summary>
    public RunnerUse Use
    {
        get
        {
            lock (_lock)
                return new RunnerUse(_cpuTime, (long)(_byteTicks / TimeSpan.TicksPerSecond), _bytes, _peakBytes, _isEstimated);
        }
    }

    /// <summary>Looks.</summary>
    internal void Look()
    {
        lock (_lock)
        {
            var (cpuTime, bytes) = Read();
            Add(cpuTime, bytes ?? _bytes);
            _bytes = bytes ?? _bytes;
            _peakBytes = Math.Max(_peakBytes, _bytes);
        }
    }

    /// <summary>Looks for the last time, when the runner has ended and its group is still there: what it held before counts up to now.</summary>
    internal void Finish()
    {
        lock (_lock)
        {
            Add(Read().CpuTime, _bytes);
            _bytes = 0;
        }
    }

    /// <summary>Between two looks it held as much as in the middle of them.</summary>
    private void Add(TimeSpan? cpuTime, long bytes)
    {
        var now = _time.GetTimestamp();
        var ticks = _time.GetElapsedTime(_lookedAt, now).Ticks;
        _lookedAt = now;
        _byteTicks += ((Int128)_bytes + bytes) / 2 * ticks;
        // What a process has computed that has ended since is in its parent's count only if that has waited for it.
        if (cpuTime > _cpuTime)
            _cpuTime = cpuTime.Value;
    }

    private (TimeSpan? CpuTime, long? Bytes) Read()
    {
        if (_group is not null)
        {
            var (cpuTime, bytes) = (_group.TryCpuTime(), _group.TryMemoryBytes());
            if (cpuTime is not null && bytes is not null)
                return (cpuTime, bytes);
            _isEstimated = true;
        }

        return ProcessTree.Read(_processId);
    }
}
