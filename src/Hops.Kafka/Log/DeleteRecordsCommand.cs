namespace Hops.Kafka.Log;

/// <summary>Moves the start of a log.</summary>
internal sealed class DeleteRecordsCommand(Partition partition, long offset) : LogCommand(partition)
{
    private readonly TaskCompletionSource<(KafkaError Error, long LogStartOffset)> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<(KafkaError Error, long LogStartOffset)> Done => _done.Task;

    public override string Name => "deletion of records";

    public override void Complete()
    {
        if (Partition.IsDamaged)
        {
            // To move the start is to save the state, which would no longer tell how far the log was durable: the damage would pass for a torn tail.
            _done.TrySetResult((KafkaError.KafkaStorageError, -1));
            return;
        }

        var start = offset == -1 ? Partition.HighWatermark : offset;
        if (start < 0 || start > Partition.HighWatermark)
        {
            _done.TrySetResult((KafkaError.OffsetOutOfRange, -1));
            return;
        }

        Partition.Writer.MoveStart(start);
        _done.TrySetResult((KafkaError.None, Partition.LogStartOffset));
    }

    public override void Fail(Exception cause) => _done.TrySetResult((KafkaError.KafkaStorageError, -1));
}
