namespace Hops.Kafka.Wire.Messages;

/// <summary>WriteTxnMarkers (API key 27), version 1, flexible from 1: ends transactions in single partitions; for coordinators.</summary>
public sealed class WriteTxnMarkersRequest : IRequest<WriteTxnMarkersResponse>
{
    /// <summary>Markers to write.</summary>
    public List<Marker> Markers = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.WriteTxnMarkers;

    /// <inheritdoc/>
    public static short FlexibleFrom => 1;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Markers);
    }

    /// <summary>One element of <c>Markers</c>.</summary>
    public sealed class Marker : IWireStruct
    {
        /// <summary>Id of the producer.</summary>
        public long ProducerId;

        /// <summary>Epoch of the producer.</summary>
        public short ProducerEpoch;

        /// <summary>True for commit, false for abort.</summary>
        public bool TransactionResult;

        /// <summary>Partitions by topic.</summary>
        public List<Topic> Topics = [];

        /// <summary>Epoch of the coordinator.</summary>
        public int CoordinatorEpoch;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int64(ref ProducerId);
            codec.Int16(ref ProducerEpoch);
            codec.Bool(ref TransactionResult);
            codec.Array(ref Topics);
            codec.Int32(ref CoordinatorEpoch);
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
    }
}

/// <summary>Answer to WriteTxnMarkers.</summary>
public sealed class WriteTxnMarkersResponse : IWireStruct
{
    /// <summary>Outcomes by marker.</summary>
    public List<Marker> Markers = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Markers);
    }

    /// <summary>One element of <c>Markers</c>.</summary>
    public sealed class Marker : IWireStruct
    {
        /// <summary>Id of the producer.</summary>
        public long ProducerId;

        /// <summary>Outcomes by topic.</summary>
        public List<Topic> Topics = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int64(ref ProducerId);
            codec.Array(ref Topics);
        }

        /// <summary>One element of <c>Topics</c>.</summary>
        public sealed class Topic : IWireStruct
        {
            /// <summary>Name of the topic.</summary>
            public string Name = "";

            /// <summary>Outcomes by partition.</summary>
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

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int32(ref PartitionIndex);
                    codec.Error(ref ErrorCode);
                }
            }
        }
    }
}
