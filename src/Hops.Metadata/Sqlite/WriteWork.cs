using Hops.Metadata.Transactions;

namespace Hops.Metadata.Sqlite;

/// <summary>A write transaction on its way through the queue of the writer.</summary>
internal abstract class WriteWork
{
    /// <summary>True if the caller gave up before it began.</summary>
    internal abstract bool IsCancelled { get; }

    /// <summary>Runs the body; throws what it throws.</summary>
    internal abstract void Run(SqliteTransaction transaction);

    /// <summary>Answers the caller with what the body returned: it is durable.</summary>
    internal abstract void Complete();

    /// <summary>Answers the caller: nothing of it happened.</summary>
    internal abstract void Fail(Exception exception);

    /// <summary>Answers the caller who gave up.</summary>
    internal abstract void Cancel();
}

/// <inheritdoc cref="WriteWork"/>
internal sealed class WriteWork<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken) : WriteWork
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    internal Task<T> Answer => _answer.Task;

    internal override bool IsCancelled => cancellationToken.IsCancellationRequested;

    internal override void Run(SqliteTransaction transaction) => _result = SqliteBody.Result(body(transaction));

    internal override void Complete() => _answer.SetResult(_result);

    internal override void Fail(Exception exception) => _answer.SetException(exception);

    internal override void Cancel() => _answer.SetCanceled(cancellationToken);
}

/// <summary>What a body of a transaction returned.</summary>
internal static class SqliteBody
{
    /// <summary>The result of a body, which is there already because every call on SQLite completes before it returns.</summary>
    /// <exception cref="InvalidOperationException">The body awaited something else.</exception>
    internal static T Result<T>(ValueTask<T> task)
    {
        if (!task.IsCompleted)
            throw new InvalidOperationException("the body of a transaction awaited something other than the calls of its transaction");
        return task.GetAwaiter().GetResult();
    }
}
