using Hops.Core.Errors;

namespace Hops.Kafka.Log;

/// <summary>A command that appends a batch, and tells its caller what became of it.</summary>
internal abstract class AppendingCommand(Partition partition) : LogCommand(partition)
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes after the round.</summary>
    public Task<AppendResult> Done => _done.Task;

    /// <summary>What to tell if the round becomes durable.</summary>
    protected AppendResult Result { get; set; }

    public sealed override void Complete() => _done.TrySetResult(Result);

    public sealed override void Fail(Exception cause)
    {
        var message = cause is PlatformException refusal ? refusal.Message : "The log could not be written; see the broker's own log.";
        var error = Partition.IsClosed ? KafkaError.UnknownTopicOrPartition : KafkaError.KafkaStorageError;
        _done.TrySetResult(AppendResult.Refused(error, message, Partition.LogStartOffset));
    }
}
