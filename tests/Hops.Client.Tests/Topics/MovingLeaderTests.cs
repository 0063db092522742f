using Hops.Client.Tests.Support;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Tests.Topics;

/// <summary>Reading from a cluster of two brokers while the leader of a partition moves, or dies.</summary>
public sealed class MovingLeaderTests
{
    [Theory]
    [InlineData(KafkaError.NotLeaderOrFollower)]
    [InlineData(KafkaError.FencedLeaderEpoch)]
    [InlineData(KafkaError.UnknownLeaderEpoch)]
    public async Task A_partition_is_read_from_the_broker_to_which_it_has_moved(KafkaError answer)
    {
        await using var pair = new Pair();
        await using var connection = await pair.ConnectAsync();
        var reader = new TopicReader(connection, "t");
        await reader.DescribeAsync(CancellationToken.None);
        (await reader.LatestAsync(2, CancellationToken.None)).ShouldBe([3L, 3]);

        pair.Move(partition: 1, leader: 2, answer);
        using (var first = await reader.FetchAsync(new Dictionary<int, long> { [0] = 0, [1] = 0 }, 1 << 20, TimeSpan.Zero, CancellationToken.None))
            first.Partitions.Select(fetched => fetched.Partition).ShouldBe([0]);
        using (var second = await reader.FetchAsync(new Dictionary<int, long> { [1] = 0 }, 1 << 20, TimeSpan.Zero, CancellationToken.None))
            second.Partitions.Select(fetched => fetched.Partition).ShouldBe([1]);

        pair.Move(partition: 1, leader: 1, answer);
        (await reader.LatestAsync(2, CancellationToken.None)).ShouldBe([3L, 3]);
    }

    [Fact]
    public async Task A_leader_that_dies_is_left_for_the_one_that_is_elected()
    {
        await using var pair = new Pair();
        pair.Move(partition: 1, leader: 2, KafkaError.NotLeaderOrFollower);
        await using var connection = await pair.ConnectAsync();
        var reader = new TopicReader(connection, "t");
        await reader.DescribeAsync(CancellationToken.None);
        (await reader.LatestAsync(2, CancellationToken.None)).ShouldBe([3L, 3]);

        await pair.StopSecondAsync();
        pair.Move(partition: 1, leader: 1, KafkaError.NotLeaderOrFollower);

        (await reader.LatestAsync(2, CancellationToken.None)).ShouldBe([3L, 3]);
    }

