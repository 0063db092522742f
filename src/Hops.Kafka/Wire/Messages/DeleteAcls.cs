namespace Hops.Kafka.Wire.Messages;

/// <summary>DeleteAcls (API key 31), versions 0 to 3, flexible from 2: takes rights away.</summary>
public sealed class DeleteAclsRequest : IRequest<DeleteAclsResponse>
{
    /// <summary>Which rights.</summary>
    public List<AclFilter> Filters = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DeleteAcls;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec =>
        codec.Array(ref Filters);
}

/// <summary>Answer to DeleteAcls.</summary>
public sealed class DeleteAclsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes in the order of the filters.</summary>
    public List<Result> FilterResults = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref FilterResults);
    }

    /// <summary>One element of <c>FilterResults</c>.</summary>
    public sealed class Result : IWireStruct
    {
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <summary>Rows that matched.</summary>
        public List<Match> MatchingAcls = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.Array(ref MatchingAcls);
        }

        /// <summary>One element of <c>MatchingAcls</c>.</summary>
        public sealed class Match : IWireStruct
        {
            /// <summary>What went wrong, or <c>None</c>.</summary>
            public KafkaError ErrorCode;

            /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
            public string? ErrorMessage;

            /// <summary>Kind of the thing.</summary>
            public sbyte ResourceType;

            /// <summary>Its name.</summary>
            public string ResourceName = "";

            /// <summary>How the name is meant. From version 1.</summary>
            public sbyte PatternType = 3;

            /// <summary>Who, as <c>User:name</c>.</summary>
            public string Principal = "";

            /// <summary>Address from which; <c>*</c> for any.</summary>
            public string Host = "";

            /// <summary>Number of the operation.</summary>
            public sbyte Operation;

            /// <summary>2 denied, 3 allowed.</summary>
            public sbyte PermissionType;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Error(ref ErrorCode);
                codec.NullableString(ref ErrorMessage);
                codec.Int8(ref ResourceType);
                codec.String(ref ResourceName);
                if (codec.Version >= 1)
                    codec.Int8(ref PatternType);
                codec.String(ref Principal);
                codec.String(ref Host);
                codec.Int8(ref Operation);
                codec.Int8(ref PermissionType);
            }
        }
    }
}
