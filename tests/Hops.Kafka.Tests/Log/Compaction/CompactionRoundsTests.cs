using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Tests.Log.Compaction;

public sealed class CompactionRoundsTests
{
    private readonly Lines _lines = new();
    private readonly LogBench _bench;

    public CompactionRoundsTests() => _bench = new LogBench { Logger = _lines, Settings = KeyedLog.Compacted, Options = new LogOptions { AllocationStepBytes = 4 << 10 } }.Open();

    [Fact]
    public void The_many_logs_of_one_owner_do_not_keep_that_of_another_waiting()
    {
        var other = Open("other", ownerId: 2);
        Fill(other);
        Compact();
        Fill(other);
        for (var i = 0; i < 9; i++)
            Fill(Open($"many{i}", ownerId: 1));
        _lines.Compacted.Clear();

        Compact();

        _lines.Compacted[1].ShouldContain("topic other", Case.Sensitive, "the logs of the first are dirtier, but it is not their turn");
        _lines.Compacted.Count.ShouldBe(10);
        _lines.Compacted.ShouldBeUnique();
    }

    [Fact]
    public void A_log_for_which_the_disk_has_no_room_waits_and_is_compacted_when_there_is_some()
    {
        var log = Open("log", ownerId: 1);
        Fill(log);
        var (capacityBytes, end) = (_bench.Disk.CapacityBytes, log.HighWatermark);
        _bench.Disk.CapacityBytes -= _bench.Disk.FreeBytes("/data");

        Compact();
        Compact();

        _lines.Failed.ShouldHaveSingleItem("it is not tried again at once").ShouldContain("The disk");
        log.IsDamaged.ShouldBeFalse();
        _bench.Disk.CapacityBytes = capacityBytes;
        _bench.Time.Advance(TimeSpan.FromHours(2));
        Compact();
        _lines.Compacted.ShouldHaveSingleItem();
        (log.CompactedOffset, log.HighWatermark).ShouldBe((log.Segments[^1].BaseOffset, end));
    }

    private Partition Open(string name, long ownerId) => _bench.Store.Open(new PartitionId(Guid.NewGuid(), 0), KeyedLog.Compacted, name, ownerId);

    private void Fill(Partition log)
    {
        var segments = log.Segments.Count;
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        while (log.Segments.Count < segments + 3)
        {
            writer.Clear();
            writer.Add(_bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), "key"u8, new byte[200]);
            var appending = log.AppendAsync(writer.Build().ToArray());
            _bench.Run(appending);
            appending.Result.Error.ShouldBe(KafkaError.None);
        }
    }

    private void Compact() => _bench.Run(_bench.Store.CompactOnceAsync());

    private sealed class Lines : ILogger
    {
        public List<string> Compacted { get; } = [];

        public List<string> Failed { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "LogCompacted")
                Compacted.Add(formatter(state, exception));
            else if (eventId.Name == "LogNotCompacted")
                Failed.Add(formatter(state, exception));
        }
    }
}
