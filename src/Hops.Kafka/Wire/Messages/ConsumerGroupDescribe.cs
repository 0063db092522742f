namespace Hops.Kafka.Wire.Messages;

/// <summary>ConsumerGroupDescribe (API key 69), versions 0 and 1, flexible: describes consumer groups of the newer protocol (KIP-848).</summary>
public sealed class ConsumerGroupDescribeRequest : IRequest<ConsumerGroupDescribeResponse>
{
    /// <summary>Names of the groups.</summary>
    public string[] GroupIds = [];

    /// <summary>True to be told what the caller may do with each (KIP-430).</summary>
    public bool IncludeAuthorizedOperations;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ConsumerGroupDescribe;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.StringArray(ref GroupIds);
        codec.Bool(ref IncludeAuthorizedOperations);
    }
}

/// <summary>Answer to ConsumerGroupDescribe.</summary>
public sealed class ConsumerGroupDescribeResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>The groups.</summary>
    public List<Group> Groups = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Groups);
    }

    /// <summary>One element of <c>Groups</c>.</summary>
    public sealed class Group : IWireStruct
    {
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>That in words; null if nothing went wrong.</summary>
        public string? ErrorMessage;

        /// <summary>Name of the group.</summary>
        public string GroupId = "";

        /// <summary>Empty, Assigning, Reconciling or Stable.</summary>
        public string GroupState = "";

        /// <summary>Epoch of the group.</summary>
        public int GroupEpoch;

        /// <summary>Epoch for which partitions were shared out.</summary>
        public int AssignmentEpoch;

        /// <summary>How they were shared out.</summary>
        public string AssignorName = "";

        /// <summary>Its members.</summary>
        public List<Member> Members = [];

        /// <summary>Bits of the operations that the caller may do with it (KIP-430).</summary>
        public int AuthorizedOperations = int.MinValue;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.String(ref GroupId);
            codec.String(ref GroupState);
            codec.Int32(ref GroupEpoch);
            codec.Int32(ref AssignmentEpoch);
            codec.String(ref AssignorName);
            codec.Array(ref Members);
            codec.Int32(ref AuthorizedOperations);
        }

        /// <summary>One element of <c>Members</c>.</summary>
        public sealed class Member : IWireStruct
        {
            /// <summary>Id of the member.</summary>
            public string MemberId = "";

            /// <summary>Name of a static member; null for a dynamic one.</summary>
            public string? InstanceId;

            /// <summary>Where it runs.</summary>
            public string? RackId;

            /// <summary>Its epoch.</summary>
            public int MemberEpoch;

            /// <summary>What its client calls itself.</summary>
            public string ClientId = "";

            /// <summary>Address from which it comes.</summary>
            public string ClientHost = "";

            /// <summary>Names of the topics that it reads.</summary>
            public string[] SubscribedTopicNames = [];

            /// <summary>Regular expression over names of topics that it reads; null for none.</summary>
            public string? SubscribedTopicRegex;

            /// <summary>What it may read.</summary>
            public MemberAssignment Assignment = new();

            /// <summary>What it shall have in the end.</summary>
            public MemberAssignment TargetAssignment = new();

            /// <summary>-1 unknown, 0 of the classic protocol, 1 of this one. From version 1.</summary>
            public sbyte MemberType = -1;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref MemberId);
                codec.NullableString(ref InstanceId);
                codec.NullableString(ref RackId);
                codec.Int32(ref MemberEpoch);
                codec.String(ref ClientId);
                codec.String(ref ClientHost);
                codec.StringArray(ref SubscribedTopicNames);
                codec.NullableString(ref SubscribedTopicRegex);
                codec.Struct(Assignment);
                codec.Struct(TargetAssignment);
                if (codec.Version >= 1)
                    codec.Int8(ref MemberType);
            }
        }

        /// <summary>Partitions of a member.</summary>
        public sealed class MemberAssignment : IWireStruct
        {
            /// <summary>By topic.</summary>
            public List<TopicPartitions> Topics = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec =>
                codec.Array(ref Topics);
        }

        /// <summary>Partitions of one topic.</summary>
        public sealed class TopicPartitions : IWireStruct
        {
            /// <summary>Id of the topic.</summary>
            public Guid TopicId;

            /// <summary>Name of the topic.</summary>
            public string TopicName = "";

            /// <summary>Numbers of the partitions.</summary>
            public int[] Partitions = [];

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Uuid(ref TopicId);
                codec.String(ref TopicName);
                codec.Int32Array(ref Partitions);
            }
        }
    }
}
