namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeClientQuotas (API key 48), versions 0 to 1, flexible from 1: the rates that clients may reach (KIP-546).</summary>
public sealed class DescribeClientQuotasRequest : IRequest<DescribeClientQuotasResponse>
{
    /// <summary>Whose quotas; a conjunction.</summary>
    public List<Component> Components = [];

    /// <summary>True to leave out entities with further parts.</summary>
    public bool Strict;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeClientQuotas;

    /// <inheritdoc/>
    public static short FlexibleFrom => 1;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Components);
        codec.Bool(ref Strict);
    }

    /// <summary>One element of <c>Components</c>.</summary>
    public sealed class Component : IWireStruct
    {
        /// <summary><c>user</c>, <c>client-id</c> or <c>ip</c>.</summary>
        public string EntityType = "";

        /// <summary>0 for one name, 1 for the default, 2 for any name.</summary>
        public sbyte MatchType;

        /// <summary>The name, for 0; else null.</summary>
        public string? Match;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref EntityType);
            codec.Int8(ref MatchType);
            codec.NullableString(ref Match);
        }
    }
}

/// <summary>Answer to DescribeClientQuotas.</summary>
public sealed class DescribeClientQuotasResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
    public string? ErrorMessage;

    /// <summary>Quotas by entity; null if something went wrong.</summary>
    public List<Entry>? Entries;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.NullableArray(ref Entries);
    }

    /// <summary>One element of <c>Entries</c>.</summary>
    public sealed class Entry : IWireStruct
    {
        /// <summary>Whose quotas.</summary>
        public List<QuotaEntityPart> Entity = [];

        /// <summary>The quotas.</summary>
        public List<Quota> Values = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Array(ref Entity);
            codec.Array(ref Values);
        }

        /// <summary>One element of <c>Values</c>.</summary>
        public sealed class Quota : IWireStruct
        {
            /// <summary>Name of the quota.</summary>
            public string Key = "";

            /// <summary>Its value, in the unit of its name.</summary>
            public double Value;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref Key);
                codec.Float64(ref Value);
            }
        }
    }
}

/// <summary>A part of what a quota is for: a user, an id of clients, or an address.</summary>
public sealed class QuotaEntityPart : IWireStruct
{
    /// <summary><c>user</c>, <c>client-id</c> or <c>ip</c>.</summary>
    public string EntityType = "";

    /// <summary>Its name; null for the default.</summary>
    public string? EntityName;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref EntityType);
        codec.NullableString(ref EntityName);
    }
}
