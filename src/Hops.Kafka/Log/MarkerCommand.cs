using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>Ends the transaction of a producer, if one is open, and fences its earlier epochs.</summary>
internal sealed class MarkerCommand(Partition partition, TransactionMarker marker) : AppendingCommand(partition)
{
    public override string Name => "transaction marker";

    public override void Stage(PartitionWriter writer)
    {
        var logStartOffset = Partition.LogStartOffset;
        if (!writer.Producers.StageMarker(marker, writer.NowMs))
        {
            Result = AppendResult.Refused(KafkaError.InvalidProducerEpoch, "A later epoch of the producer has written here already.", logStartOffset);
            return;
        }

        var isOpen = writer.Transactions.Open.ContainsKey(marker.ProducerId);
        Result = new AppendResult(KafkaError.None, isOpen ? writer.Stage(marker) : -1, -1, logStartOffset, null);
    }
}
