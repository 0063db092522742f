namespace Hops.Kafka.Fetch;

/// <summary>Numbers the fetch sessions, and bounds what those of each tenant remember. Thread safe.</summary>
/// <param name="partitionsPerTenantMax">Most partitions in all sessions of one tenant.</param>
internal sealed class FetchSessions(int partitionsPerTenantMax)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _partitionsByTenant = [];
    private int _lastId;

    /// <summary>An id for another session: 1 or more.</summary>
    public int NextId()
    {
        lock (_lock)
            return _lastId = _lastId == int.MaxValue ? 1 : _lastId + 1;
    }

    /// <summary>Takes room for partitions of a tenant.</summary>
    /// <returns>False, and none is taken, if there is not so much.</returns>
    public bool TryTake(long tenantId, int partitions)
    {
        lock (_lock)
        {
            var held = _partitionsByTenant.GetValueOrDefault(tenantId);
            if (held + (long)partitions > partitionsPerTenantMax)
                return false;
            _partitionsByTenant[tenantId] = held + partitions;
            return true;
        }
    }

    /// <summary>Gives room back.</summary>
    public void Give(long tenantId, int partitions)
    {
        lock (_lock)
        {
            var held = _partitionsByTenant.GetValueOrDefault(tenantId) - partitions;
            if (held > 0)
                _partitionsByTenant[tenantId] = held;
            else
                _partitionsByTenant.Remove(tenantId);
        }
    }
}
