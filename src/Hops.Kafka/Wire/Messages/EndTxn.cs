namespace Hops.Kafka.Wire.Messages;

/// <summary>EndTxn (API key 26), versions 0 to 5, flexible from 3: commits or aborts a transaction.</summary>
public sealed class EndTxnRequest : IRequest<EndTxnResponse>
{
    /// <summary>Transactional id of the producer.</summary>
    public string TransactionalId = "";

    /// <summary>Id of the producer.</summary>
    public long ProducerId;

    /// <summary>Epoch of the producer.</summary>
    public short ProducerEpoch;

    /// <summary>True to commit, false to abort.</summary>
    public bool Committed;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.EndTxn;

    /// <inheritdoc/>
    public static short FlexibleFrom => 3;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref TransactionalId);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
        codec.Bool(ref Committed);
    }
}

/// <summary>Answer to EndTxn.</summary>
public sealed class EndTxnResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>Id of the producer from here on (KIP-890). From version 5.</summary>
    public long ProducerId = -1;

    /// <summary>Epoch of the producer from here on. From version 5.</summary>
    public short ProducerEpoch = -1;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        if (codec.Version >= 5)
        {
            codec.Int64(ref ProducerId);
            codec.Int16(ref ProducerEpoch);
        }
    }
}
