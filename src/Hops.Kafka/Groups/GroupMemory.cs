namespace Hops.Kafka.Groups;

/// <summary>
/// How many bytes all groups of a tenant keep in memory: what members tell the leader, what it assigns them, and the texts beside committed
/// offsets. A count and not a reservation: groups that grow at the same moment may pass the bound by one request each. Thread safe.
/// </summary>
internal sealed class GroupMemory(long maxBytes)
{
    private long _heldBytes;

    /// <summary>Bytes kept now.</summary>
    public long HeldBytes => Volatile.Read(ref _heldBytes);

    /// <summary>Is there room for so many bytes more?</summary>
    public bool HasRoomFor(long lengthBytes) => HeldBytes + lengthBytes <= maxBytes;

    /// <summary>Counts what was taken, or given back if negative.</summary>
    public void Charge(long lengthBytes) => Interlocked.Add(ref _heldBytes, lengthBytes);
}
