namespace Hops.Kafka.Log;

/// <summary>What a partition knows of one idempotent producer (KIP-664).</summary>
/// <param name="ProducerId">Its id.</param>
/// <param name="Epoch">Its epoch; lower ones are fenced.</param>
/// <param name="LastSequence">Sequence number of the last record that it wrote in this epoch; -1 if it has written none.</param>
/// <param name="LastTimestampMs">Largest timestamp of its last batch, milliseconds since 1970; that of its last marker if there is no batch.</param>
/// <param name="CoordinatorEpoch">Epoch of the coordinator that wrote its last marker; -1 if there was none.</param>
/// <param name="OpenSinceOffset">Offset at which its open transaction begins; -1 if none is open.</param>
public readonly record struct ProducerStanding(long ProducerId, short Epoch, int LastSequence, long LastTimestampMs, int CoordinatorEpoch, long OpenSinceOffset);
