using Hops.Core.Storage;
using Hops.Kafka.Log;

namespace Hops.Kafka.Tests.Log.Crashes;

/// <summary>
/// A store of logs that crashes again and again at a random change of its disk. Every third seed kills the process alone, and acknowledges
/// before the sync, as <see cref="FlushMode.Os"/> allows; the others cut the power.
/// </summary>
internal sealed class CrashScene
{
    private const int OpenTransactionsMax = 4;
    private const int ActsMax = 20_000;

    private static readonly TopicSettings Table = new()
    {
        SegmentBytes = 2 << 10, IndexIntervalBytes = 256, TimestampAfterMax = null, IsDeleted = false, IsCompacted = true, DirtyRatioMin = 0.2,
        TombstoneRetention = TimeSpan.FromMinutes(20),
    };

    private static readonly TopicSettings Events = new()
    {
        SegmentBytes = 2 << 10, IndexIntervalBytes = 256, TimestampAfterMax = null, Retention = TimeSpan.FromHours(12), RetentionBytes = 9 << 10,
    };

    private static readonly TopicSettings Both = Table with { IsDeleted = true, Retention = TimeSpan.FromHours(12) };

    private readonly int _seed;
    private readonly Random _random;
    private readonly bool _isKilled;
    private readonly LogBench _bench;
    private readonly CrashedLog[] _logs;
    private readonly List<CrashTransaction> _transactions = [];
    private readonly HashSet<Guid> _deleting = [];
    private readonly HashSet<Guid> _deleted = [];
    private long _producers = 1_000;
    private int _number;
    private string _when = "";

    public CrashScene(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _isKilled = seed % 3 == 0;
        _bench = new LogBench
        {
            Disk = new SimulatedDisk(seed),
            Settings = Table,
            Options = new LogOptions
            {
                AllocationStepBytes = 4 << 10, SnapshotBytes = 6 << 10, ProducerExpiry = TimeSpan.FromDays(3650), CompactionMemoryMaxBytes = seed % 4 == 1 ? 8 * 24 : 64 << 20,
                Flush = _isKilled ? FlushMode.Os : FlushMode.Commit,
            },
        };
        _logs = [new(LogBench.Id, Table, ++_producers), Made(Events), Made(Both)];
    }

    public void Run(int crashes)
    {
        var acknowledged = 0;
        for (var crash = 0; crash <= crashes; crash++)
        {
            _when = $"seed {_seed} crash {crash} {(_isKilled ? "(kill)" : "(power cut)")}";
            Open();
            Verify();

            // What was decided is ended, and that may be interrupted too.
            if (crash < crashes && _random.Next(4) == 0)
                _bench.Disk.StopAfter(_random.Next(1, 30));
            Settle();
            if (!_bench.Disk.IsStopped)
                Verify();
            if (crash == crashes)
                break;
            Live();
            acknowledged = Math.Max(acknowledged, _logs.Sum(log => log.History.Acknowledged));
            if (_isKilled)
                _bench.Disk.Kill();
            else
                _bench.Disk.PowerCut();
        }

        acknowledged.ShouldBeGreaterThan(crashes * 10, "most lives should bring something about");
    }

