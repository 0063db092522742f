using Hops.Client.Topics;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Tests.Sources;

/// <summary>A topic with transactions as a query reads it: range after range, through the engine.</summary>
public sealed class TopicSourceTests : IDisposable
{
    private readonly EngineFixture _fixture = new EngineFixture().Schema(1, """{"type":"record","name":"E","fields":[{"name":"n","type":"long"}]}""");

    public void Dispose() => _fixture.Dispose();

    [DuckDbTheory]
    [InlineData(1, CompressionCodec.None)]
    [InlineData(7, CompressionCodec.Lz4)]
    [InlineData(10_000, CompressionCodec.None)]
    public async Task A_query_counts_what_is_committed_and_goes_on_with_what_was_open_when_that_ends(int recordsMax, CompressionCodec codec)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("events", partitions: 2);
        var logs = new[] { broker.Broker.Logs.Find(0, "events", 0)!, broker.Broker.Logs.Find(0, "events", 1)! };
        await using var connection = await BrokerConnection.OpenAsync(BrokerAddress.Parse(broker.Address), credential: null, CancellationToken.None);
        var source = await TopicSource.OpenAsync(new TopicReader(connection, "events"), CancellationToken.None);
        _fixture.Open(new StreamingQuery { Name = "q", Topic = "events", Sink = "/s", Sql = "SELECT n FROM events", BadRecords = BadRecordPolicy.Fail });
        var next = new Dictionary<long, int>();
        var reading = new Reading(source, _fixture, recordsMax);

        // In the first partition aborted and committed transactions of two producers lie in each other; in the second one is open.
        await WriteAsync(logs[0], producerId: 1, first: 100, count: 3);
        await WriteAsync(logs[0], producerId: 2, first: 0, count: 3);
        await WriteAsync(logs[0], producerId: 1, first: 103, count: 3);
        await EndAsync(logs[0], producerId: 1, isCommit: false);
        await WriteAsync(logs[0], producerId: 1, first: 3, count: 2);
        await EndAsync(logs[0], producerId: 2, isCommit: true);
        await EndAsync(logs[0], producerId: 1, isCommit: true);
        await WriteAsync(logs[1], producerId: 1, first: 5, count: 4);
        await WriteAsync(logs[1], producerId: 2, first: 200, count: 4);
        await WriteAsync(logs[1], producerId: -1, first: 9, count: 1);

        (await reading.ToEndAsync()).ShouldBe([0, 1, 2, 3, 4]);
        reading.Positions.ShouldBe([logs[0].HighWatermark, 0], "the markers are behind it, and what is open is ahead of it");

        var waiting = source.WaitAsync(reading.Positions, TimeSpan.FromSeconds(60), CancellationToken.None);
        await WriteAsync(logs[1], producerId: 1, first: 10, count: 1);
        await EndAsync(logs[1], producerId: 1, isCommit: true);
        await waiting;
        (await reading.ToEndAsync()).ShouldBe([5, 6, 7, 8]);

        await EndAsync(logs[1], producerId: 2, isCommit: false);
        (await reading.ToEndAsync()).ShouldBe([9, 10]);
        reading.Positions.ShouldBe([logs[0].HighWatermark, logs[1].HighWatermark]);

        async Task WriteAsync(Partition log, long producerId, long first, int count)
        {
            using var writer = new RecordBatchWriter(codec);
            for (var number = first; number < first + count; number++)
                writer.Add(1_700_000_000_000, default, AvroBytes.Framed(1).Long(number).ToArray());
            var sequence = producerId < 0 ? -1 : next.GetValueOrDefault(Key(log, producerId));
            next[Key(log, producerId)] = sequence + count;
            var result = await log.AppendAsync(writer.Build(producerId, (short)Math.Min(0, producerId), sequence, isTransactional: producerId >= 0));
            result.Error.ShouldBe(KafkaError.None, result.Message);
        }
    }

    private static long Key(Partition log, long producerId) => (log.Id.Partition * 100) + producerId;

    private static async Task EndAsync(Partition log, long producerId, bool isCommit) =>
        (await log.AppendMarkerAsync(producerId, 0, 0, isCommit)).Error.ShouldBe(KafkaError.None);

    /// <summary>What a query does with its source.</summary>
    private sealed class Reading(TopicSource source, EngineFixture engine, int recordsMax)
    {
        private long _sequence;

        public IReadOnlyList<long> Positions { get; private set; } = [0, 0];

        /// <summary>The numbers in all that can be read now and was not yet.</summary>
        public async Task<List<long>> ToEndAsync()
        {
            var numbers = new List<long>();
            while (true)
            {
                using var range = await source.ReadAsync(Positions, until: null, recordsMax, CancellationToken.None);
                if (range.IsEmpty)
                    return [.. numbers.Order()];
                var result = engine.Run(_sequence++, range.Batch);
                result.BadRecordCount.ShouldBe(0);
                numbers.AddRange(engine.Rows(result.Files, "SELECT n FROM output").Select(row => long.Parse(row.Trim('[', ']'), null)));
                Positions = range.To;
            }
        }
    }
}
