using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>Ends the transaction of a producer, if one is open, and fences its earlier epochs.</summary>
internal sealed class MarkerCommand(Partition partition, TransactionMarker marker) : LogCommand(partition)
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AppendResult _result;

    public Task<AppendResult> Done => _done.Task;

    public override string Name => "transaction marker";

    public override void Stage(PartitionWriter writer)
    {
        var logStartOffset = Partition.LogStartOffset;
        if (!writer.Producers.StageMarker(marker.ProducerId, marker.ProducerEpoch, writer.NowMs))
        {
            _result = AppendResult.Refused(KafkaError.InvalidProducerEpoch, "A later epoch of the producer has written here already.", logStartOffset);
            return;
        }

        var isOpen = writer.Transactions.Open.ContainsKey(marker.ProducerId);
        _result = new AppendResult(KafkaError.None, isOpen ? writer.Stage(marker) : -1, -1, logStartOffset, null);
    }

    public override void Complete() => _done.TrySetResult(_result);

    public override void Fail(Exception cause)
    {
        var message = cause is PlatformException refusal ? refusal.Message : "The log could not be written; see the broker's own log.";
        var error = Partition.IsClosed ? KafkaError.UnknownTopicOrPartition : KafkaError.KafkaStorageError;
        _done.TrySetResult(AppendResult.Refused(error, message, Partition.LogStartOffset));
    }
}
