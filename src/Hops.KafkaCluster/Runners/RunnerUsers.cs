using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hops.Core.Identity;
using Hops.KafkaCluster.Secrets;
using Hops.KafkaCluster.Wire;
using Hops.Platform;

namespace Hops.KafkaCluster.Runners;

/// <summary>
/// The users by whom queries and statements read in the cluster, one for each project-user of which anything has run since this server has started (ADR 0142).
/// Their secrets are in memory only, so a server makes them anew, and removes those of the one before it. Asked from any thread; changed by one round at a time.
/// </summary>
/// <param name="platform">Who is a member.</param>
/// <param name="names">What they are called.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="mechanism">How they sign in.</param>
internal sealed class RunnerUsers(HopsPlatform platform, ClusterNames names, ClusterConnection cluster, ScramMechanism mechanism)
{
    private const int SecretLengthBytes = 32;

    private readonly ConcurrentDictionary<(long ProjectId, long UserId), RunnerUser> _users = new();

    /// <summary>All of them.</summary>
    public IEnumerable<RunnerUser> All => _users.Values;

    /// <summary>That of a project-user; begun if there is none, and ready after the next round.</summary>
    public RunnerUser Of(long projectId, long userId) => _users.GetOrAdd((projectId, userId), key =>
    {
        var roster = platform.Roster.Now;
        var name = Names.ProjectUser(roster.Projects[key.ProjectId].Row.Name, roster.Users[key.UserId].Name);
        return new RunnerUser(projectId, userId, names.RunnerOf(name), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLengthBytes)));
    });

    /// <summary>Removes those whose members have gone, and those of servers before this one.</summary>
    /// <param name="users">All users that the cluster has; null if nobody has looked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RemoveAsync(IReadOnlySet<string>? users, CancellationToken cancellationToken)
    {
        var ended = _users.Values.Where(user => !IsMember(user)).ToList();
        foreach (var user in ended)
        {
            await ClusterSecrets.RemoveAsync(cluster, user.Name, mechanism, platform.Time, cancellationToken);
            _users.TryRemove(KeyValuePair.Create((user.ProjectId, user.UserId), user));
        }

        if (users is null)
            return;
        var known = _users.Values.Select(user => user.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in users.Except(ended.Select(user => user.Name)).Where(name => names.IsRunner(name) && !known.Contains(name)))
            await ClusterSecrets.RemoveAsync(cluster, name, mechanism, platform.Time, cancellationToken);
    }

    /// <summary>Gives their secrets to the cluster.</summary>
    /// <returns>Those that are ready once they have their rights.</returns>
    public async Task<IReadOnlyList<RunnerUser>> SetAsync(CancellationToken cancellationToken)
    {
        var begun = _users.Values.Where(user => !user.IsReady && IsMember(user)).ToList();
        foreach (var user in begun)
            await ClusterSecrets.SetAsync(cluster, ClusterSecret.Of(user, mechanism), mechanism, platform.Time, cancellationToken);
        return begun;
    }

    private bool IsMember(RunnerUser user) => platform.Roster.Now.RoleOf(user.ProjectId, user.UserId) != ProjectRole.None;
}
