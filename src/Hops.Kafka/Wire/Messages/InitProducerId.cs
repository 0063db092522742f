namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// InitProducerId (API key 22), versions 0 to 5, flexible from 2: gives a producer id and epoch to an idempotent producer.
/// </summary>
public sealed class InitProducerIdRequest : IRequest<InitProducerIdResponse>
{
    public string? TransactionalId;

    public int TransactionTimeoutMs;

    public long ProducerId = -1;

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
    public int ThrottleTimeMs;

    public KafkaError ErrorCode;

    public long ProducerId = -1;

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
