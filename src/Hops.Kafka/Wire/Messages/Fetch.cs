namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// Fetch (API key 1), versions 4 to 17, flexible from 12: reads record batches from given offsets, waiting up to
/// <c>MaxWaitMs</c> for <c>MinBytes</c>.
/// </summary>
public sealed class FetchRequest : IRequest<FetchResponse>
{
    /// <summary>Id of the follower that asks; -1 for a consumer. Up to version 14.</summary>
    public int ReplicaId = -1;

    /// <summary>How long to wait for <c>MinBytes</c>, in milliseconds.</summary>
    public int MaxWaitMs;

    /// <summary>Bytes of records to wait for; 0 answers at once.</summary>
    public int MinBytes;

    /// <summary>Bytes of records in the whole answer, unless the first batch alone is larger.</summary>
    public int MaxBytes = int.MaxValue;

    /// <summary>0 reads everything below the high watermark, 1 only what transactions have committed.</summary>
    public sbyte IsolationLevel;

    /// <summary>Session of incremental fetches (KIP-227); 0 for none. From version 7.</summary>
    public int SessionId;

    /// <summary>Number of the request in its session; -1 for a request without one, 0 to begin one. From version 7.</summary>
    public int SessionEpoch = -1;

    /// <summary>Topics to read; in a session only what has changed.</summary>
    public List<Topic> Topics = [];

    /// <summary>What the session is to forget. From version 7.</summary>
    public List<ForgottenTopic> ForgottenTopicsData = [];

    /// <summary>Rack of the consumer, to choose a near replica (KIP-392); empty for none. From version 11.</summary>
    public string RackId = "";

    /// <summary>Id of the cluster that the follower expects; null from consumers.</summary>
    public string? ClusterId;

    /// <summary>The follower that asks; null from consumers. From version 15.</summary>
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
        /// <summary>Name of the topic. Up to version 12.</summary>
        public string Name = "";

        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead. From version 13.</summary>
        public Guid TopicId;

        /// <summary>Partitions of the topic.</summary>
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
            /// <summary>Number of the partition, from 0.</summary>
            public int Index;

            /// <summary>Epoch of the leader as the client knows it, for fencing (KIP-320); -1 not to check. From version 9.</summary>
            public int CurrentLeaderEpoch = -1;

            /// <summary>Offset of the first record to read.</summary>
            public long FetchOffset;

            /// <summary>Epoch of the last record that the follower has; -1 from consumers. From version 12.</summary>
            public int LastFetchedEpoch = -1;

            /// <summary>First offset that the follower has; -1 from consumers. From version 5.</summary>
            public long LogStartOffset = -1;

            /// <summary>Bytes of records of this partition, unless its first batch alone is larger.</summary>
            public int PartitionMaxBytes;

            /// <summary>Log directory of the follower (KIP-853); <see cref="Guid.Empty"/> from consumers. From version 17.</summary>
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
        /// <summary>Name of the topic. Up to version 12.</summary>
        public string Topic = "";

        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead. From version 13.</summary>
        public Guid TopicId;

        /// <summary>Numbers of the partitions.</summary>
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
        /// <summary>Id of the follower; -1 for a consumer.</summary>
        public int ReplicaId = -1;

        /// <summary>Epoch of the follower; -1 if unknown.</summary>
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
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>. From version 7.</summary>
    public KafkaError ErrorCode;

    /// <summary>Session of incremental fetches; 0 if there is none. From version 7.</summary>
    public int SessionId;

    /// <summary>What was read, in the order of the request.</summary>
    public List<Topic> Responses = [];

    /// <summary>Where the brokers named in <c>CurrentLeader</c> are reached (KIP-951). From version 16.</summary>
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
        /// <summary>Name of the topic. Up to version 12.</summary>
        public string Name = "";

        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead. From version 13.</summary>
        public Guid TopicId;

        /// <summary>Partitions of the topic.</summary>
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
            /// <summary>Number of the partition, from 0.</summary>
            public int PartitionIndex;

            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>Offset behind the last record that may be read.</summary>
            public long HighWatermark;

            /// <summary>Offset behind the last record whose transaction is decided; -1 if unknown.</summary>
            public long LastStableOffset = -1;

            /// <summary>First offset that is still there; -1 if unknown. From version 5.</summary>
            public long LogStartOffset = -1;

            /// <summary>Transactions among the records that were aborted; null unless only committed ones are read.</summary>
            public List<AbortedTransaction>? AbortedTransactions;

            /// <summary>Broker to read from instead (KIP-392); -1 for this one. From version 11.</summary>
            public int PreferredReadReplica = -1;

            /// <summary>Record batches of format 2, one after another.</summary>
            public RecordBytes Records;

            /// <summary>Where the log of the follower departs from ours; null if it does not.</summary>
            public EpochEnd? DivergingEpoch;

            /// <summary>Who leads now, after a refusal because of another leader (KIP-951); null if it need not be told.</summary>
            public Leader? CurrentLeader;

            /// <summary>Snapshot that the follower needs first; null from partitions of topics.</summary>
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
                /// <summary>Id of the producer whose transaction was aborted.</summary>
                public long ProducerId;

                /// <summary>First offset of that transaction.</summary>
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
                /// <summary>Largest epoch that both logs have; -1 if unknown.</summary>
                public int Epoch = -1;

                /// <summary>Offset behind that epoch in our log; -1 if unknown.</summary>
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
                /// <summary>Id of the broker that leads the partition; -1 if unknown.</summary>
                public int LeaderId = -1;

                /// <summary>Epoch of the leader; -1 if unknown.</summary>
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
                /// <summary>Offset behind the snapshot; -1 if unknown.</summary>
                public long EndOffset = -1;

                /// <summary>Epoch of the snapshot; -1 if unknown.</summary>
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
        /// <summary>Id of the broker.</summary>
        public int NodeId;

        /// <summary>Host name or address that clients connect to.</summary>
        public string Host = "";

        /// <summary>TCP port that clients connect to.</summary>
        public int Port;

        /// <summary>Rack of the broker; null if it has none.</summary>
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
