using Hops.Metadata.Ids;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata;

/// <summary>
/// The metadata database (architecture section 2): everything that must be consistent. Thread safe. Engines: SQLite in process; PostgreSQL
/// has to pass the same conformance suite.
/// </summary>
public abstract class MetadataStore : IAsyncDisposable
{
    /// <summary>Runs a body over one snapshot. Never waits for the writer.</summary>
    public abstract ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a body as one atomic, durable transaction and answers after its commit. An exception of the body undoes only its own changes
    /// and is rethrown here. Conflicts and lost connections are retried.
    /// </summary>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>Unavailable</c> if the store is closing; <c>DiskFull</c>.</exception>
    public abstract ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default);

    /// <summary>
    /// The next free id of a sequence, from a range reserved durably beforehand: cheap, never given twice, with gaps after a restart.
    /// Sequences start at 1 and exist by being named.
    /// </summary>
    public abstract ValueTask<long> NextIdAsync(string sequence, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a sequence go on at an id or later: something outside of the database has seen the ids before it, and the database is older, as
    /// after a restore. To be called before this process takes its first id of the sequence.
    /// </summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="id">The least id that may be given; 1 to change nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The next id that will be given.</returns>
    public ValueTask<long> SkipIdsAsync(string sequence, long id, CancellationToken cancellationToken = default) =>
        WriteAsync(write => IdSequences.SkipIn(write, sequence, id), cancellationToken);

    /// <summary>
    /// Tells of every row of some tables that changes from now on: what was committed before this answers is in each snapshot that is taken
    /// afterwards, and what is committed later is told, so that whoever follows and then reads everything misses nothing. In memory: a restart
    /// tells nothing of what was before it.
    /// </summary>
    /// <param name="tables">The tables.</param>
    /// <param name="committed">
    /// Called with the changes of one transaction, in the order in which it made them, right after it became durable and before its caller is
    /// answered; transactions in commit order. It must not throw or block.
    /// </param>
    /// <param name="cancellationToken">Stops the beginning.</param>
    /// <returns>Ends it when it is disposed.</returns>
    public abstract ValueTask<IDisposable> FollowAsync(
        IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed, CancellationToken cancellationToken = default);

    /// <summary>Closes the store after the transactions under way.</summary>
    public abstract ValueTask DisposeAsync();
}
