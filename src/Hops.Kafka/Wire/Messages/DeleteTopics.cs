namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// DeleteTopics (API key 20), versions 1 to 6, flexible from 4: deletes topics, by name or from version 6 on by id.
/// </summary>
public sealed class DeleteTopicsRequest : IRequest<DeleteTopicsResponse>
{
    public List<Topic> Topics = [];

    public string[] TopicNames = [];

    public int TimeoutMs;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.DeleteTopics;

    /// <inheritdoc/>
    public static short FlexibleFrom => 4;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        if (codec.Version >= 6)
            codec.Array(ref Topics);
        if (codec.Version <= 5)
            codec.StringArray(ref TopicNames);
        codec.Int32(ref TimeoutMs);
    }

    /// <summary>One element of <c>Topics</c>.</summary>
    public sealed class Topic : IWireStruct
    {
        public string? Name;

        public Guid TopicId;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.NullableString(ref Name);
            codec.Uuid(ref TopicId);
        }
    }
}

/// <summary>Answer to DeleteTopics.</summary>
public sealed class DeleteTopicsResponse : IWireStruct
{
    public int ThrottleTimeMs;

    public List<Result> Responses = [];

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Responses);
    }

    /// <summary>One element of <c>Responses</c>.</summary>
    public sealed class Result : IWireStruct
    {
        public string? Name;

        public Guid TopicId;

        public KafkaError ErrorCode;

        public string? ErrorMessage;

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.NullableString(ref Name);
            if (codec.Version >= 6)
                codec.Uuid(ref TopicId);
            codec.Error(ref ErrorCode);
            if (codec.Version >= 5)
                codec.NullableString(ref ErrorMessage);
        }
    }
}
