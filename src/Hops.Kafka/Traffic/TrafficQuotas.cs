using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Traffic;

/// <summary>
/// How many bytes per second the clients of each project may produce and fetch (as Apache Kafka's <c>producer_byte_rate</c> and
/// <c>consumer_byte_rate</c>), and how many they do. Thread safe.
/// </summary>
/// <param name="store">Where quotas of single projects are.</param>
/// <param name="options">Quotas of all others.</param>
/// <param name="clock">Source of time.</param>
public sealed class TrafficQuotas(MetadataStore store, BrokerOptions options, TimeProvider clock) : IProjectResource
{
    private readonly ConcurrentDictionary<long, ProjectTraffic> _traffic = new();
    private readonly Lock _limiting = new();
    private ImmutableDictionary<long, TrafficQuota> _quotas = ImmutableDictionary<long, TrafficQuota>.Empty;

    /// <summary>Reads the quotas of single projects; once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await store.ReadAsync(
            async read =>
            {
                await foreach (var quota in read.SweepAllAsync(TrafficQuota.Table))
                    _quotas = _quotas.SetItem(quota.ProjectId, quota);
                return true;
            },
            cancellationToken);
    }

    /// <summary>The traffic of a project.</summary>
    public ProjectTraffic Of(long projectId) => _traffic.TryGetValue(projectId, out var traffic) ? traffic : Begin(projectId);

    /// <summary>Sets quotas of a project in a transaction of the caller; they are in force when it commits, on connections that are open too.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="projectId">The project, which the caller has locked.</param>
    /// <param name="produce">What comes in, bytes per second; <see cref="TrafficQuota.NoLimit"/>; null leaves it.</param>
    /// <param name="fetch">What goes out; the same.</param>
    public async ValueTask SetInAsync(WriteTransaction transaction, long projectId, long? produce, long? fetch)
    {
        var before = await transaction.GetAsync(TrafficQuota.Table, Key.Of(projectId), LockMode.Write) ?? new TrafficQuota(projectId, null, null);
        var next = before with { ProduceBytesPerSecond = produce ?? before.ProduceBytesPerSecond, FetchBytesPerSecond = fetch ?? before.FetchBytesPerSecond };
        await transaction.PutAsync(TrafficQuota.Table, next);
        transaction.OnCommitted(() =>
        {
            ImmutableInterlocked.Update(ref _quotas, quotas => quotas.SetItem(projectId, next));
            if (_traffic.TryGetValue(projectId, out var traffic))
                Limit(projectId, traffic);
        });
    }

    /// <inheritdoc/>
    public async ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
    {
        await transaction.DeleteAsync(TrafficQuota.Table, Key.Of(projectId));
        transaction.OnCommitted(() =>
        {
            ImmutableInterlocked.Update(ref _quotas, quotas => quotas.Remove(projectId));
            _traffic.TryRemove(projectId, out _);
        });
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId)
    {
        var traffic = Of(projectId);
        var quota = Volatile.Read(ref _quotas).GetValueOrDefault(projectId);
        return new(
        [
            new ResourceUse("produce_bytes_per_second", UseUnit.Bytes, traffic.Produced.BytesOfLastSecond, traffic.Produced.BytesPerSecond) { IsOfSettings = quota?.ProduceBytesPerSecond is null },
            new ResourceUse("fetch_bytes_per_second", UseUnit.Bytes, traffic.Fetched.BytesOfLastSecond, traffic.Fetched.BytesPerSecond) { IsOfSettings = quota?.FetchBytesPerSecond is null },
        ]);
    }

    /// <remarks>Limited once it is found by others too, so that no change of a quota is missed.</remarks>
    private ProjectTraffic Begin(long projectId)
    {
        var traffic = _traffic.GetOrAdd(projectId, _ => new ProjectTraffic(new RateBucket(options.TrafficBurst, clock), new RateBucket(options.TrafficBurst, clock)));
        Limit(projectId, traffic);
        return traffic;
    }

    private void Limit(long projectId, ProjectTraffic traffic)
    {
        lock (_limiting)
        {
            var quota = Volatile.Read(ref _quotas).GetValueOrDefault(projectId);
            traffic.Produced.BytesPerSecond = InForce(quota?.ProduceBytesPerSecond ?? options.ProducePerTenantMaxBytesPerSecond);
            traffic.Fetched.BytesPerSecond = InForce(quota?.FetchBytesPerSecond ?? options.FetchPerTenantMaxBytesPerSecond);
        }
    }

    private static long? InForce(long? bytesPerSecond) => bytesPerSecond == TrafficQuota.NoLimit ? null : bytesPerSecond;
}
