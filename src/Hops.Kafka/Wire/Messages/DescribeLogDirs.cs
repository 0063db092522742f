namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeLogDirs (API key 35), versions 0 to 4, flexible from 2: says how much the logs of partitions hold.</summary>
public sealed class DescribeLogDirsRequest : IRequest<DescribeLogDirsResponse>
{
    /// <summary>Partitions to describe; null for all.</summary>
    public List<Topic>? Topics;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeLogDirs;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec =>
        codec.NullableArray(ref Topics);

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        /// <summary>Name of the topic.</summary>
        public string Name = "";

        /// <summary>Numbers of the partitions.</summary>
        public int[] Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int32Array(ref Partitions);
        }
    }
}

/// <summary>Answer to DescribeLogDirs.</summary>
public sealed class DescribeLogDirsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>. From version 3.</summary>
    public KafkaError ErrorCode;

    /// <summary>The directories.</summary>
    public List<Result> Results = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        if (codec.Version >= 3)
            codec.Error(ref ErrorCode);
        codec.Array(ref Results);
    }

    /// <summary>One element of <c>Results</c>.</summary>
    public sealed class Result : IWireStruct
    {
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>The directory.</summary>
        public string LogDir = "";

        /// <summary>What is in it.</summary>
        public List<Topic> Topics = [];

        /// <summary>Size of its volume in bytes; -1 if not told. From version 4.</summary>
        public long TotalBytes = -1;

        /// <summary>Bytes of its volume that are free; -1 if not told. From version 4.</summary>
        public long UsableBytes = -1;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.String(ref LogDir);
            codec.Array(ref Topics);
            if (codec.Version >= 4)
            {
                codec.Int64(ref TotalBytes);
                codec.Int64(ref UsableBytes);
            }
        }

        /// <summary>One element of <c>Topics</c>.</summary>
        public sealed class Topic : IWireStruct
        {
            /// <summary>Name of the topic.</summary>
            public string Name = "";

            /// <summary>Its partitions.</summary>
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
                /// <summary>Number of the partition.</summary>
                public int PartitionIndex;

                /// <summary>Bytes of its log.</summary>
                public long PartitionSize;

                /// <summary>Offsets by which the log is ahead of what is replicated.</summary>
                public long OffsetLag;

                /// <summary>True for a copy that will take the place of the log in another directory.</summary>
                public bool IsFutureKey;

                /// <inheritdoc/>
                public void Fields<TCodec>(ref TCodec codec)
                    where TCodec : struct, IWireCodec
                {
                    codec.Int32(ref PartitionIndex);
                    codec.Int64(ref PartitionSize);
                    codec.Int64(ref OffsetLag);
                    codec.Bool(ref IsFutureKey);
                }
            }
        }
    }
}
