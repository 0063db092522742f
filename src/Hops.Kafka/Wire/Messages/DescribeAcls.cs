namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeAcls (API key 29), versions 0 to 3, flexible from 2: looks up who may do what.</summary>
public sealed class DescribeAclsRequest : IRequest<DescribeAclsResponse>
{
    /// <summary>What is looked for.</summary>
    public AclFilter Filter = new();

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeAcls;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec =>
        Filter.NameFields(ref codec);
}

/// <summary>Which rows of access control lists are meant: those that match every field.</summary>
public sealed class AclFilter : IWireStruct
{
    /// <summary>Kind of the thing: 1 any, 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user.</summary>
    public sbyte ResourceTypeFilter;

    /// <summary>Name of the thing; null for any.</summary>
    public string? ResourceNameFilter;

    /// <summary>How names of rows are meant: 1 any way, 2 so that they cover the name, 3 as they are, 4 as prefixes. From version 1.</summary>
    public sbyte PatternTypeFilter = 3;

    /// <summary>Who, as <c>User:name</c>; null for anybody.</summary>
    public string? PrincipalFilter;

    /// <summary>Address from which; null for any.</summary>
    public string? HostFilter;

    /// <summary>Operation: 1 any, else its number.</summary>
    public sbyte Operation;

    /// <summary>1 any, 2 denied, 3 allowed.</summary>
    public sbyte PermissionType;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec =>
        NameFields(ref codec);

    /// <summary>Names its fields where they stand in a message without a struct around them.</summary>
    internal void NameFields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int8(ref ResourceTypeFilter);
        codec.NullableString(ref ResourceNameFilter);
        if (codec.Version >= 1)
            codec.Int8(ref PatternTypeFilter);
        codec.NullableString(ref PrincipalFilter);
        codec.NullableString(ref HostFilter);
        codec.Int8(ref Operation);
        codec.Int8(ref PermissionType);
    }
}

/// <summary>Answer to DescribeAcls.</summary>
public sealed class DescribeAclsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
    public string? ErrorMessage;

    /// <summary>Rows by thing.</summary>
    public List<Resource> Resources = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.Array(ref Resources);
    }

    /// <summary>One element of <c>Resources</c>.</summary>
    public sealed class Resource : IWireStruct
    {
        /// <summary>Kind of the thing: 2 topic, 3 group.</summary>
        public sbyte ResourceType;

        /// <summary>Its name.</summary>
        public string ResourceName = "";

        /// <summary>How the name is meant: 3 as it is. From version 1.</summary>
        public sbyte PatternType = 3;

        /// <summary>Who may do what with it.</summary>
        public List<Acl> Acls = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            if (codec.Version >= 1)
                codec.Int8(ref PatternType);
            codec.Array(ref Acls);
        }

        /// <summary>One element of <c>Acls</c>.</summary>
        public sealed class Acl : IWireStruct
        {
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
                codec.String(ref Principal);
                codec.String(ref Host);
                codec.Int8(ref Operation);
                codec.Int8(ref PermissionType);
            }
        }
    }
}
