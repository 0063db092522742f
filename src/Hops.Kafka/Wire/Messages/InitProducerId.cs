namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// InitProducerId (API key 22), versions 0 to 5, flexible from 2: gives a producer id and epoch to an idempotent producer.
/// </summary>
public sealed class InitProducerIdRequest : IRequest<InitProducerIdResponse>
{
    /// <summary>Transactional id of the producer; null outside of transactions.</summary>
    public string? TransactionalId;

    /// <summary>How long a transaction may stay open, in milliseconds.</summary>
    public int TransactionTimeoutMs;

    /// <summary>Id that the producer had (KIP-360); -1 for a new one. From version 3.</summary>
    public long ProducerId = -1;

    /// <summary>Epoch that the producer had; -1 for a new one. From version 3.</summary>
    public short ProducerEpoch = -1;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.InitProducerId;

    /// <inheritdoc/>
    public static short FlexibleFrom => 2;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.NullableString(ref TransactionalId);
        codec.Int32(ref TransactionTimeoutMs);
        if (codec.Version >= 3)
        {
            codec.Int64(ref ProducerId);
            codec.Int16(ref ProducerEpoch);
        }
    }
}

/// <summary>Answer to InitProducerId.</summary>
public sealed class InitProducerIdResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>Id of the producer; -1 for none.</summary>
    public long ProducerId = -1;

    /// <summary>Epoch of the producer; an older one is fenced.</summary>
    public short ProducerEpoch;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
    }
}
