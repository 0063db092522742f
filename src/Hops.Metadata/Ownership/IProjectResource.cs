using Hops.Core.Identity;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Ownership;

/// <summary>
/// What of one kind belongs to projects, how much of it, and what becomes of it when a project or a membership ends. A module joins by being in the one
/// list that the server gives to the platform; nobody else learns its tables.
/// </summary>
public interface IProjectResource
{
    /// <summary>
    /// Removes all of it in the transaction that deletes the project. What is in memory goes when that commits
    /// (<see cref="WriteTransaction.OnCommitted"/>).
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="actor">Who deletes the project, for the audit trail.</param>
    /// <param name="projectId">The project.</param>
    ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId);

    /// <summary>What a project uses of it, each kind with its limit, in the order in which people read it.</summary>
    /// <param name="read">A transaction to read in.</param>
    /// <param name="projectId">The project.</param>
    ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId);

    /// <summary>Reacts to the end of a membership, in its transaction. By itself it does nothing.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="userId">The user who is no longer a member of it.</param>
    void MemberRemovedIn(WriteTransaction transaction, long projectId, long userId)
    {
    }

    /// <summary>Reacts to the archiving of a project, in its transaction: what works for it stops. By itself it does nothing.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="projectId">The project.</param>
    void ProjectArchivedIn(WriteTransaction transaction, long projectId)
    {
    }

    /// <summary>
    /// Completes when what commits have begun here, such as the stopping of processes, has ended: whoever removed something is answered after it.
    /// </summary>
    Task SettledAsync() => Task.CompletedTask;
}
