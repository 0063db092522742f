namespace Hops.Kafka.Groups.Consumer;

/// <summary>The ways in which a group shares out partitions, by the names that clients ask for (KIP-848).</summary>
internal static class ServerAssignors
{
    public const string Uniform = "uniform";

    public const string Range = "range";

    public const string Default = Uniform;

    public static IReadOnlyList<string> Names { get; } = [Uniform, Range];

    /// <summary>What most of those members ask for that ask for one.</summary>
    public static string Choose(IEnumerable<ConsumerMember> members)
    {
        var (uniform, range) = (0, 0);
        foreach (var member in members)
        {
            uniform += member.Assignor == Uniform ? 1 : 0;
            range += member.Assignor == Range ? 1 : 0;
        }

        return range > uniform ? Range : Default;
    }

    /// <summary>Shares out the partitions of all topics that somebody reads.</summary>
    /// <param name="assignor">How.</param>
    /// <param name="members">The members in order.</param>
    /// <param name="topics">How many partitions the topics have.</param>
    /// <param name="steps">About how much work it was.</param>
    /// <returns>The share of each member.</returns>
    public static HashSet<TopicPartition>[] Share(string assignor, ConsumerMember[] members, TopicUses topics, out long steps) =>
        assignor == Range ? RangeAssignor.Share(members, topics, out steps) : UniformAssignor.Share(members, topics, out steps);
}
