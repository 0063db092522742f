namespace Hops.Kafka.Log;

/// <summary>Work for the one writer of the logs. It runs in order of arrival, on the writer's thread.</summary>
internal abstract class LogCommand(Partition partition)
{
    public Partition Partition { get; } = partition;

    /// <summary>What it is, in a word or two for the log.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes that wait with it.</summary>
    public virtual int PendingBytes => 0;

    /// <summary>Changes the log in memory; nothing of it is durable or visible yet. Commands that append nothing have no part here.</summary>
    public virtual void Stage(PartitionWriter writer)
    {
    }

    /// <summary>Does the rest and tells the caller, after all that was staged in the round has become durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it failed.</summary>
    public abstract void Fail(Exception cause);
}
