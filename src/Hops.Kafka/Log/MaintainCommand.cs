namespace Hops.Kafka.Log;

/// <summary>Applies retention and lets idle memory and files go.</summary>
internal sealed class MaintainCommand(Partition partition, long nowMs) : LogCommand(partition)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it has been done, or could not be done now.</summary>
    public Task Done => _done.Task;

    public override string Name => "maintenance";

    public override void Complete()
    {
        if (!Partition.IsDamaged)
            Partition.Writer.Maintain(nowMs);
        _done.TrySetResult();
    }

    public override void Fail(Exception cause) => _done.TrySetResult();
}
