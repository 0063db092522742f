using System.Buffers.Binary;
using System.Text;
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
            if (!TryRead(member.MetadataFor(state.Protocol ?? member.Protocols[0].Name), topics))
                return null;
        }

        return topics;
    }

    /// <summary>ConsumerProtocolSubscription, any version: i16 version, then an array of topic names, then what does not matter here.</summary>
    private static bool TryRead(ReadOnlySpan<byte> metadata, HashSet<string> topics)
    {
        const int HeadBytes = 6;
        if (metadata.Length < HeadBytes)
            return false;
        var count = BinaryPrimitives.ReadInt32BigEndian(metadata[2..]);
        metadata = metadata[HeadBytes..];
        for (var index = 0; index < count; index++)
        {
            if (metadata.Length < sizeof(short))
                return false;
            var length = BinaryPrimitives.ReadInt16BigEndian(metadata);
            metadata = metadata[sizeof(short)..];
            if (length < 0 || length > metadata.Length)
                return false;
            topics.Add(Encoding.UTF8.GetString(metadata[..length]));
            metadata = metadata[length..];
        }

        return true;
    }
}
