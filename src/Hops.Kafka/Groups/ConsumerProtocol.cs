using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Hops.Kafka.Wire;

namespace Hops.Kafka.Groups;

/// <summary>
/// What consumers and the leader of their classic group tell each other inside JoinGroup and SyncGroup, where the broker sees bytes: the messages
/// ConsumerProtocolSubscription and ConsumerProtocolAssignment. A version to come is read as the last one that is known: they only ever grow at the end.
/// </summary>
internal static class ConsumerProtocol
{
    private const short VersionOfOwned = 1;
    private const short VersionOfGeneration = 2;
    private const short VersionOfRack = 3;
    private const short VersionMax = 3;

    /// <summary>Reads what follows the version.</summary>
    private delegate T? Content<T>(ref WireReader reader, short version);

    /// <summary>Protocols of Apache Kafka's own assignors: what members add to their metadata for one of these is a hint, and the same is in the fields of the message.</summary>
    private static readonly ImmutableHashSet<string> OwnProtocols = ["range", "roundrobin", "sticky", "cooperative-sticky"];

    /// <summary>Reads what a member offers under its first protocol; under all of them it says the same of itself.</summary>
    /// <returns>Null if that is none, or the protocol is one of an assignor that only the members know.</returns>
    public static MemberMetadata? ReadMetadata(IReadOnlyList<GroupProtocol> protocols)
    {
        if (protocols.Count == 0 || ReadMetadata(protocols[0].Metadata) is not { } metadata)
            return null;
        return metadata.HasUserData && !OwnProtocols.Contains(protocols[0].Name) ? null : metadata;
    }

    /// <summary>The topics that a member says it reads, whatever else it says.</summary>
    /// <returns>Null if that is no such message.</returns>
    public static IReadOnlyList<string>? ReadTopics(byte[] metadata) => Read<string[]>(metadata, static (ref reader, _) =>
    {
        string[] topics = [];
        reader.StringArray(ref topics);
        return topics;
    });

    /// <summary>The partitions that a member was assigned, whatever else is in the assignment; none if it is no such message.</summary>
    public static IReadOnlyList<(string Topic, int Partition)> ReadPartitions(byte[] assignment) =>
        assignment.Length == 0 ? [] : Read(assignment, static (ref reader, _) => Partitions(ref reader)) ?? [];

    /// <summary>Reads what the leader assigned to a member; nothing was if there are no bytes.</summary>
    /// <returns>Null if it is no such message, or has what only an assignor of the members understands.</returns>
    public static IReadOnlyList<(string Topic, int Partition)>? ReadAssignment(byte[] assignment) => assignment.Length == 0 ? [] : Read(assignment, static (ref reader, _) =>
    {
        var partitions = Partitions(ref reader);
        byte[]? userData = null;
        reader.NullableBytes(ref userData);
        return userData is { Length: > 0 } ? null : partitions;
    });

    /// <summary>Writes an assignment for a member whose metadata are of a version.</summary>
    public static byte[] WriteAssignment(short version, IEnumerable<(string Topic, int Partition)> partitions)
    {
        const int AbsentUserData = -1;
        using var bytes = new MemoryStream();
        var number = new byte[sizeof(int)];
        var topics = partitions.GroupBy(partition => partition.Topic, partition => partition.Partition).OrderBy(topic => topic.Key, StringComparer.Ordinal).ToList();
        Int16(version);
        Int32(topics.Count);
        foreach (var topic in topics)
        {
            var name = Encoding.UTF8.GetBytes(topic.Key);
            Int16((short)name.Length);
            bytes.Write(name);
            Int32(topic.Count());
            foreach (var partition in topic.Order())
                Int32(partition);
        }

        Int32(AbsentUserData);
        return bytes.ToArray();

        void Int16(short value)
        {
            BinaryPrimitives.WriteInt16BigEndian(number, value);
            bytes.Write(number, 0, sizeof(short));
        }

        void Int32(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, value);
            bytes.Write(number);
        }
    }

    private static MemberMetadata? ReadMetadata(byte[] metadata) => Read(metadata, static (ref reader, version) =>
    {
        string[] topics = [];
        byte[]? userData = null;
        reader.StringArray(ref topics);
        reader.NullableBytes(ref userData);
        IReadOnlyList<(string, int)> owned = version >= VersionOfOwned ? Partitions(ref reader) : [];
        var generation = -1;
        if (version >= VersionOfGeneration)
            reader.Int32(ref generation);
        string? rackId = null;
        if (version >= VersionOfRack)
            reader.NullableString(ref rackId);
        return new MemberMetadata(version, [.. topics], userData is { Length: > 0 }, owned, rackId is { Length: > 0 } ? rackId : null);
    });

    /// <summary>Reads a message of these; null if it is none.</summary>
    private static T? Read<T>(byte[] message, Content<T> content)
        where T : class
    {
        var reader = new WireReader(message, 0, message.Length, version: 0, isFlexible: false);
        short version = 0;
        reader.Int16(ref version);
        var read = version < 0 ? null : content(ref reader, Math.Min(version, VersionMax));
        return reader.HasFailed ? null : read;
    }

    private static List<(string Topic, int Partition)> Partitions(ref WireReader reader)
    {
        var partitions = new List<(string, int)>();
        var topics = 0;
        reader.Int32(ref topics);
        for (; topics > 0 && !reader.HasFailed; topics--)
        {
            var name = "";
            int[] indexes = [];
            reader.String(ref name);
            reader.Int32Array(ref indexes);
            foreach (var index in indexes)
                partitions.Add((name, index));
        }

        return partitions;
    }
}

/// <summary>What a consumer says of itself when it joins a classic group.</summary>
/// <param name="Version">Version of the message; its assignment is to be of the same.</param>
/// <param name="Topics">Names of the topics that it reads.</param>
/// <param name="HasUserData">True if there is something for an assignor in it.</param>
/// <param name="Owned">The partitions that it has not given up; none if it always gives up all of them first, or its version does not tell.</param>
/// <param name="RackId">Where it is; null if it does not say.</param>
internal sealed record MemberMetadata(
    short Version, ImmutableArray<string> Topics, bool HasUserData, IReadOnlyList<(string Topic, int Partition)> Owned, string? RackId);
