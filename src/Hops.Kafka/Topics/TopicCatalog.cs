using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Topics;

/// <summary>
/// Which topics exist. The truth is in the metadata database; readers use a snapshot in memory that is swapped when a change has become
/// durable. The changes are parts of a transaction, so that a platform can make or drop topics together with what belongs to them.
/// They do not decide who may make them: their callers ask the gate. Thread safe.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="options">Limits and defaults.</param>
public sealed class TopicCatalog(MetadataStore store, BrokerOptions options) : IProjectResource
{
    private TopicSnapshot _snapshot = TopicSnapshot.Empty;

    /// <summary>
    /// Called after a topic was deleted durably, on the thread of the writer of the database; must not block or throw. Combined by += before
    /// the first request.
    /// </summary>
    public Action<Topic>? Deleted { get; set; }

    /// <summary>
    /// Called in the transaction that deletes a topic, so that what others have of it goes with it. Set before the first request, by the platform.
    /// </summary>
    public Func<WriteTransaction, Principal, Topic, ValueTask>? DeletedIn { get; set; }

    /// <summary>Like <see cref="Deleted"/>, after a topic was made, grown or configured.</summary>
    public Action<Topic>? Changed { get; set; }

    /// <summary>The topics as of now.</summary>
    public TopicSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>Reads all topics into memory; once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var snapshot = TopicSnapshot.Empty;
        await store.ReadAsync(
            async read =>
            {
                await foreach (var topic in read.SweepAllAsync(TopicTables.Topics))
                    snapshot = snapshot.With(topic);
                return true;
            },
            cancellationToken);
        Volatile.Write(ref _snapshot, snapshot);
    }

    /// <summary>Refuses a topic that could not be made whatever else exists.</summary>
    /// <exception cref="PlatformException"><c>InvalidPath</c>: the name; <c>InvalidArgument</c>: partitions or settings.</exception>
    public void Check(NewTopic request)
    {
        TopicName.Check(request.Name);
        TopicConfig.Check(request.Config);
        CheckPartitions(request.PartitionCount ?? options.PartitionsDefault);
    }

    /// <summary>Refuses a number of partitions that a topic cannot grow to.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>InvalidArgument</c>.</exception>
    public void CheckGrowth(Topic? topic, string name, int partitionCount)
    {
        if (topic is null)
            throw new PlatformException(ErrorCode.NotFound, $"There is no topic '{name}'.");
        if (partitionCount <= topic.PartitionCount)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"Topic '{name}' has {topic.PartitionCount} partitions; their number can only grow.");
        }

        CheckPartitions(partitionCount);
    }

    /// <summary>Makes a topic.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="actor">Who makes it; owner is the actor's project unless <paramref name="request"/> says otherwise.</param>
    /// <param name="request">What to make.</param>
    /// <returns>The topic.</returns>
    /// <exception cref="PlatformException">
    /// <c>InvalidPath</c>: the name; <c>InvalidArgument</c>: partitions or settings; <c>AlreadyExists</c>; <c>LimitExceeded</c>: topics or
    /// partitions of the tenant.
    /// </exception>
    public async ValueTask<Topic> CreateInAsync(WriteTransaction transaction, Principal actor, NewTopic request)
    {
        Check(request);
        var partitionCount = request.PartitionCount ?? options.PartitionsDefault;
        var usage = await transaction.GetAsync(TopicTables.Usages, Key.Of(request.TenantId), LockMode.Write) ?? new TopicUsage(request.TenantId, 0, 0);
        var topic = new Topic
        {
            TenantId = request.TenantId,
            Name = request.Name,
            Id = request.Id,
            PartitionCount = partitionCount,
            Config = request.Config,
            CreatedBy = actor.Name,
            CreatedAt = transaction.Now,
        };
        if (!await transaction.InsertAsync(TopicTables.Topics, topic))
            throw new PlatformException(ErrorCode.AlreadyExists, $"Topic '{request.Name}' exists already.");
        if (usage.TopicCount >= options.TopicsPerTenantMax)
            throw Limit("topics", options.TopicsPerTenantMax);
        await PutUsageAsync(transaction, usage with { TopicCount = usage.TopicCount + 1 }, partitionCount);
        await AuditAsync(transaction, actor, topic, "topic.create");
        transaction.OnCommitted(() => Apply(topic));
        return topic;
    }

    /// <summary>Topics whose deletion is durable while their files may still be there.</summary>
    public ValueTask<IReadOnlyList<TopicDeletion>> ListDeletionsAsync(CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<TopicDeletion>>(
        async read =>
        {
            var deletions = new List<TopicDeletion>();
            await foreach (var deletion in read.SweepAllAsync(TopicTables.Deletions))
                deletions.Add(deletion);
            return deletions;
        },
        cancellationToken);

    /// <summary>Takes note that the files of a deleted topic are gone.</summary>
    public async Task FinishDeletionAsync(Guid topicId) =>
        await store.WriteAsync(write => write.DeleteAsync(TopicTables.Deletions, Key.Of(topicId.ToByteArray(bigEndian: true))));

    /// <summary>True if there is a topic of that name, as far as a transaction sees.</summary>
    public static async ValueTask<bool> IsThereAsync(WriteTransaction transaction, long tenantId, string name) =>
        await transaction.GetAsync(TopicTables.Topics, Key.Of(tenantId, name), LockMode.Keep) is not null;

    /// <summary>Deletes a topic: at once for everybody; its log files go later, by what is recorded here.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public async ValueTask<Topic> DeleteInAsync(WriteTransaction transaction, Principal actor, long tenantId, string name)
    {
        var topic = await GetAsync(transaction, tenantId, name, LockMode.Destroy);
        await transaction.DeleteAsync(TopicTables.Topics, Key.Of(tenantId, name));
        await transaction.PutAsync(TopicTables.Deletions, new TopicDeletion(topic.Id, tenantId, name, transaction.Now));
        var usage = await transaction.GetAsync(TopicTables.Usages, Key.Of(tenantId), LockMode.Write);
        if (usage is not null)
        {
            await transaction.PutAsync(
                TopicTables.Usages,
                usage with { TopicCount = usage.TopicCount - 1, PartitionCount = usage.PartitionCount - topic.PartitionCount });
        }

        await AuditAsync(transaction, actor, topic, "topic.delete");
        if (DeletedIn is { } follow)
            await follow(transaction, actor, topic);
        transaction.OnCommitted(() =>
        {
            Volatile.Write(ref _snapshot, Snapshot.Without(topic));
            Deleted?.Invoke(topic);
        });
        return topic;
    }

    /// <inheritdoc/>
    public async ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
    {
        await WholePartition.DrainAsync(
            transaction, TopicTables.Topics, Key.Of(projectId), async topic => await DeleteInAsync(transaction, actor, projectId, topic.Name));
        await transaction.DeleteAsync(TopicTables.Usages, Key.Of(projectId));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId)
    {
        var usage = await read.GetAsync(TopicTables.Usages, Key.Of(projectId));
        return
        [
            new("topics", UseUnit.Count, usage?.TopicCount ?? 0, options.TopicsPerTenantMax),
            new("partitions", UseUnit.Count, usage?.PartitionCount ?? 0, options.PartitionsPerTenantMax),
        ];
    }

    /// <summary>Raises the number of partitions.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>InvalidArgument</c>: not more than now; <c>LimitExceeded</c>.</exception>
    public async ValueTask<Topic> GrowInAsync(WriteTransaction transaction, Principal actor, long tenantId, string name, int partitionCount)
    {
        var topic = await GetAsync(transaction, tenantId, name, LockMode.Write);
        CheckGrowth(topic, name, partitionCount);
        var usage = await transaction.GetAsync(TopicTables.Usages, Key.Of(tenantId), LockMode.Write) ?? new TopicUsage(tenantId, 1, topic.PartitionCount);
        await PutUsageAsync(transaction, usage, partitionCount - topic.PartitionCount);
        return await ReplaceAsync(transaction, actor, topic with { PartitionCount = partitionCount }, "topic.grow");
    }

    /// <summary>Changes the settings.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="actor">Who changes them.</param>
    /// <param name="tenantId">The owner.</param>
    /// <param name="name">The topic.</param>
    /// <param name="change">The settings that shall be, from those that the transaction finds: of two at once neither is lost. Called again if it is tried again.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>InvalidArgument</c>: a setting.</exception>
    public async ValueTask<Topic> ConfigureInAsync(
        WriteTransaction transaction,
        Principal actor,
        long tenantId,
        string name,
        Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        var topic = await GetAsync(transaction, tenantId, name, LockMode.Write);
        var config = change(topic.Config);
        TopicConfig.Check(config);
        return await ReplaceAsync(transaction, actor, topic with { Config = config }, "topic.configure");
    }

    private static async ValueTask<Topic> GetAsync(WriteTransaction transaction, long tenantId, string name, LockMode lockMode) =>
        await transaction.GetAsync(TopicTables.Topics, Key.Of(tenantId, name), lockMode)
        ?? throw new PlatformException(ErrorCode.NotFound, $"There is no topic '{name}'.");

    private static ValueTask AuditAsync(WriteTransaction transaction, Principal actor, Topic topic, string action) =>
        AuditLog.AppendAsync(transaction, new AuditRecord
        {
            ProjectId = topic.TenantId,
            Actor = actor.Name,
            CredentialId = actor.CredentialId,
            Action = action,
            Target = topic.Name,
        });

    private static PlatformException Limit(string what, long most) =>
        new PlatformException(ErrorCode.LimitExceeded, $"The project may have {most} {what}; delete some or ask for more.").With("limit", most);

    private async ValueTask<Topic> ReplaceAsync(WriteTransaction transaction, Principal actor, Topic topic, string action)
    {
        await transaction.UpdateAsync(TopicTables.Topics, topic);
        await AuditAsync(transaction, actor, topic, action);
        transaction.OnCommitted(() => Apply(topic));
        return topic;
    }

    private async ValueTask PutUsageAsync(WriteTransaction transaction, TopicUsage usage, int partitionsMore)
    {
        if (usage.PartitionCount + partitionsMore > options.PartitionsPerTenantMax)
            throw Limit("partitions", options.PartitionsPerTenantMax);
        await transaction.PutAsync(TopicTables.Usages, usage with { PartitionCount = usage.PartitionCount + partitionsMore });
    }

    private void CheckPartitions(int partitionCount)
    {
        if (partitionCount < 1 || partitionCount > options.PartitionsPerTopicMax)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"A topic has 1 to {options.PartitionsPerTopicMax} partitions, not {partitionCount}.")
                .With("partitions", partitionCount);
        }
    }

    private void Apply(Topic topic)
    {
        Volatile.Write(ref _snapshot, Snapshot.With(topic));
        Changed?.Invoke(topic);
    }
}

/// <summary>A topic to be made.</summary>
/// <param name="TenantId">The tenant (project) that will own it.</param>
/// <param name="Name">Its name.</param>
/// <param name="PartitionCount">Number of partitions; null for the broker's default.</param>
/// <param name="Config">Settings that differ from their default.</param>
public sealed record NewTopic(long TenantId, string Name, int? PartitionCount, ImmutableSortedDictionary<string, string> Config)
{
    /// <summary>A topic with all defaults.</summary>
    public NewTopic(long tenantId, string name, int? partitionCount = null)
        : this(tenantId, name, partitionCount, ImmutableSortedDictionary<string, string>.Empty)
    {
    }

    /// <summary>Its id, random, chosen before the transaction.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();
}
