namespace Hops.KafkaCluster.Runners;

/// <summary>The user by whom the runners of one project-user read in the cluster.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="UserId">The user.</param>
/// <param name="Name">Its name in the cluster.</param>
/// <param name="Secret">Its password, which is in the memory of this server and of its runners only.</param>
internal sealed record RunnerUser(long ProjectId, long UserId, string Name, string Secret)
{
    /// <summary>Not before the cluster has its secret and its rights.</summary>
    public bool IsReady { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
