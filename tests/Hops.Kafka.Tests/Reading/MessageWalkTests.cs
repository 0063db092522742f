using System.Buffers.Binary;
using System.Text;
using Hops.Kafka.Log;
using Hops.Kafka.Reading;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Reading;

/// <summary>Walking over the records of several partitions, against a list of what was appended.</summary>
public sealed class MessageWalkTests
{
    private const int Partitions = 3;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 7)]
    [InlineData(true, 1)]
    [InlineData(true, 7)]
    public async Task Every_record_comes_once_in_the_order_of_time_however_often_the_walk_is_taken_up_anew(bool isBackward, int seed)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("t", partitions: Partitions);
        var logs = Enumerable.Range(0, Partitions).Select(index => broker.Broker.Logs.Find(0, "t", index)!).ToList();
        var random = new Random(seed);
        var appended = await AppendAsync(logs, random, batches: 60);

        var seen = new List<(int, long, string)>();
        var positions = logs.Select(log => (log, isBackward ? log.HighWatermark : log.LogStartOffset)).ToList();
        for (var isMore = true; isMore;)
        {
            var walk = await WalkAsync(broker, positions, isBackward);
            for (var left = random.Next(1, 700); left > 0 && await walk.PeekAsync(CancellationToken.None) is { } message; left--)
            {
                seen.Add((message.Partition, message.Offset, Encoding.UTF8.GetString(message.Value!)));
                walk.Take();
            }

            isMore = await walk.PeekAsync(CancellationToken.None) is not null;
            positions = [.. logs.Select(log => (log, walk.Positions[log.Id.Partition]))];
            walk.Unreadable.ShouldBeEmpty();
        }

        var expected = appended.OrderBy(record => record.Time).Select(record => (record.Partition, record.Offset, record.Value)).ToList();
        if (isBackward)
            expected.Reverse();
        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task A_walk_ends_where_the_log_ended_when_it_began_and_begins_no_earlier_than_the_log()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("t");
        var log = broker.Broker.Logs.Find(0, "t", 0)!;
        await AppendAsync([log], new Random(3), batches: 4);
        (await log.DeleteRecordsAsync(2)).Error.ShouldBe(KafkaError.None);
        var end = log.HighWatermark;

        var walk = await WalkAsync(broker, [(log, 0)], isBackward: false);
        await AppendAsync([log], new Random(4), batches: 1);

        var offsets = new List<long>();
        for (; await walk.PeekAsync(CancellationToken.None) is { } message; walk.Take())
            offsets.Add(message.Offset);
        offsets.ShouldBe(Enumerable.Range(2, (int)end - 2).Select(offset => (long)offset));
        walk.Positions[0].ShouldBe(end);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public async Task Only_what_was_committed_before_the_oldest_open_transaction_comes(bool isBackward, int seed)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("t");
        var log = broker.Broker.Logs.Find(0, "t", 0)!;
        var random = new Random(seed);
        var producers = Enumerable.Range(1, 4).Select(id => new Producer(log, id)).ToList();
        for (var step = 0; step < 400; step++)
        {
            var producer = producers[random.Next(producers.Count)];
            if (producer.IsOpen && random.Next(3) == 0)
                await producer.EndAsync(isCommit: random.Next(2) == 0);
            else
                await producer.WriteAsync(random.Next(1, 6), random.Next(4) == 0 ? 20_000 : 20);
        }

        await producers[0].WriteAsync(1, 20);
        var open = producers.Where(producer => producer.IsOpen).ToList();
        (await OffsetsAsync()).ShouldBe(Committed().Where(offset => offset < open.Min(producer => producer.FirstOffset)));
        foreach (var producer in open)
        {
            await producer.EndAsync(isCommit: producer.FirstOffset % 2 == 0);
            var stable = producers.Where(left => left.IsOpen).Select(left => left.FirstOffset).DefaultIfEmpty(log.HighWatermark).Min();
            (await OffsetsAsync()).ShouldBe(Committed().Where(offset => offset < stable));
        }

        IEnumerable<long> Committed() => producers.SelectMany(producer => producer.Committed).Order();

        // In walks that are taken up anew, each at the oldest end of the one before.
        async Task<List<long>> OffsetsAsync()
        {
            var offsets = new List<long>();
            var position = isBackward ? log.HighWatermark : log.LogStartOffset;
            for (var isMore = true; isMore;)
            {
                var walk = await WalkAsync(broker, [(log, position)], isBackward);
                for (var left = random.Next(1, 200); left > 0 && await walk.PeekAsync(CancellationToken.None) is { } message; walk.Take(), left--)
                    offsets.Add(message.Offset);
                isMore = await walk.PeekAsync(CancellationToken.None) is not null;
                position = walk.Positions[0];
                walk.Unreadable.ShouldBeEmpty();
            }

            if (isBackward)
                offsets.Reverse();
            return offsets;
        }
    }

    [Fact]
    public async Task A_walk_that_begins_behind_what_is_stable_has_nothing_yet_and_goes_on_from_there()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("t");
        var log = broker.Broker.Logs.Find(0, "t", 0)!;
        var producer = new Producer(log, 1);
        await producer.WriteAsync(3, 20);
        await producer.WriteAsync(3, 20);

        var early = await WalkAsync(broker, [(log, 4)], isBackward: false);
        (await early.PeekAsync(CancellationToken.None), early.Ahead, early.Positions[0]).ShouldBe((null, 0, 4));
        await producer.EndAsync(isCommit: true);
        (await early.PeekAsync(CancellationToken.None)).ShouldBeNull("it ends where it ended when it began");
        (await (await WalkAsync(broker, [(log, early.Positions[0])], isBackward: false)).PeekAsync(CancellationToken.None))!.Offset.ShouldBe(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_gone_before_it_is_read_is_passed_over_and_what_is_no_batch_is_told_of(bool isBackward)
    {
        var batch = LogBench.Batch(3, timestampMs: 1_700_000_000_000);
        BinaryPrimitives.WriteInt64BigEndian(batch, 5);
        var gone = new Pieces(offset => offset < 5 ? RecordPiece.GoneUntil(5) : new RecordPiece([batch], [], null));
        var foreign = new Pieces(_ => new RecordPiece([new byte[200]], [], null));

        var (found, unreadable) = await WalkedAsync(gone);
        (string.Join(' ', found.Order()), unreadable).ShouldBe(("5 6 7", 0));
        (found, unreadable) = await WalkedAsync(foreign);
        (found.Count, unreadable).ShouldBe((0, 1));

        async Task<(List<long> Offsets, int Unreadable)> WalkedAsync(ITopicRecords records)
        {
            var walk = new MessageWalk(records, [(new PartitionEnds(0, 0, 8, 8), isBackward ? 8 : 0)], isBackward);
            var offsets = new List<long>();
            for (; await walk.PeekAsync(CancellationToken.None) is { } message; walk.Take())
                offsets.Add(message.Offset);
            return (offsets, walk.Unreadable.Count);
        }
    }

    /// <summary>Records of a topic whose pieces are given.</summary>
    private sealed class Pieces(Func<long, RecordPiece> read) : ITopicRecords
    {
        public TimeSpan LookInterval => TimeSpan.Zero;

        public int BatchOpenedMaxBytes => 1 << 20;

        public ValueTask<IReadOnlyList<PartitionEnds>> EndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<int, long>> StableEndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<PartitionStanding>> StandingsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<int, long>> FindByTimeAsync(IReadOnlyCollection<int> partitions, long timestampMs, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<RecordPiece> ReadAsync(int partition, long offset, int maxBytes, CancellationToken cancellationToken) => new(read(offset));

        public ValueTask<AppendResult> AppendAsync(int partition, RecordBatchWriter batch, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>A walk from positions to the ends as they are now.</summary>
    private static async Task<MessageWalk> WalkAsync(TestBroker broker, IReadOnlyCollection<(Partition Log, long Position)> starts, bool isBackward)
    {
        var records = new LoggedRecords(broker.Broker.Logs, broker.Broker.Topics.Snapshot.Find(0, "t")!);
        var ends = await records.EndsAsync([.. starts.Select(start => start.Log.Id.Partition)], CancellationToken.None);
        return new MessageWalk(records, [.. ends.Zip(starts, (end, start) => (end, start.Position))], isBackward);
    }

    /// <summary>A producer that writes in transactions, and what it has committed.</summary>
    private sealed class Producer(Partition log, long id)
    {
        private readonly List<long> _open = [];
        private int _sequence;

        public List<long> Committed { get; } = [];

        public bool IsOpen => _open.Count > 0;

        public long FirstOffset => _open[0];

        public async Task WriteAsync(int records, int valueBytes)
        {
            var batch = LogBench.Batch(records, timestampMs: 1_700_000_000_000, producerId: id, sequence: _sequence, valueBytes: valueBytes, isTransactional: true);
            var result = await log.AppendAsync(batch);
            result.Error.ShouldBe(KafkaError.None, result.Message);
            _sequence += records;
            _open.AddRange(Enumerable.Range(0, records).Select(index => result.BaseOffset + index));
        }

        public async Task EndAsync(bool isCommit)
        {
            (await log.AppendMarkerAsync(id, 0, 0, isCommit)).Error.ShouldBe(KafkaError.None);
            if (isCommit)
                Committed.AddRange(_open);
            _open.Clear();
        }
    }

    /// <summary>Appends batches of random lengths and codecs, each record a millisecond after the one before, whichever its partition.</summary>
    private static async Task<List<(int Partition, long Offset, long Time, string Value)>> AppendAsync(IReadOnlyList<Partition> logs, Random random, int batches)
    {
        var appended = new List<(int, long, long, string)>();
        var time = 1_700_000_000_000;
        for (var index = 0; index < batches; index++)
        {
            var log = logs[random.Next(logs.Count)];
            using var writer = new RecordBatchWriter(random.Next(2) == 0 ? CompressionCodec.None : CompressionCodec.Lz4);
            var records = new List<(long Time, string Value)>();
            for (var left = random.Next(1, 120); left > 0; left--)
            {
                records.Add((time++, new string('x', random.Next(0, 300)) + time));
                writer.Add(records[^1].Time, "key"u8, Encoding.UTF8.GetBytes(records[^1].Value));
            }

            var result = await log.AppendAsync(writer.Build());
            result.Error.ShouldBe(KafkaError.None, result.Message);
            appended.AddRange(records.Select((record, at) => (log.Id.Partition, result.BaseOffset + at, record.Time, record.Value)));
        }

        return appended;
    }
}
