namespace Hops.Kafka.Wire.Messages;

/// <summary>AlterUserScramCredentials (API key 51), version 0, flexible: sets and removes SCRAM credentials of users (KIP-554).</summary>
public sealed class AlterUserScramCredentialsRequest : IRequest<AlterUserScramCredentialsResponse>
{
    /// <summary>Credentials to remove.</summary>
    public List<Deletion> Deletions = [];

    /// <summary>Credentials to set.</summary>
    public List<Upsertion> Upsertions = [];

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.AlterUserScramCredentials;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Array(ref Deletions);
        codec.Array(ref Upsertions);
    }

    /// <summary>One element of <c>Deletions</c>.</summary>
    public sealed class Deletion : IWireStruct
    {
        /// <summary>Name of the user.</summary>
        public string Name = "";

        /// <summary>1 for SCRAM-SHA-256, 2 for SCRAM-SHA-512.</summary>
        public sbyte Mechanism;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int8(ref Mechanism);
        }
    }

    /// <summary>One element of <c>Upsertions</c>.</summary>
    public sealed class Upsertion : IWireStruct
    {
        /// <summary>Name of the user.</summary>
        public string Name = "";

        /// <summary>1 for SCRAM-SHA-256, 2 for SCRAM-SHA-512.</summary>
        public sbyte Mechanism;

        /// <summary>Rounds of hashing.</summary>
        public int Iterations;

        /// <summary>The salt.</summary>
        public byte[] Salt = [];

        /// <summary>The salted password. A secret.</summary>
        public byte[] SaltedPassword = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref Name);
            codec.Int8(ref Mechanism);
            codec.Int32(ref Iterations);
            codec.Bytes(ref Salt);
            codec.Bytes(ref SaltedPassword);
        }
    }
}

/// <summary>Answer to AlterUserScramCredentials.</summary>
public sealed class AlterUserScramCredentialsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by user.</summary>
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
        /// <summary>Name of the user.</summary>
        public string User = "";

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
        public string? ErrorMessage;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref User);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
        }
    }
}
