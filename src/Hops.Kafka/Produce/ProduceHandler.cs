using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Produce;

/// <summary>
/// Produce: queues every batch for its log before it waits for any, so that requests of one connection are appended in their order while
/// several wait for the same sync. Batches lie in the request's frame, which the call keeps until all have been written.
/// </summary>
internal sealed class ProduceHandler(TopicCatalog topics, TopicLogs logs, TransactionDirectory transactions, TransactionCoordinator coordinator)
{
    private const short ZstdFrom = 7;
    private const short ImplicitFrom = 12;

    /// <summary>Bytes of a compressed batch that are opened without waiting for a turn: what producers send by default, several times over.</summary>
    private const int AtOnceMaxBytes = 2 << 20;

    /// <summary>Bytes opened in one turn: a few milliseconds.</summary>
    private const int PerTurnBytes = 8 << 20;

    public async ValueTask<ProduceResponse?> HandleAsync(Call call, ProduceRequest request)
    {
        var response = new ProduceResponse();
        var pending = new List<(ProduceResponse.Topic.Partition Answer, Task<AppendResult> Append)>();
        foreach (var topic in request.TopicData)
        {
            var answers = new ProduceResponse.Topic { Name = topic.Name };
            response.Responses.Add(answers);
            foreach (var partition in topic.PartitionData)
            {
                UntilWhen(call, request).ThrowIfCancellationRequested();
                var answer = new ProduceResponse.Topic.Partition { Index = partition.Index };
                answers.PartitionResponses.Add(answer);
                pending.Add((answer, await QueueAsync(call, request, topic.Name, partition)));
            }
        }

        // Before the next request of the connection is read.
        response.ThrottleTimeMs = call.Charge(TrafficDirection.Produce, call.Frame.LengthBytes);
        call.MarkQueued();

        var failed = false;
        foreach (var (answer, append) in pending)
        {
            var result = await append;
            (answer.ErrorCode, answer.BaseOffset, answer.ErrorMessage) = (result.Error, result.BaseOffset, result.Message);
            (answer.LogAppendTimeMs, answer.LogStartOffset) = (result.LogAppendTimeMs, result.LogStartOffset);
            if (result.RecordIndex >= 0)
                answer.RecordErrors.Add(new() { BatchIndex = result.RecordIndex, BatchIndexErrorMessage = result.Message });
            failed |= result.Error != KafkaError.None;
        }

        NoteTaken(call, request, response);
        if (request.Acks != 0)
            return response;

        // Without a response the only way to tell that a batch was refused is to close the connection.
        call.Session.IsClosing |= failed;
        return null;
    }

    /// <summary>One note a topic: the trail tells of a minute of them in one entry, whatever the size of batches.</summary>
    private static void NoteTaken(Call call, ProduceRequest request, ProduceResponse response)
    {
        foreach (var (topic, answers) in request.TopicData.Zip(response.Responses))
        {
            var lengthBytes = topic.PartitionData.Zip(answers.PartitionResponses)
                .Where(pair => pair.Second.ErrorCode == KafkaError.None)
                .Sum(pair => (long)pair.First.Records.LengthBytes);
            if (lengthBytes > 0)
                call.NoteChange("topic.produce", ResourceKind.Topic, topic.Name, lengthBytes);
        }
    }

    /// <summary>Who asks for no answer may close its side after the last batch, and means it to be taken.</summary>
    private static CancellationToken UntilWhen(Call call, ProduceRequest request) => request.Acks == 0 ? call.Session.Ended : call.Aborted;

    /// <summary>Examines a batch and queues it for its log; the outer task is done when it is queued, the inner one when it is appended.</summary>
    private async ValueTask<Task<AppendResult>> QueueAsync(Call call, ProduceRequest request, string name, ProduceRequest.Topic.Partition partition)
    {
        if (request.Acks is < -1 or > 1)
            return Refuse(KafkaError.InvalidRequiredAcks, "acks is -1, 0 or 1.");
        if (call.TopicError(Operation.Write, name) is not KafkaError.None and var denied)
            return Refuse(denied, "The topic is not there, or you may not write to it.");
        if (call.Names.Find(topics, name) is not { } topic || !topic.HasPartition(partition.Index))
            return Refuse(KafkaError.UnknownTopicOrPartition, "There is no such topic or partition.");
        if (partition.Records.LengthBytes == 0)
            return Refuse(KafkaError.InvalidRecord, "The request holds no records for this partition.");
        var batch = partition.Records.ToMemory();
        if (call.Version < ZstdFrom && batch.Length > RecordBatchHeader.LengthBytes && RecordBatchHeader.Parse(batch.Span).Codec == CompressionCodec.Zstd)
            return Refuse(KafkaError.UnsupportedCompressionType, "zstd needs Produce version 7.");
        var log = logs.Get(topic, partition.Index);
        var intake = new BatchIntake(log, batch, await logs.Schemas.DemandAsync(topic, log.Settings, UntilWhen(call, request)));
        using (intake)
            await ExamineAsync(call, intake, UntilWhen(call, request));
        return batch.Length >= RecordBatchHeader.LengthBytes && RecordBatchHeader.Parse(batch.Span) is { IsTransactional: true } header
            ? await QueueInTransactionAsync(call, request, header, new TopicPartition(topic.Id, partition.Index), intake)
            : intake.AppendAsync();
    }

    /// <summary>
    /// Lets a batch into the open transaction of its producer; from version 12 on that opens it, or adds the partition to it, and the producer has
    /// another epoch for each (KIP-890).
    /// </summary>
    private async ValueTask<Task<AppendResult>> QueueInTransactionAsync(
        Call call, ProduceRequest request, RecordBatchHeader header, TopicPartition partition, BatchIntake intake)
    {
        if (request.TransactionalId is not { } transactionalId || call.TransactionalIdError(Operation.Write, transactionalId) != KafkaError.None)
            return Refuse(KafkaError.TransactionalIdAuthorizationFailed, "The request names no transactional id, or none that you may write with.");
        if (call.Names.Find(transactions, transactionalId) is not { } transaction)
            return Refuse(KafkaError.InvalidProducerIdMapping, "The transactional id is not known; begin with InitProducerId.");
        if (call.Version >= ImplicitFrom && transaction.State.Takes(header.ProducerId, header.ProducerEpoch, partition) == KafkaError.InvalidTxnState)
        {
            var error = await coordinator.AddAsync(transaction, header.ProducerId, header.ProducerEpoch, [partition], UntilWhen(call, request));
            if (error != KafkaError.None)
                return Refuse(error, "The partition could not be added to the transaction.");
        }

        return transaction.Append(header.ProducerId, header.ProducerEpoch, partition, () => intake.AppendAsync(beginsAtZero: call.Version >= ImplicitFrom));
    }

    /// <summary>What opens to little is examined at once; the rest takes turns with others, and ends with its connection.</summary>
    private static async ValueTask ExamineAsync(Call call, BatchIntake intake, CancellationToken end)
    {
        var isDone = intake.Examine(AtOnceMaxBytes);
        while (!isDone)
        {
            using var turn = await call.TurnAsync(end);
            isDone = intake.Examine(intake.OpenedBytes + PerTurnBytes);
        }
    }

    private static Task<AppendResult> Refuse(KafkaError error, string message) => Task.FromResult(AppendResult.Refused(error, message));
}
