namespace Hops.Kafka.Wire.Messages;

/// <summary>AddOffsetsToTxn (API key 25), versions 0 to 4, flexible from 3: says of which group a transaction will commit offsets.</summary>
public sealed class AddOffsetsToTxnRequest : IRequest<AddOffsetsToTxnResponse>
{
    /// <summary>Transactional id of the producer.</summary>
    public string TransactionalId = "";

    /// <summary>Id of the producer.</summary>
    public long ProducerId;

    /// <summary>Epoch of the producer.</summary>
    public short ProducerEpoch;

    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.AddOffsetsToTxn;

    /// <inheritdoc/>
    public static short FlexibleFrom => 3;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref TransactionalId);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
        codec.String(ref GroupId);
    }
}

/// <summary>Answer to AddOffsetsToTxn.</summary>
public sealed class AddOffsetsToTxnResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
    }
}
