namespace Hops.Kafka.Log;

/// <summary>Ends a partition: saved and closed, or deleted.</summary>
internal sealed class CloseCommand(Partition partition, bool delete) : LogCommand(partition)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override string Name => "closing";

    public override void Complete()
    {
        Partition.Shut();
        Partition.Writer.Close(save: !delete);
        _done.TrySetResult();
    }

    public override void Fail(Exception cause) => _done.TrySetException(cause);
}
