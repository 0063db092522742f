using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Groups;

/// <summary>Which topics the members of a consumer group read, from the metadata that they give under their protocol.</summary>
internal static class Subscriptions
{
    /// <summary>Protocol type of consumers.</summary>
    public const string Consumer = "consumer";

    /// <summary>Names of the topics.</summary>
    public static IReadOnlySet<string> Of(ConsumerGroupState state) => state.Topics.All.Select(topic => topic.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Names of the topics; null if the group has members whose metadata we cannot read.</summary>
    public static IReadOnlySet<string>? Of(GroupState state)
    {
        var topics = new HashSet<string>(StringComparer.Ordinal);
        if (state.Members.Count == 0)
            return topics;
        if (state.ProtocolType != Consumer)
            return null;
        foreach (var member in state.Members)
        {
            if (ConsumerProtocol.ReadTopics(member.MetadataFor(state.Protocol ?? member.Protocols[0].Name)) is not { } read)
                return null;
            topics.UnionWith(read);
        }

        return topics;
    }
}