    [Fact]
    public async Task A_partition_that_nobody_leads_is_refused_after_half_a_minute()
    {
        var time = new SteppedTime();
        await using var pair = new Pair();
        await using var connection = await pair.ConnectAsync();
        var reader = new TopicReader(connection, "t", null, time);
        await reader.DescribeAsync(CancellationToken.None);
        pair.Move(partition: 1, leader: -1, KafkaError.LeaderNotAvailable);

        var asking = Should.ThrowAsync<PlatformException>(() => reader.LatestAsync(2, CancellationToken.None));
        await time.StepUntilAsync(asking, TimeSpan.FromSeconds(5), timersMin: 1);

        var refusal = await asking;
        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Unavailable, "The broker answered LeaderNotAvailable for topic 't'."));
        time.GetTimestamp().ShouldBeGreaterThan(TimeSpan.FromSeconds(30).Ticks);
    }

    [Fact]
    public async Task What_a_broker_says_of_partitions_that_it_was_not_asked_for_is_not_heard()
    {
        await using var broker = new ScriptedBroker();
        broker.Answer<ListOffsetsRequest, ListOffsetsResponse>(7, _ => new ListOffsetsResponse
        {
            Topics =
            [
                new ListOffsetsResponse.Topic
                {
                    Name = "t",
                    Partitions = [.. Enumerable.Range(0, 3).Select(index => new ListOffsetsResponse.Topic.Partition { PartitionIndex = index, Offset = 10 + index })],
                },
            ],
        });
        await using var connection = await BrokerConnection.OpenAsync(broker.Address, null, CancellationToken.None);

        var listed = await new TopicReader(connection, "t").ListAsync([1], TopicReader.Latest, isCommitted: true, CancellationToken.None);

        listed.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(1, new ListedOffset(11, -1)));
    }

    [Fact]
    public async Task The_largest_time_is_unknown_of_a_broker_that_would_take_it_for_a_time_like_others()
    {
        await using var broker = new ScriptedBroker();
        broker.Offer(ApiKey.ListOffsets, 5).Answer<ListOffsetsRequest, ListOffsetsResponse>(5, _ => new ListOffsetsResponse
        {
            Topics = [new ListOffsetsResponse.Topic { Name = "t", Partitions = [new ListOffsetsResponse.Topic.Partition { PartitionIndex = 0, Offset = 0, Timestamp = 1_000 }] }],
        });
        await using var connection = await BrokerConnection.OpenAsync(broker.Address, null, CancellationToken.None);

        var listed = await new TopicReader(connection, "t").ListAsync([0], TopicReader.LargestTime, isCommitted: false, CancellationToken.None);

        listed.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(0, new ListedOffset(-1, -1)));
    }

    /// <summary>Two brokers, and a topic of two partitions with three records each; the first broker leads both until they are moved.</summary>
    private sealed class Pair : IAsyncDisposable
    {
        private readonly int[] _leaders = [1, 1];
        private readonly ScriptedBroker _first = new();
        private readonly ScriptedBroker _second = new();
        private KafkaError _elsewhere = KafkaError.NotLeaderOrFollower;

        public Pair()
        {
            foreach (var (id, broker) in new[] { (1, _first), (2, _second) })
            {
                broker.Answer<MetadataRequest, MetadataResponse>(10, _ => Metadata())
                    .Answer<ListOffsetsRequest, ListOffsetsResponse>(7, request => Ends(id, request))
                    .Answer<FetchRequest, FetchResponse>(12, request => Records(id, request));
            }
        }

        public Task<BrokerConnection> ConnectAsync() => BrokerConnection.OpenAsync(_first.Address, null, CancellationToken.None);

        public void Move(int partition, int leader, KafkaError elsewhere) => (_leaders[partition], _elsewhere) = (leader, elsewhere);

        public ValueTask StopSecondAsync() => _second.DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            await _first.DisposeAsync();
            await _second.DisposeAsync();
        }

        private KafkaError ErrorOf(int broker, int partition) => _leaders[partition] == broker ? KafkaError.None : _elsewhere;

        private MetadataResponse Metadata() => new()
        {
            Brokers = [.. new[] { _first.Address, _second.Address }.Select((address, index) => new MetadataResponse.Broker { NodeId = index + 1, Host = address.Host, Port = address.Port })],
            Topics =
            [
                new MetadataResponse.Topic
                {
                    Name = "t",
                    Partitions = [.. _leaders.Select((leader, index) => new MetadataResponse.Topic.Partition { PartitionIndex = index, LeaderId = leader })],
                },
            ],
        };

        private ListOffsetsResponse Ends(int broker, ListOffsetsRequest request) => new()
        {
            Topics =
            [
                new ListOffsetsResponse.Topic
                {
                    Name = "t",
                    Partitions =
                    [
                        .. request.Topics.Single().Partitions.Select(partition => new ListOffsetsResponse.Topic.Partition
                        {
                            PartitionIndex = partition.PartitionIndex,
                            ErrorCode = ErrorOf(broker, partition.PartitionIndex),
                            Offset = ErrorOf(broker, partition.PartitionIndex) == KafkaError.None ? 3 : -1,
                        }),
                    ],
                },
            ],
        };

        private static ReadOnlyMemory<byte> Batch()
        {
            using var writer = new RecordBatchWriter(CompressionCodec.None);
            for (var number = 0; number < 3; number++)
                writer.Add(1_700_000_000_000, "key"u8, "value"u8);
            return writer.Build().ToArray();
        }

        private FetchResponse Records(int broker, FetchRequest request) => new()
        {
            Responses =
            [
                new FetchResponse.Topic
                {
                    Name = "t",
                    Partitions =
                    [
                        .. request.Topics.Single().Partitions.Select(partition => new FetchResponse.Topic.Partition
                        {
                            PartitionIndex = partition.Index,
                            ErrorCode = ErrorOf(broker, partition.Index),
                            Records = new RecordBytes(ErrorOf(broker, partition.Index) == KafkaError.None ? Batch() : ReadOnlyMemory<byte>.Empty),
                        }),
                    ],
                },
            ],
        };
    }
}
