using Hops.Client.Tests.Support;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Tests.Topics;

/// <summary>Appending a batch to a cluster of two brokers while the leader moves, dies, or does not say what became of it.</summary>
public sealed class TopicAppenderTests
{
    private static readonly Guid s_topicId = Guid.NewGuid();

    [Theory]
    [InlineData(KafkaError.NotLeaderOrFollower)]
    [InlineData(KafkaError.LeaderNotAvailable)]
    [InlineData(KafkaError.NotEnoughReplicas)]
    public async Task A_batch_that_is_not_taken_at_this_moment_is_sent_again_as_it_was(KafkaError passing)
    {
        await using var pair = new Pair();
        pair.Says(passing, passing, KafkaError.None);
        await using var connection = await pair.ConnectAsync();
        using var batch = Batch();
        var appender = Appender(batch);

        var answer = await appender.SendAsync(connection, null, 1000, CancellationToken.None);

        (answer.Error, answer.BaseOffset, appender.IsUnknown, appender.Passing).ShouldBe((KafkaError.None, 7L, false, passing));
        pair.Batches.Count.ShouldBe(3);
        pair.Batches.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_batch_goes_to_the_broker_that_leads_its_partition_and_to_another_one_when_that_dies()
    {
        await using var pair = new Pair();
        pair.Leader = 2;
        await using var connection = await pair.ConnectAsync();
        using var batch = Batch();
        var first = Appender(batch);
        (await first.SendAsync(connection, null, 1000, CancellationToken.None)).Error.ShouldBe(KafkaError.None);
        pair.Receivers.ShouldBe([2]);

        pair.Dies = () => pair.Leader = 1;
        var second = Appender(batch);
        var answer = await second.SendAsync(connection, first.Producer, 1000, CancellationToken.None);

        (answer.Error, second.IsUnknown).ShouldBe((KafkaError.None, false));
        pair.Receivers.ShouldBe([2, 2, 1]);
        SequenceOf(pair.Batches[0]).ShouldBe((100L, 0));
        SequenceOf(pair.Batches[2]).ShouldBe((100L, 2), "records of the same producer are numbered on");
        pair.Batches[1].ShouldBe(pair.Batches[2]);
    }

    [Fact]
    public async Task What_became_of_a_batch_that_was_not_answered_is_not_known()
    {
        await using var pair = new Pair();
        pair.Says(KafkaError.RequestTimedOut);
        await using var connection = await pair.ConnectAsync();
        using var batch = Batch();
        using var patience = new CancellationTokenSource();
        pair.Asked = patience.Cancel;
        var appender = Appender(batch);
        appender.IsUnknown.ShouldBeFalse();

        await Should.ThrowAsync<OperationCanceledException>(() => appender.SendAsync(connection, null, 1000, patience.Token));

        appender.IsUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task A_batch_that_nobody_could_be_sent_is_known_not_to_be_there()
    {
        await using var pair = new Pair();
        await using var connection = await pair.ConnectAsync();
        await pair.StopAsync();
        using var batch = Batch();
        var appender = Appender(batch);

        (await Should.ThrowAsync<PlatformException>(() => appender.SendAsync(connection, null, 1000, CancellationToken.None))).Code.ShouldBe(ErrorCode.Unavailable);

        appender.IsUnknown.ShouldBeFalse();
    }

    [Theory]
    [InlineData(KafkaError.OutOfOrderSequenceNumber)]
    [InlineData(KafkaError.UnknownProducerId)]
    public async Task A_producer_that_a_broker_has_forgotten_begins_anew(KafkaError forgotten)
    {
        await using var pair = new Pair();
        await using var connection = await pair.ConnectAsync();
        using var batch = Batch();
        var first = Appender(batch);
        await first.SendAsync(connection, null, 1000, CancellationToken.None);
        pair.Says(forgotten, KafkaError.None);

        var second = Appender(batch);
        (await second.SendAsync(connection, first.Producer, 1000, CancellationToken.None)).Error.ShouldBe(KafkaError.None);

        pair.Batches.Select(SequenceOf).ShouldBe([(100L, 0), (100L, 2), (101L, 0)]);
        second.Producer.ShouldNotBe(first.Producer);
    }

    [Fact]
    public async Task A_refusal_is_told_with_the_record_that_is_the_reason()
    {
        await using var pair = new Pair();
        pair.Says(KafkaError.InvalidRecord);
        await using var connection = await pair.ConnectAsync();
        using var batch = Batch();
        var appender = Appender(batch);

        var answer = await appender.SendAsync(connection, null, 1000, CancellationToken.None);

        (answer.Error, answer.Message, answer.RecordIndex, appender.IsUnknown).ShouldBe((KafkaError.InvalidRecord, "it has no key", 1, false));
    }

    private static TopicAppender Appender(RecordBatchWriter batch) => new(("t", s_topicId, "hops.p.t"), 0, batch, TimeProvider.System);

    private static RecordBatchWriter Batch()
    {
        var writer = new RecordBatchWriter(CompressionCodec.None);
        writer.Add(1_700_000_000_000, "key"u8, "one"u8);
        writer.Add(1_700_000_000_000, "key"u8, "two"u8);
        return writer;
    }

    private static (long ProducerId, int Sequence) SequenceOf(string batch)
    {
        RecordBatchHeader.TryParse(Convert.FromHexString(batch), out var header).ShouldBeTrue();
        return (header.ProducerId, header.BaseSequence);
    }

    /// <summary>Two brokers and a topic of one partition; the first broker is the one that is connected to.</summary>
    private sealed class Pair : IAsyncDisposable
    {
        private readonly ScriptedBroker _first = new();
        private readonly ScriptedBroker _second = new();
        private readonly Queue<KafkaError> _answers = new();
        private long _producerId = 100;

        public Pair()
        {
            foreach (var (id, broker) in new[] { (1, _first), (2, _second) })
            {
                broker.Answer<MetadataRequest, MetadataResponse>(10, _ => Metadata())
                    .Answer<InitProducerIdRequest, InitProducerIdResponse>(4, _ => new InitProducerIdResponse { ProducerId = _producerId++ })
                    .Answer<ProduceRequest, ProduceResponse>(9, request => Take(id, request));
            }
        }

        public int Leader { get; set; } = 1;

        /// <summary>What happens when the second broker takes its next batch, and answers nothing.</summary>
        public Action? Dies { get; set; }

        /// <summary>What happens when a batch has come.</summary>
        public Action? Asked { get; set; }

        /// <summary>The batches that came, as hexadecimal digits.</summary>
        public List<string> Batches { get; } = [];

        /// <summary>Who got them.</summary>
        public List<int> Receivers { get; } = [];

        public void Says(params KafkaError[] answers)
        {
            foreach (var answer in answers)
                _answers.Enqueue(answer);
        }

        public Task<BrokerConnection> ConnectAsync() => BrokerConnection.OpenAsync(_first.Address, null, CancellationToken.None);

        public ValueTask StopAsync() => _first.DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            await _first.DisposeAsync();
            await _second.DisposeAsync();
        }

        private MetadataResponse Metadata() => new()
        {
            Brokers = [.. new[] { _first.Address, _second.Address }.Select((address, index) => new MetadataResponse.Broker { NodeId = index + 1, Host = address.Host, Port = address.Port })],
            Topics = [new MetadataResponse.Topic { Name = "hops.p.t", Partitions = [new MetadataResponse.Topic.Partition { LeaderId = Leader }] }],
        };

        private ProduceResponse Take(int broker, ProduceRequest request)
        {
            request.Acks.ShouldBe((short)-1);
            var topic = request.TopicData.Single();
            topic.Name.ShouldBe("hops.p.t");
            Receivers.Add(broker);
            Batches.Add(Convert.ToHexString(topic.PartitionData.Single().Records.ToMemory().Span));
            if (broker == 2 && Dies is { } dies)
            {
                dies();
                throw new IOException("dies");
            }

            Asked?.Invoke();
            var error = _answers.Count > 0 ? _answers.Dequeue() : KafkaError.None;
            return new ProduceResponse
            {
                Responses =
                [
                    new ProduceResponse.Topic
                    {
                        Name = "hops.p.t",
                        PartitionResponses =
                        [
                            new ProduceResponse.Topic.Partition
                            {
                                ErrorCode = error,
                                BaseOffset = error == KafkaError.None ? 7 : -1,
                                RecordErrors = error == KafkaError.InvalidRecord
                                    ? [new ProduceResponse.Topic.Partition.RecordError { BatchIndex = 1, BatchIndexErrorMessage = "it has no key" }]
                                    : [],
                            },
                        ],
                    },
                ],
            };
        }
    }
}
