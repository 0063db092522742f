namespace Hops.Kafka.Wire.Messages;

/// <summary>AlterClientQuotas (API key 49), versions 0 to 1, flexible from 1: sets the rates that clients may reach (KIP-546).</summary>
public sealed class AlterClientQuotasRequest : IRequest<AlterClientQuotasResponse>
{
    /// <summary>Changes by entity.</summary>
    public List<Entry> Entries = [];

    /// <summary>True to check everything and change nothing.</summary>
    public bool ValidateOnly;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.AlterClientQuotas;

    /// <inheritdoc/>
    public static short FlexibleFrom => 1;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Entries);
        codec.Bool(ref ValidateOnly);
    }

    /// <summary>One element of <c>Entries</c>.</summary>
    public sealed class Entry : IWireStruct
    {
        /// <summary>Whose quotas.</summary>
        public List<QuotaEntityPart> Entity = [];

        /// <summary>The changes.</summary>
        public List<Change> Ops = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Array(ref Entity);
            codec.Array(ref Ops);
        }

        /// <summary>One element of <c>Ops</c>.</summary>
        public sealed class Change : IWireStruct
        {
            /// <summary>Name of the quota.</summary>
            public string Key = "";

            /// <summary>Its value, in the unit of its name.</summary>
            public double Value;

            /// <summary>True to have none.</summary>
            public bool Remove;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.String(ref Key);
                codec.Float64(ref Value);
                codec.Bool(ref Remove);
            }
        }
    }
}

/// <summary>Answer to AlterClientQuotas.</summary>
public sealed class AlterClientQuotasResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by entity.</summary>
    public List<Entry> Entries = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Entries);
    }

    /// <summary>One element of <c>Entries</c>.</summary>
    public sealed class Entry : IWireStruct
    {
        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <summary>Whose quotas.</summary>
        public List<QuotaEntityPart> Entity = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.Array(ref Entity);
        }
    }
}
