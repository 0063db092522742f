namespace Hops.Kafka.Wire.Messages;

/// <summary>Produce (API key 0), versions 3 to 12, flexible from 9: appends record batches. Timeouts in milliseconds.</summary>
public sealed class ProduceRequest : IRequest<ProduceResponse>
{
    public string? TransactionalId;

    public short Acks;

    public int TimeoutMs;

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
        public string Name = "";

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
            public int Index;

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
    public List<Topic> Responses = [];

    public int ThrottleTimeMs;

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
        public string Name = "";

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
            public int Index;

            public KafkaError ErrorCode;

            public long BaseOffset;

            public long LogAppendTimeMs = -1;

            public long LogStartOffset = -1;

            public List<RecordError> RecordErrors = [];

            public string? ErrorMessage;

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
                public int BatchIndex;

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
