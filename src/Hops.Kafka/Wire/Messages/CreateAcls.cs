namespace Hops.Kafka.Wire.Messages;

/// <summary>CreateAcls (API key 30), versions 0 to 3, flexible from 2: gives rights.</summary>
public sealed class CreateAclsRequest : IRequest<CreateAclsResponse>
{
    /// <summary>The rights.</summary>
    public List<Creation> Creations = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.CreateAcls;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec =>
        codec.Array(ref Creations);

    /// <summary>One element of <c>Creations</c>.</summary>
    public sealed class Creation : IWireStruct
    {
        /// <summary>Kind of the thing: 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user.</summary>
        public sbyte ResourceType;

        /// <summary>Its name.</summary>
        public string ResourceName = "";

        /// <summary>How the name is meant: 3 as it is, 4 as a prefix. From version 1.</summary>
        public sbyte ResourcePatternType = 3;

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
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            if (codec.Version >= 1)
                codec.Int8(ref ResourcePatternType);
            codec.String(ref Principal);
            codec.String(ref Host);
            codec.Int8(ref Operation);
            codec.Int8(ref PermissionType);
        }
    }
}

/// <summary>Answer to CreateAcls.</summary>
public sealed class CreateAclsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes in the order of the creations.</summary>
    public List<Result> Results = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Results);
    }

    /// <summary>One element of <c>Results</c>.</summary>
    public sealed class Result : IWireStruct
    {
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
        }
    }
}
