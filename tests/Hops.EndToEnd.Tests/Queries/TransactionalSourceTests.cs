using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>A topic to which producers write in transactions, as queries and statements read it.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class TransactionalSourceTests(SharedPlatform shared)
{
    private const int Partitions = 2;

    [SpineFact]
    public async Task A_query_and_a_statement_have_what_was_committed_once_and_the_rest_when_it_is()
    {
        await using var project = await shared.Platform.ProjectAsync("transacted");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers", Partitions);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await using var connection = await project.ConnectAsync(CancellationToken.None);
        var reader = new TopicReader(connection, "numbers");
        var slow = await Producer.BeginAsync(connection, schemaId, "slow");
        var quick = await Producer.BeginAsync(connection, schemaId, "quick");

        // Every third transaction of the quick one is aborted. The slow one opens its own in the middle, and what follows waits for it.
        for (var round = 0; round < 9; round++)
        {
            if (round == 5)
            {
                await query.CommitsAsync((await reader.LatestAsync(Partitions, CancellationToken.None)).Sum());
                await slow.WriteAsync(1_000, 1_010);
            }

            var isAborted = round % 3 == 2;
            await quick.WriteAsync(isAborted ? 100_000 : round * 10, isAborted ? 100_010 : (round * 10) + 10);
            await quick.EndAsync(isCommit: !isAborted);
        }

        var before = Enumerable.Range(0, 5).Where(round => round % 3 != 2).SelectMany(round => Enumerable.Range(round * 10, 10)).ToList();
        await query.CommitsAsync((await reader.LatestAsync(Partitions, CancellationToken.None)).Sum());
        (await NumbersAsync("kept")).ShouldBe(before);
        (await NumbersAsync("topics.numbers")).ShouldBe(before);

        await slow.EndAsync(isCommit: true);

        var all = Enumerable.Range(0, 9).Where(round => round % 3 != 2).SelectMany(round => Enumerable.Range(round * 10, 10)).Concat(Enumerable.Range(1_000, 10)).ToList();
        var commit = await query.CommitsAsync((await reader.LatestAsync(Partitions, CancellationToken.None)).Sum());
        commit.Totals.RowsIn.ShouldBe(all.Count);
        (await NumbersAsync("kept")).ShouldBe(all);
        (await NumbersAsync("topics.numbers")).ShouldBe(all);
        (await query.FinishAsync()).GetProperty("state").GetString().ShouldNotBe("FAILED");

        async Task<IEnumerable<int>> NumbersAsync(string table) =>
            (await project.SqlAsync($"SELECT n FROM {table} ORDER BY n")).Select(row => row[0].GetInt32());
    }

    /// <summary>A producer with a transactional id, which writes to both partitions.</summary>
    private sealed class Producer(BrokerConnection connection, int schemaId, string transactionalId, InitProducerIdResponse identity)
    {
        private readonly int[] _sequences = new int[Partitions];

        public static async Task<Producer> BeginAsync(BrokerConnection connection, int schemaId, string transactionalId)
        {
            var identity = await connection.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(
                new() { TransactionalId = transactionalId, TransactionTimeoutMs = 600_000 }, 4, CancellationToken.None);
            identity.ErrorCode.ShouldBe(KafkaError.None);
            return new Producer(connection, schemaId, transactionalId, identity);
        }

        public async Task WriteAsync(int from, int until)
        {
            var added = await connection.SendAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
                new()
                {
                    TransactionalId = transactionalId, ProducerId = identity.ProducerId, ProducerEpoch = identity.ProducerEpoch,
                    Topics = [new() { Name = "numbers", Partitions = [.. Enumerable.Range(0, Partitions)] }],
                },
                3,
                CancellationToken.None);
            added.ResultsByTopic.Single().Partitions.ShouldAllBe(partition => partition.ErrorCode == KafkaError.None);
            var answer = await connection.SendAsync<ProduceRequest, ProduceResponse>(
                new()
                {
                    TransactionalId = transactionalId, Acks = -1, TimeoutMs = 30_000,
                    TopicData = [new() { Name = "numbers", PartitionData = [.. Enumerable.Range(0, Partitions).Select(partition => Batch(partition, from, until))] }],
                },
                9,
                CancellationToken.None);
            answer.Responses.Single().PartitionResponses.ShouldAllBe(partition => partition.ErrorCode == KafkaError.None);
        }

        public async Task EndAsync(bool isCommit) => (await connection.SendAsync<EndTxnRequest, EndTxnResponse>(
            new() { TransactionalId = transactionalId, ProducerId = identity.ProducerId, ProducerEpoch = identity.ProducerEpoch, Committed = isCommit },
            3,
            CancellationToken.None)).ErrorCode.ShouldBe(KafkaError.None);

        private ProduceRequest.Topic.Partition Batch(int partition, int from, int until)
        {
            using var writer = new RecordBatchWriter(CompressionCodec.Lz4);
            for (var number = from; number < until; number++)
            {
                if (number % Partitions == partition)
                    writer.Add(NumberedEvents.TimeMs(number), default, NumberedEvents.Encode(schemaId, number));
            }

            var batch = writer.Build(identity.ProducerId, identity.ProducerEpoch, _sequences[partition], isTransactional: true).ToArray();
            _sequences[partition] += writer.Count;
            return new() { Index = partition, Records = new RecordBytes(batch) };
        }
    }
}
