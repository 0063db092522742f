namespace Hops.Kafka.Wire.Messages;

/// <summary>DescribeUserScramCredentials (API key 50), version 0, flexible: the SCRAM mechanisms by which users can sign in (KIP-554).</summary>
public sealed class DescribeUserScramCredentialsRequest : IRequest<DescribeUserScramCredentialsResponse>
{
    /// <summary>Users; null or empty for all.</summary>
    public List<UserName>? Users;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DescribeUserScramCredentials;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec =>
        codec.NullableArray(ref Users);

    /// <summary>One element of <c>Users</c>.</summary>
    public sealed class UserName : IWireStruct
    {
        /// <summary>Name of the user.</summary>
        public string Name = "";

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec =>
            codec.String(ref Name);
    }
}

/// <summary>Answer to DescribeUserScramCredentials.</summary>
public sealed class DescribeUserScramCredentialsResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>What went wrong, for a person; null for the usual words of the code.</summary>
    public string? ErrorMessage;

    /// <summary>Answers by user.</summary>
    public List<Result> Results = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
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

        /// <summary>Its mechanisms.</summary>
        public List<Credential> CredentialInfos = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.String(ref User);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.Array(ref CredentialInfos);
        }

        /// <summary>One element of <c>CredentialInfos</c>.</summary>
        public sealed class Credential : IWireStruct
        {
            /// <summary>1 for SCRAM-SHA-256, 2 for SCRAM-SHA-512.</summary>
            public sbyte Mechanism;

            /// <summary>Rounds of hashing.</summary>
            public int Iterations;

            /// <inheritdoc/>
            public void Fields<TCodec>(ref TCodec codec)
                where TCodec : struct, IWireCodec
            {
                codec.Int8(ref Mechanism);
                codec.Int32(ref Iterations);
            }
        }
    }
}
