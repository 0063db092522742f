namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeProducers (API key 61), version 0, flexible: says which producers write to partitions (KIP-664).</summary>
public sealed class DescribeProducersRequest : IRequest<DescribeProducersResponse>
{
    /// <summary>Partitions by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeProducers;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec =>
        codec.Array(ref Topics);

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
}

/// <summary>Answer to DescribeProducers.</summary>
public sealed class DescribeProducersResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Producers by topic.</summary>
    public List<Topic> Topics = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Topics);
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

            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>The reason in words; null if there is none.</summary>
            public string? ErrorMessage;

            /// <summary>The producers that are known there.</summary>
            public List<Producer> ActiveProducers = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int32(ref PartitionIndex);
                codec.Error(ref ErrorCode);
                codec.NullableString(ref ErrorMessage);
                codec.Array(ref ActiveProducers);
            }

            /// <summary>One element of <c>ActiveProducers</c>.</summary>
            public sealed class Producer : IWireStruct
            {
                /// <summary>Its id.</summary>
                public long ProducerId;

                /// <summary>Its epoch.</summary>
                public int ProducerEpoch;

                /// <summary>Sequence number of its last record; -1 if there is none.</summary>
                public int LastSequence = -1;

                /// <summary>Its last timestamp, milliseconds since 1970; -1 if there is none.</summary>
                public long LastTimestamp = -1;

                /// <summary>Epoch of the coordinator that wrote its last marker; -1 if there is none.</summary>
                public int CoordinatorEpoch;

                /// <summary>Offset at which its open transaction begins; -1 if none is open.</summary>
                public long CurrentTxnStartOffset = -1;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int64(ref ProducerId);
                    codec.Int32(ref ProducerEpoch);
                    codec.Int32(ref LastSequence);
                    codec.Int64(ref LastTimestamp);
                    codec.Int32(ref CoordinatorEpoch);
                    codec.Int64(ref CurrentTxnStartOffset);
                }
            }
        }
    }
}
