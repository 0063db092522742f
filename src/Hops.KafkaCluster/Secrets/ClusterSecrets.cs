using Hops.Kafka;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Secrets;

/// <summary>The cluster's SCRAM credentials (KIP-554), as its administrator sees and changes them.</summary>
internal static class ClusterSecrets
{
    private const short VersionMax = 0;

    /// <summary>Names of one request.</summary>
    private const int AtOnceMax = 500;

    /// <summary>Which of some users have a credential, by whichever mechanism, and with how many rounds of hashing.</summary>
    public static async Task<Dictionary<string, int>> FindAsync(ClusterConnection cluster, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var some in names.Chunk(AtOnceMax))
        {
            var request = new DescribeUserScramCredentialsRequest { Users = [.. some.Select(name => new DescribeUserScramCredentialsRequest.UserName { Name = name })] };
            var answer = await cluster.AdministerAsync<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>(request, VersionMax, cancellationToken);
            ClusterRefusal.Demand(answer.ErrorCode, answer.ErrorMessage, "see SCRAM credentials");
            foreach (var result in answer.Results.Where(result => result.ErrorCode != KafkaError.ResourceNotFound))
            {
                ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, "see SCRAM credentials");
                found[result.User] = result.CredentialInfos.FirstOrDefault()?.Iterations ?? 0;
            }
        }

        return found;
    }

    /// <summary>All users that have a credential.</summary>
    public static async Task<IReadOnlySet<string>> ListAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        var request = new DescribeUserScramCredentialsRequest { Users = null };
        var answer = await cluster.AdministerAsync<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>(request, VersionMax, cancellationToken);
        ClusterRefusal.Demand(answer.ErrorCode, answer.ErrorMessage, "see SCRAM credentials");
        return answer.Results.Select(result => result.User).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Sets a secret in place of the one before it. Returns when the broker that is asked knows it: by its rounds, in which it differs from that.</summary>
    public static async Task SetAsync(
        ClusterConnection cluster, ClusterSecret secret, ScramMechanism mechanism, TimeProvider time, CancellationToken cancellationToken)
    {
        var upsertion = new AlterUserScramCredentialsRequest.Upsertion
        {
            Name = secret.Name, Mechanism = (sbyte)mechanism, Iterations = secret.Iterations, Salt = secret.Salt, SaltedPassword = secret.SaltedPassword,
        };
        foreach (var result in await AlterAsync(cluster, new AlterUserScramCredentialsRequest { Upsertions = [upsertion] }, cancellationToken))
            ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, "set a SCRAM credential");
        await Propagation.AwaitAsync(
            time, async () => (await FindAsync(cluster, [secret.Name], cancellationToken)).GetValueOrDefault(secret.Name) == secret.Iterations, cancellationToken);
    }

    /// <summary>Removes what a user signs in with; one that has nothing is no fault. Returns when the broker that is asked knows it no more.</summary>
    public static async Task RemoveAsync(
        ClusterConnection cluster, string name, ScramMechanism mechanism, TimeProvider time, CancellationToken cancellationToken)
    {
        var deletion = new AlterUserScramCredentialsRequest.Deletion { Name = name, Mechanism = (sbyte)mechanism };
        var results = await AlterAsync(cluster, new AlterUserScramCredentialsRequest { Deletions = [deletion] }, cancellationToken);
        foreach (var result in results.Where(result => result.ErrorCode != KafkaError.ResourceNotFound))
            ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, "remove a SCRAM credential");
        await Propagation.AwaitAsync(time, async () => (await FindAsync(cluster, [name], cancellationToken)).Count == 0, cancellationToken);
    }

    private static async Task<List<AlterUserScramCredentialsResponse.Result>> AlterAsync(
        ClusterConnection cluster, AlterUserScramCredentialsRequest request, CancellationToken cancellationToken) =>
        (await cluster.AdministerAsync<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>(request, VersionMax, cancellationToken)).Results;
}
