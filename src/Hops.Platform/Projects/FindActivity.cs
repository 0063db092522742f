using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Users;

namespace Hops.Platform.Projects;

/// <summary>
/// What a person did last in each of many projects, from the ends of their audit trails: a few reads for all projects together. The callers may see the
/// projects; of the trail they learn no more than when somebody did something, and who.
/// </summary>
public static class FindActivity
{
    /// <summary>
    /// How many entries of a trail are looked at. What was refused, to a stranger too, and what the platform did by itself is no activity; where there is more of that,
    /// none is told.
    /// </summary>
    private const int LooksMax = 4;

    private const string Done = "ok";

    /// <summary>The last activity by project; a project of which none is known is left out.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="projectIds">The projects, at most a page of them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyDictionary<long, ProjectActivity>> RunAsync(HopsPlatform platform, IReadOnlyList<long> projectIds, CancellationToken cancellationToken) =>
        await platform.Store.ReadAsync(read => FindAsync(platform, read, projectIds), cancellationToken);

    private static async ValueTask<IReadOnlyDictionary<long, ProjectActivity>> FindAsync(HopsPlatform platform, ReadTransaction read, IReadOnlyList<long> projectIds)
    {
        var found = new Dictionary<long, ProjectActivity>();
        if (projectIds.Count == 0)
            return found;
        var heads = await read.GetManyAsync(AuditLog.Heads, [.. projectIds.Select(id => Key.Of(id))]);
        var wanted = heads.OfType<AuditHead>().Select(head => (head.ProjectId, head.Sequence)).ToList();
        for (var looks = 0; looks < LooksMax && wanted.Count > 0; looks++)
        {
            var entries = await read.GetManyAsync(AuditLog.Entries, [.. wanted.Select(one => Key.Of(one.ProjectId, one.Sequence))]);
            foreach (var entry in entries.OfType<AuditRecord>().Where(entry => entry.Outcome == Done && entry.Actor != FirstRun.Itself.Name))
                found[entry.ProjectId] = new ProjectActivity(entry.Time, NameOf(platform, entry.Actor));
            wanted = [.. wanted.Where(one => one.Sequence > 1 && !found.ContainsKey(one.ProjectId)).Select(one => (one.ProjectId, one.Sequence - 1))];
        }

        return found;
    }

    /// <summary>The user of a name, or of one of its project-users; null for somebody who is gone.</summary>
    private static string? NameOf(HopsPlatform platform, string actor)
    {
        var roster = platform.Roster.Now;
        return roster.FindProjectUser(actor) is { } member ? roster.Users[member.UserId].Name : roster.FindUser(actor)?.Name;
    }
}

/// <summary>What was done last in a project.</summary>
/// <param name="Time">When.</param>
/// <param name="User">By whom; null for somebody who is no member any more.</param>
public sealed record ProjectActivity(DateTimeOffset Time, string? User);
