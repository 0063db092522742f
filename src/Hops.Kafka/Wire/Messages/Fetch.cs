namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// Fetch (API key 1), versions 4 to 17, flexible from 12: reads record batches from given offsets, waiting up to
/// <c>MaxWaitMs</c> for <c>MinBytes</c>.
/// </summary>
public sealed class FetchRequest : IRequest<FetchResponse>
{
    public int ReplicaId = -1;

    public int MaxWaitMs;

    public int MinBytes;

    public int MaxBytes = int.MaxValue;

    public sbyte IsolationLevel;

    public int SessionId;

    public int SessionEpoch = -1;

    public List<Topic> Topics = [];

    public List<ForgottenTopic> ForgottenTopicsData = [];

    public string RackId = "";

    public string? ClusterId;

    public Replica? ReplicaState;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.Fetch;

    /// <inheritdoc/>
    public static short FlexibleFrom => 12;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version <= 14)
            codec.Int32(ref ReplicaId);
        codec.Int32(ref MaxWaitMs);
        codec.Int32(ref MinBytes);
        codec.Int32(ref MaxBytes);
        codec.Int8(ref IsolationLevel);
        if (codec.Version >= 7)
        {
            codec.Int32(ref SessionId);
            codec.Int32(ref SessionEpoch);
        }

        codec.Array(ref Topics);
        if (codec.Version >= 7)
            codec.Array(ref ForgottenTopicsData);
        if (codec.Version >= 11)
            codec.String(ref RackId);
        codec.TaggedString(0, ref ClusterId);
        if (codec.Version >= 15)
            codec.TaggedStruct(1, ref ReplicaState);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        public string Name = "";

        public Guid TopicId;

        public List<Partition> Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            if (codec.Version <= 12)
                codec.String(ref Name);
            if (codec.Version >= 13)
                codec.Uuid(ref TopicId);
            codec.Array(ref Partitions);
        }

        /// <summary>One element of <c>Partitions</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            public int Index;

            public int CurrentLeaderEpoch = -1;

            public long FetchOffset;

            public int LastFetchedEpoch = -1;

            public long LogStartOffset = -1;

            public int PartitionMaxBytes;

            public Guid ReplicaDirectoryId;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref Index);
                if (codec.Version >= 9)
                    codec.Int32(ref CurrentLeaderEpoch);
                codec.Int64(ref FetchOffset);
                if (codec.Version >= 12)
                    codec.Int32(ref LastFetchedEpoch);
                if (codec.Version >= 5)
                    codec.Int64(ref LogStartOffset);
                codec.Int32(ref PartitionMaxBytes);
                if (codec.Version >= 17)
                    codec.TaggedUuid(0, ref ReplicaDirectoryId);
            }
        }
    }

    /// <summary>One element of <c>ForgottenTopicsData</c>.</summary>
    public sealed class ForgottenTopic : IWireStruct
    {
        public string Topic = "";

        public Guid TopicId;

        public int[] Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            if (codec.Version <= 12)
                codec.String(ref Topic);
            if (codec.Version >= 13)
                codec.Uuid(ref TopicId);
            codec.Int32Array(ref Partitions);
        }
    }

    /// <summary>The struct <c>ReplicaState</c>.</summary>
    public sealed class Replica : IWireStruct
    {
        public int ReplicaId = -1;

        public long ReplicaEpoch = -1;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int32(ref ReplicaId);
            codec.Int64(ref ReplicaEpoch);
        }
    }
}

/// <summary>Answer to Fetch. <c>Records</c> is never null on the wire: librdkafka cannot read it (KAFKA-18646).</summary>
public sealed class FetchResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

    public int SessionId;

    public List<Topic> Responses = [];

    public List<Endpoint> NodeEndpoints = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        if (codec.Version >= 7)
        {
            codec.Error(ref ErrorCode);
            codec.Int32(ref SessionId);
        }

        codec.Array(ref Responses);
        if (codec.Version >= 16)
            codec.TaggedArray(0, ref NodeEndpoints);
    }

    /// <summary>One element of <c>Responses</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        public string Name = "";

        public Guid TopicId;

        public List<Partition> Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            if (codec.Version <= 12)
                codec.String(ref Name);
            if (codec.Version >= 13)
                codec.Uuid(ref TopicId);
            codec.Array(ref Partitions);
        }

        /// <summary>One element of <c>Partitions</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            public int PartitionIndex;

            public KafkaError ErrorCode;

            public long HighWatermark;

            public long LastStableOffset = -1;

            public long LogStartOffset = -1;

            public List<AbortedTransaction>? AbortedTransactions;

            public int PreferredReadReplica = -1;

            public RecordBytes Records;

            public EpochEnd? DivergingEpoch;

            public Leader? CurrentLeader;

            public Snapshot? SnapshotId;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Error(ref ErrorCode);
                codec.Int64(ref HighWatermark);
                codec.Int64(ref LastStableOffset);
                if (codec.Version >= 5)
                    codec.Int64(ref LogStartOffset);
                codec.NullableArray(ref AbortedTransactions);
                if (codec.Version >= 11)
                    codec.Int32(ref PreferredReadReplica);
                codec.Records(ref Records);
                codec.TaggedStruct(0, ref DivergingEpoch);
                codec.TaggedStruct(1, ref CurrentLeader);
                codec.TaggedStruct(2, ref SnapshotId);
            }

            /// <summary>One element of <c>AbortedTransactions</c>.</summary>
            public sealed class AbortedTransaction : IWireStruct
            {
                public long ProducerId;

                public long FirstOffset;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int64(ref ProducerId);
                    codec.Int64(ref FirstOffset);
                }
            }

            /// <summary>The struct <c>DivergingEpoch</c>.</summary>
            public sealed class EpochEnd : IWireStruct
            {
                public int Epoch = -1;

                public long EndOffset = -1;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int32(ref Epoch);
                    codec.Int64(ref EndOffset);
                }
            }

            /// <summary>The struct <c>CurrentLeader</c>.</summary>
            public sealed class Leader : IWireStruct
            {
                public int LeaderId = -1;

                public int LeaderEpoch = -1;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int32(ref LeaderId);
                    codec.Int32(ref LeaderEpoch);
                }
            }

            /// <summary>The struct <c>SnapshotId</c>.</summary>
            public sealed class Snapshot : IWireStruct
            {
                public long EndOffset = -1;

                public int Epoch = -1;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int64(ref EndOffset);
                    codec.Int32(ref Epoch);
                }
            }
        }
    }

    /// <summary>One element of <c>NodeEndpoints</c>.</summary>
    public sealed class Endpoint : IWireStruct
    {
        public int NodeId;

        public string Host = "";

        public int Port;

        public string? Rack;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int32(ref NodeId);
            codec.String(ref Host);
            codec.Int32(ref Port);
            codec.NullableString(ref Rack);
        }
    }
}
