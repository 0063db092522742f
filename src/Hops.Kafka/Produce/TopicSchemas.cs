using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Produce;

/// <summary>
/// Which schema ids are registered for the keys and values of topics that demand one. Asked for each batch, so kept in memory: what the
/// registry changes is told by <see cref="Forget"/> and read again at the next batch, before that is looked at. Thread safe.
/// </summary>
/// <param name="read">Reads the ids of the live versions of a subject, by tenant and name; none for a subject that is not there.</param>
public sealed class TopicSchemas(Func<long, string, CancellationToken, ValueTask<IReadOnlyCollection<int>>> read)
{
    /// <summary>Ids kept for one tenant, some two megabytes; with more of them it has those kept that were asked for last.</summary>
    private const int IdsPerTenantMax = 100_000;

    private readonly ConcurrentDictionary<long, Kept> _kept = new();

    /// <summary>No schema is registered anywhere.</summary>
    public static TopicSchemas None { get; } = new((_, _, _) => new([]));

    /// <summary>Tells that the versions of a subject of a tenant have changed durably, or with null those of all. Never waits.</summary>
    public void Forget(long tenantId, string? subject)
    {
        if (subject is null)
            _kept.TryRemove(tenantId, out _);
        else if (_kept.ContainsKey(tenantId))
            _kept.AddOrUpdate(tenantId, _ => Kept.Nothing, (_, kept) => kept.Without(subject));
    }

    /// <summary>What a topic demands of its records; null if nothing. Done at once unless something was changed.</summary>
    internal ValueTask<SchemaDemand?> DemandAsync(Topic topic, TopicSettings settings, CancellationToken cancellationToken) =>
        settings.AreKeySchemasChecked || settings.AreValueSchemasChecked ? FindAsync(topic, settings, cancellationToken) : default;

    private async ValueTask<SchemaDemand?> FindAsync(Topic topic, TopicSettings settings, CancellationToken cancellationToken) => new(
        settings.AreKeySchemasChecked ? await IdsAsync(topic.TenantId, topic.Name + "-key", "confluent.key.schema.validation", cancellationToken) : null,
        settings.AreValueSchemasChecked ? await IdsAsync(topic.TenantId, topic.Name + "-value", "confluent.value.schema.validation", cancellationToken) : null);

    private ValueTask<SubjectIds> IdsAsync(long tenantId, string subject, string setting, CancellationToken cancellationToken) =>
        _kept.GetOrAdd(tenantId, Kept.Nothing).Subjects.GetValueOrDefault(subject) is { } known
            ? new(known)
            : ReadAsync(tenantId, subject, setting, cancellationToken);

    /// <summary>What was changed while it was read may be missing from it: then it serves this batch, and is not kept.</summary>
    private async ValueTask<SubjectIds> ReadAsync(long tenantId, string subject, string setting, CancellationToken cancellationToken)
    {
        var before = _kept.GetOrAdd(tenantId, Kept.Nothing).ChangeCount;
        var ids = new SubjectIds(subject, setting, (await read(tenantId, subject, cancellationToken)).ToFrozenSet());
        _kept.AddOrUpdate(tenantId, _ => Kept.Nothing, (_, kept) => kept.ChangeCount == before ? kept.With(ids) : kept);
        return ids;
    }

    /// <summary>What is kept of a tenant. Immutable.</summary>
    private sealed record Kept(ImmutableDictionary<string, SubjectIds> Subjects, int IdCount, long ChangeCount)
    {
        public static Kept Nothing { get; } = new(ImmutableDictionary.Create<string, SubjectIds>(StringComparer.Ordinal), 0, 0);

        /// <summary>A subject counts as one id more, so that empty ones are bounded too.</summary>
        public Kept With(SubjectIds subject)
        {
            var others = Without(subject.Name) with { ChangeCount = ChangeCount };
            if (others.IdCount + subject.Ids.Count >= IdsPerTenantMax)
                others = Nothing with { ChangeCount = ChangeCount };
            return others with { Subjects = others.Subjects.Add(subject.Name, subject), IdCount = others.IdCount + subject.Ids.Count + 1 };
        }

        public Kept Without(string subject)
        {
            var idCount = Subjects.TryGetValue(subject, out var known) ? IdCount - known.Ids.Count - 1 : IdCount;
            return new Kept(Subjects.Remove(subject), idCount, ChangeCount + 1);
        }
    }
}
