namespace Hops.Kafka.Wire.Messages;

/// <summary>Produce (API key 0), versions 3 to 12, flexible from 9: appends record batches. Timeouts in milliseconds.</summary>
public sealed class ProduceRequest : IRequest<ProduceResponse>
{
    /// <summary>Transactional id of the producer; null outside of transactions.</summary>
    public string? TransactionalId;

    /// <summary>
    /// When to answer: 0 never, 1 when the leader has the records, -1 when all replicas in sync have them. Ours are durable for 1 and -1.
    /// </summary>
    public short Acks;

    /// <summary>How long the broker may take, in milliseconds.</summary>
    public int TimeoutMs;

    /// <summary>Records by topic.</summary>
    public List<Topic> TopicData = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.Produce;

    /// <inheritdoc/>
    public static short FlexibleFrom => 9;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.NullableString(ref TransactionalId);
        codec.Int16(ref Acks);
        codec.Int32(ref TimeoutMs);
        codec.Array(ref TopicData);
    }

    /// <summary>One element of <c>TopicData</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Records by partition.</summary>
        public List<Partition> PartitionData = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Array(ref PartitionData);
        }

        /// <summary>One element of <c>PartitionData</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            /// <summary>Number of the partition, from 0.</summary>
            public int Index;

            /// <summary>Record batches of format 2, one after another.</summary>
            public RecordBytes Records;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref Index);
                codec.Records(ref Records);
            }
        }
    }
}

/// <summary>Answer to Produce, per partition: the offset given to the first record, or why not. Not sent when acks is 0.</summary>
public sealed class ProduceResponse : IWireStruct
{
    /// <summary>Outcomes by topic.</summary>
    public List<Topic> Responses = [];

    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Where the brokers named in <c>CurrentLeader</c> are reached (KIP-951). From version 10.</summary>
    public List<Endpoint> NodeEndpoints = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Responses);
        codec.Int32(ref ThrottleTimeMs);
        if (codec.Version >= 10)
            codec.TaggedArray(0, ref NodeEndpoints);
    }

    /// <summary>One element of <c>Responses</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Outcomes by partition.</summary>
        public List<Partition> PartitionResponses = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Array(ref PartitionResponses);
        }

        /// <summary>One element of <c>PartitionResponses</c>.</summary>
        public sealed class Partition : IWireStruct
        {
            /// <summary>Number of the partition, from 0.</summary>
            public int Index;

            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>Offset of the first record.</summary>
            public long BaseOffset;

            /// <summary>When they were appended, in Unix milliseconds; -1 if the topic keeps the times of the producer.</summary>
            public long LogAppendTimeMs = -1;

            /// <summary>First offset that is still there; -1 if unknown. From version 5.</summary>
            public long LogStartOffset = -1;

            /// <summary>Records that made the batch be refused (KIP-467). From version 8.</summary>
            public List<RecordError> RecordErrors = [];

            /// <summary>What went wrong, for a person; null for the usual words of the code. From version 8.</summary>
            public string? ErrorMessage;

            /// <summary>Who leads now, after a refusal because of another leader (KIP-951); null if it need not be told. From version 10.</summary>
            public Leader? CurrentLeader;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref Index);
                codec.Error(ref ErrorCode);
                codec.Int64(ref BaseOffset);
                codec.Int64(ref LogAppendTimeMs);
                if (codec.Version >= 5)
                    codec.Int64(ref LogStartOffset);
                if (codec.Version >= 8)
                {
                    codec.Array(ref RecordErrors);
                    codec.NullableString(ref ErrorMessage);
                }

                if (codec.Version >= 10)
                    codec.TaggedStruct(0, ref CurrentLeader);
            }

            /// <summary>One element of <c>RecordErrors</c>.</summary>
            public sealed class RecordError : IWireStruct
            {
                /// <summary>Number of the record in the batch, from 0.</summary>
                public int BatchIndex;

                /// <summary>What is wrong with it; null for the usual words of the code.</summary>
                public string? BatchIndexErrorMessage;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int32(ref BatchIndex);
                    codec.NullableString(ref BatchIndexErrorMessage);
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