    private CrashedLog Made(TopicSettings settings)
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new CrashedLog(new PartitionId(new Guid(bytes), 0), settings, ++_producers);
    }

    private void Open()
    {
        _bench.Open();
        foreach (var log in _logs)
            log.Open(_bench.Store);
    }

    private void Verify()
    {
        foreach (var log in _logs)
            log.History.Verify(log.Partition, _bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), $"{_when} topic {Array.IndexOf(_logs, log)}");
        _bench.Store.TopicsOnDisk().Intersect(_deleted).ShouldBeEmpty($"{_when}: a deleted topic is back");
    }

    private void Settle()
    {
        foreach (var id in _deleting.ToList())
            Delete(id);
        foreach (var transaction in _transactions.ToList())
            End(transaction);
        foreach (var log in _logs)
            log.Repeat(_bench, _when);
        if (_bench.Disk.IsStopped)
            return;
        _transactions.ShouldBeEmpty(_when);
        foreach (var log in _logs)
            log.Partition.LastStableOffset.ShouldBe(log.Partition.HighWatermark, $"{_when}: readers wait");
    }

    private void Live()
    {
        if (!_bench.Disk.IsStopped)
            _bench.Disk.StopAfter(_random.Next(1, 500));
        for (var acts = 0; !_bench.Disk.IsStopped && acts < ActsMax; acts++)
        {
            Act();
            foreach (var log in _logs)
                log.History.Observe(log.Partition, _when);
        }

        _bench.Disk.IsStopped.ShouldBeTrue(_when);
    }

    private void Act()
    {
        switch (_random.Next(40))
        {
            case 0:
                Try(_bench.Store.MaintainOnceAsync);
                break;
            case 1 or 2:
                Try(_bench.Store.CompactOnceAsync);
                break;
            case 3:
                DeleteRecords(_logs[_random.Next(1, _logs.Length)]);
                break;
            case 4 when _random.Next(3) == 0:
                var at = _random.Next(1, _logs.Length);
                Replace(at);
                break;
            case 5 or 6:
                _bench.Time.Advance(TimeSpan.FromMinutes(_random.Next(60)));
                break;
            case < 13 when _transactions.Count > 0:
                var ending = _transactions[_random.Next(_transactions.Count)];
                ending.IsCommitDecided = _random.Next(3) > 0;
                End(ending);
                break;
            default:
                Produce();
                break;
        }
    }

    private void Produce()
    {
        var nowMs = _bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var answers = new List<Action<string>>();
        for (var i = _random.Next(1, 7); i > 0; i--)
            answers.Add(_logs[_random.Next(_logs.Length)].Send(_random, ref _number, nowMs, _random.Next(3) == 0 ? Transaction() : null));
        while (_bench.Store.Loop.RunRound())
        {
        }

        foreach (var answer in answers)
            answer(_when);
    }

    private CrashTransaction Transaction()
    {
        if (_transactions.Count < OpenTransactionsMax)
            _transactions.Add(new CrashTransaction(++_producers));
        return _transactions[_random.Next(_transactions.Count)];
    }

    /// <summary>Writes the markers of a transaction; those that are there already are not written again.</summary>
    private void End(CrashTransaction transaction)
    {
        foreach (var log in transaction.Sequences.Keys)
        {
            var ending = log.Partition.AppendMarkerAsync(transaction.ProducerId, 0, 0, transaction.IsCommitDecided);
            _bench.Run(ending);
            if (ending.Result.Error == KafkaError.None)
                continue;
            _bench.Disk.IsStopped.ShouldBeTrue($"{_when}: {ending.Result}");
            return;
        }

        transaction.IsEnded = true;
        _transactions.Remove(transaction);
    }

    private void DeleteRecords(CrashedLog log)
    {
        var (start, end) = (log.Partition.LogStartOffset, log.Partition.HighWatermark);
        var offset = start + _random.NextInt64(end - start + 1);
        log.History.AskStart(offset);
        var deleting = log.Partition.DeleteRecordsAsync(offset);
        _bench.Run(deleting);
        if (deleting.Result.Error == KafkaError.None)
            log.Partition.LogStartOffset.ShouldBe(offset, _when);
        else
            _bench.Disk.IsStopped.ShouldBeTrue($"{_when}: {deleting.Result}");
    }

    /// <summary>Deletes a topic and makes one with the same settings.</summary>
    private void Replace(int at)
    {
        var id = _logs[at].Id.TopicId;
        foreach (var transaction in _transactions)
            transaction.Sequences.Remove(_logs[at]);
        _logs[at] = Made(_logs[at].Settings);
        _deleting.Add(id);
        Delete(id);
        _logs[at].Open(_bench.Store);
    }

    private void Delete(Guid id)
    {
        if (!Try(() => _bench.Store.DeleteTopicAsync(id)))
            return;
        _deleting.Remove(id);
        _deleted.Add(id);
    }

    /// <returns>False if the disk stopped meanwhile.</returns>
    private bool Try(Func<Task> act)
    {
        try
        {
            _bench.Run(act());
        }
        catch (Exception) when (_bench.Disk.IsStopped)
        {
            // The crash comes next.
        }

        return !_bench.Disk.IsStopped;
    }
}
