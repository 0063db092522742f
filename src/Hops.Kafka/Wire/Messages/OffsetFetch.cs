namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// OffsetFetch (API key 9), versions 1 to 9, flexible from 6: reads committed offsets: of one group up to version 7, of several
/// from 8 on.
/// </summary>
public sealed class OffsetFetchRequest : IRequest<OffsetFetchResponse>
{
    /// <summary>Name of the group. Up to version 7.</summary>
    public string GroupId = "";

    /// <summary>Partitions by topic; null for all that have an offset. Up to version 7.</summary>
    public List<Topic>? Topics;

    /// <summary>Groups to read. From version 8.</summary>
    public List<Group> Groups = [];

    /// <summary>True to be refused while a transaction that commits offsets is open (KIP-447). From version 7.</summary>
    public bool RequireStable;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.OffsetFetch;

    /// <inheritdoc/>
    public static short FlexibleFrom => 6;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version <= 7)
        {
            codec.String(ref GroupId);
            codec.NullableArray(ref Topics);
        }

        if (codec.Version >= 8)
            codec.Array(ref Groups);
        if (codec.Version >= 7)
            codec.Bool(ref RequireStable);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Numbers of the partitions.</summary>
        public int[] PartitionIndexes = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int32Array(ref PartitionIndexes);
        }
    }

    /// <summary>One element of <c>Groups</c>.</summary>
    public sealed class Group : IWireStruct
    {
        /// <summary>Name of the group.</summary>
        public string GroupId = "";

        /// <summary>Id of the member that asks (KIP-848); null if it is none. From version 9.</summary>
        public string? MemberId;

        /// <summary>Epoch of that member; -1 if it is none. From version 9.</summary>
        public int MemberEpoch = -1;

        /// <summary>Partitions by topic; null for all that have an offset.</summary>
        public List<Topic>? Topics;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref GroupId);
            if (codec.Version >= 9)
            {
                codec.NullableString(ref MemberId);
                codec.Int32(ref MemberEpoch);
            }

            codec.NullableArray(ref Topics);
        }
    }
}

/// <summary>Answer to OffsetFetch; an offset of -1 means none is committed.</summary>
public sealed class OffsetFetchResponse : IWireStruct
{
    /// <summary>
    /// How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all. From version 3.
    /// </summary>
    public int ThrottleTimeMs;

    /// <summary>Offsets by topic. Up to version 7.</summary>
    public List<Topic> Topics = [];

    /// <summary>What went wrong, or <c>None</c>. Versions 2 to 7.</summary>
    public KafkaError ErrorCode;

    /// <summary>Offsets by group. From version 8.</summary>
    public List<Group> Groups = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 3)
            codec.Int32(ref ThrottleTimeMs);
        if (codec.Version <= 7)
            codec.Array(ref Topics);
        if (codec.Version >= 2 && codec.Version <= 7)
            codec.Error(ref ErrorCode);
        if (codec.Version >= 8)
            codec.Array(ref Groups);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Partitions of the topic.</summary>
        public List<Partition> Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }

        /// <summary>One element of <c>Partitions</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            /// <summary>Number of the partition, from 0.</summary>
            public int PartitionIndex;

            /// <summary>Offset of the next record to read; -1 if none is committed.</summary>
            public long CommittedOffset;

            /// <summary>Epoch of the last record that was read; -1 if unknown. From version 5.</summary>
            public int CommittedLeaderEpoch = -1;

            /// <summary>What the committer wrote beside the offset; null for nothing.</summary>
            public string? Metadata;

            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Int64(ref CommittedOffset);
                if (codec.Version >= 5)
                    codec.Int32(ref CommittedLeaderEpoch);
                codec.NullableString(ref Metadata);
                codec.Error(ref ErrorCode);
            }
        }
    }

    /// <summary>One element of <c>Groups</c>.</summary>
    public sealed class Group : IWireStruct
    {
        /// <summary>Name of the group.</summary>
        public string GroupId = "";

        /// <summary>Offsets by topic.</summary>
        public List<Topic> Topics = [];

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref GroupId);
            codec.Array(ref Topics);
            codec.Error(ref ErrorCode);
        }
    }
}
