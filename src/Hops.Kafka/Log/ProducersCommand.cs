namespace Hops.Kafka.Log;

/// <summary>Copies what is known of the producers of a partition, which the writer alone may look at.</summary>
internal sealed class ProducersCommand(Partition partition) : LogCommand(partition)
{
    private readonly TaskCompletionSource<(KafkaError Error, List<ProducerStanding> Producers)> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<(KafkaError Error, List<ProducerStanding> Producers)> Done => _done.Task;

    public override string Name => "look at the producers";

    public override void Complete()
    {
        var open = Partition.Writer.Transactions.Open;
        var producers = new List<ProducerStanding>(Partition.Writer.Producers.Entries.Count);
        foreach (var (producerId, entry) in Partition.Writer.Producers.Entries)
        {
            var (lastSequence, lastTimestampMs) = entry.Recent is [.., var last] ? (last.LastSequence, last.TimestampMs) : (-1, entry.SeenMs);
            producers.Add(new ProducerStanding(
                producerId, entry.Epoch, lastSequence, lastTimestampMs, entry.CoordinatorEpoch, open.GetValueOrDefault(producerId, -1)));
        }

        _done.TrySetResult((KafkaError.None, producers));
    }

    public override void Fail(Exception cause) => _done.TrySetResult((KafkaError.KafkaStorageError, []));
}
