namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// DeleteTopics (API key 20), versions 1 to 6, flexible from 4: deletes topics, by name or from version 6 on by id.
/// </summary>
public sealed class DeleteTopicsRequest : IRequest<DeleteTopicsResponse>
{
    /// <summary>Topics to delete, by name or id. From version 6.</summary>
    public List<Topic> Topics = [];

    /// <summary>Names of the topics to delete. Up to version 5.</summary>
    public string[] TopicNames = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
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
        /// <summary>Name of the topic; null if it is given by id.</summary>
        public string? Name;

        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead.</summary>
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
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>Outcomes by topic.</summary>
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
        /// <summary>Name of the topic; null if it was given by an id that the caller may not see.</summary>
        public string? Name;

        /// <summary>Id of the topic; <see cref="Guid.Empty"/> where it is named instead. From version 6.</summary>
        public Guid TopicId;

        /// <summary>What went wrong, or <c>None</c>.</summary>
        public KafkaError ErrorCode;

        /// <summary>What went wrong, for a person; null for the usual words of the code. From version 5.</summary>
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
