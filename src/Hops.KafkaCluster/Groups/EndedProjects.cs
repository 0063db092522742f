using System.Collections.Concurrent;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.KafkaCluster.Wire;
using Hops.Metadata.Transactions;
using Hops.Platform;

namespace Hops.KafkaCluster.Groups;

/// <summary>Deletes the groups of projects that were deleted: those whose ids begin as theirs did, and no others.</summary>
/// <param name="platform">Projects, and the database.</param>
/// <param name="names">What things are called in the cluster.</param>
/// <param name="cluster">The cluster.</param>
internal sealed class EndedProjects(HopsPlatform platform, ClusterNames names, ClusterConnection cluster)
{
    /// <summary>Pause before a coordinator that is loading is asked again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<long, EndedGroups> _rows = new();

    /// <summary>Reads which projects have ended and may have groups yet.</summary>
    public async ValueTask LoadAsync(ReadTransaction read)
    {
        await foreach (var row in read.SweepAllAsync(EndedGroups.Table))
            _rows[row.ProjectId] = row;
    }

    /// <summary>Keeps that the groups of a project are to go, in the transaction that deletes it.</summary>
    public async ValueTask EndIn(WriteTransaction transaction, long projectId)
    {
        if (platform.Roster.Now.Projects.GetValueOrDefault(projectId) is not { } project)
            return;
        var row = new EndedGroups(projectId, project.Row.Name);
        await transaction.PutAsync(EndedGroups.Table, row);
        transaction.OnCommitted(() => _rows[projectId] = row);
    }

    /// <summary>
    /// True for the name of a project that was deleted and of which the cluster may have groups. Who has the name now gets no rights on groups before they are
    /// gone, for what begins with the name is theirs: offsets of before, and members whose sessions last.
    /// </summary>
    public bool HasGroups(string project) => _rows.Values.Any(row => row.Name == project);

    /// <summary>Deletes them. Those that somebody is in are left for the next round: whose rights have ended is put out when its session is over.</summary>
    /// <returns>What is left, as sentences for the administrator.</returns>
    public async Task<IReadOnlyList<string>> RemoveGroupsAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var row in _rows.Values)
        {
            IReadOnlyList<string> left;
            try
            {
                left = await cluster.UseAsync((connection, limit) => DeleteAsync(row, connection, limit), cancellationToken);
            }
            catch (PlatformException refusal)
            {
                // Who may not delete groups there, or not at this moment, goes on with what is left of the round.
                problems.Add($"The consumer groups of the deleted project '{row.Name}' are still in the cluster: {refusal.Message}");
                continue;
            }

            if (left.Count > 0)
            {
                var heir = platform.Roster.Now.FindProject(row.Name) is null ? "" : " The project that has its name now has no groups there until then.";
                problems.Add($"Of the project '{row.Name}', which is deleted, the cluster has {left.Count} consumer groups that somebody is in, such as '{left[0]}': they are deleted when they are empty.{heir}");
                continue;
            }

            await platform.Store.WriteAsync(transaction => transaction.DeleteAsync(EndedGroups.Table, row.Key), cancellationToken);
            _rows.TryRemove(row.ProjectId, out _);
        }

        return problems;
    }

    private async Task<IReadOnlyList<string>> DeleteAsync(EndedGroups row, BrokerConnection connection, CancellationToken limit)
    {
        while (true)
        {
            if (await ProjectGroups.DeleteAsync(connection, names.OfProject(row.Name), limit) is { } left)
                return left;
            await Task.Delay(Pause, platform.Time, limit);
        }
    }
}
