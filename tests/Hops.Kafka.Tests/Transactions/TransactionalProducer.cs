using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>A producer with a transactional id that asks for one thing after the other, over a socket, and says what it was answered.</summary>
internal sealed class TransactionalProducer : IDisposable
{
    private readonly RawClient _client;
    private readonly Dictionary<(string Topic, int Partition), int> _sequences = [];

    private readonly TimeProvider _time;

    public TransactionalProducer(int port, string transactionalId = "payments", TimeProvider? time = null) =>
        (_client, TransactionalId, _time) = (new RawClient(port), transactionalId, time ?? TimeProvider.System);

    public string TransactionalId { get; }

    public long ProducerId { get; private set; } = -1;

    public short Epoch { get; set; } = -1;

    public async Task<KafkaError> BeginAsync(int timeoutMs = 60_000, bool goesOn = false)
    {
        var answer = await _client.AskAsync<InitProducerIdRequest, InitProducerIdResponse>(
            new()
            {
                TransactionalId = TransactionalId, TransactionTimeoutMs = timeoutMs, ProducerId = goesOn ? ProducerId : -1, ProducerEpoch = goesOn ? Epoch : (short)-1,
            },
            version: 4);
        if (answer.ErrorCode == KafkaError.None)
            Become(answer.ProducerId, answer.ProducerEpoch);
        return answer.ErrorCode;
    }

    /// <returns>None, or what is wrong with the partitions that are to blame.</returns>
    public async Task<KafkaError> AddAsync(string topic, params int[] partitions)
    {
        var answer = await _client.AskAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
            new() { TransactionalId = TransactionalId, ProducerId = ProducerId, ProducerEpoch = Epoch, Topics = [new() { Name = topic, Partitions = partitions }] },
            version: 3);
        return answer.ResultsByTopic.Single().Partitions.Select(partition => partition.ErrorCode).Where(error => error != KafkaError.OperationNotAttempted).Distinct().Single();
    }

    public async Task<KafkaError> WriteAsync(string topic, int partition = 0, int records = 1, short version = 11, long seed = 0)
    {
        var sequence = _sequences.GetValueOrDefault((topic, partition));
        var batch = LogBench.Batch(
            records, seed, producerId: ProducerId, sequence: sequence, epoch: Epoch, timestampMs: _time.GetUtcNow().ToUnixTimeMilliseconds(), isTransactional: true);
        var answer = await _client.AskAsync<ProduceRequest, ProduceResponse>(
            new()
            {
                TransactionalId = TransactionalId, Acks = -1, TimeoutMs = 10_000,
                TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = new(batch) }] }],
            },
            version);
        var error = answer.Responses.Single().PartitionResponses.Single().ErrorCode;
        if (error == KafkaError.None)
            _sequences[(topic, partition)] = sequence + records;
        return error;
    }

    public async Task<KafkaError> AddOffsetsAsync(string group) => (await _client.AskAsync<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(
        new() { TransactionalId = TransactionalId, ProducerId = ProducerId, ProducerEpoch = Epoch, GroupId = group }, version: 3)).ErrorCode;

    public async Task<KafkaError> CommitAsync(string group, string topic, long offset, short version = 3)
    {
        var answer = await _client.AskAsync<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(
            new()
            {
                TransactionalId = TransactionalId, GroupId = group, ProducerId = ProducerId, ProducerEpoch = Epoch,
                Topics = [new() { Name = topic, Partitions = [new() { CommittedOffset = offset }] }],
            },
            version);
        return answer.Topics.Single().Partitions.Single().ErrorCode;
    }

    public async Task<KafkaError> EndAsync(bool isCommit, short version = 3)
    {
        var answer = await _client.AskAsync<EndTxnRequest, EndTxnResponse>(
            new() { TransactionalId = TransactionalId, ProducerId = ProducerId, ProducerEpoch = Epoch, Committed = isCommit }, version);
        if (version >= 5 && answer.ErrorCode == KafkaError.None)
            Become(answer.ProducerId, answer.ProducerEpoch);
        return answer.ErrorCode;
    }

    public void Dispose() => _client.Dispose();

    private void Become(long producerId, short epoch)
    {
        if ((producerId, epoch) != (ProducerId, Epoch))
            _sequences.Clear();
        (ProducerId, Epoch) = (producerId, epoch);
    }
}
