using System.Collections.Immutable;
using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Groups;

/// <summary>
/// The shell around one <see cref="GroupState"/>, or <see cref="ConsumerGroupState"/> if one of its members speaks the newer protocol: serialises
/// inputs under a lock, keeps its one timer, completes the tasks of those who wait, takes members over from the one to the other. A group without
/// members takes either. Holds the committed offsets as an immutable map that is swapped after each durable commit.
/// </summary>
internal sealed class Group : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly ITimer _timer;
    private readonly BrokerOptions _options;
    private readonly GroupMemory _memory;
    private GroupState _state;
    private ConsumerGroupState? _consumer;
    private ImmutableDictionary<TopicPartition, CommittedOffset> _offsets = ImmutableDictionary<TopicPartition, CommittedOffset>.Empty;
    private DateTimeOffset _vacantSince;
    private bool _isDead;

    public Group(long tenantId, string groupId, BrokerOptions options, GroupMemory memory, TimeProvider clock)
    {
        TenantId = tenantId;
        GroupId = groupId;
        (_options, _memory) = (options, memory);
        _clock = clock;
        _origin = clock.GetTimestamp();
        _state = NewState();
        _vacantSince = clock.GetUtcNow();
        _timer = clock.CreateTimer(static group => ((Group)group!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public long TenantId { get; }

    public string GroupId { get; }

    /// <summary>Key of its offsets in the database; 0 until the first commit.</summary>
    public long Number { get; private set; }

    /// <summary>Offsets committed durably.</summary>
    public ImmutableDictionary<TopicPartition, CommittedOffset> Offsets => Volatile.Read(ref _offsets);

    /// <summary>What regular expressions of its members stand for.</summary>
    public PatternMatches Patterns { get; } = new();

    /// <summary>Since when the group has had no member; now, while it has some.</summary>
    public DateTimeOffset VacantSince
    {
        get
        {
            lock (_lock)
                return IsVacant_NeedsLock ? _vacantSince : _clock.GetUtcNow();
        }
    }

    /// <summary>True while there is a member in a group of the newer protocol, whichever the member speaks itself.</summary>
    public bool IsOfNewerProtocol
    {
        get
        {
            lock (_lock)
                return _consumer is { IsVacant: false };
        }
    }

    /// <summary>True from <see cref="TryEnd"/> on.</summary>
    public bool IsDead
    {
        get
        {
            lock (_lock)
                return _isDead;
        }
    }

    private bool IsVacant_NeedsLock => _state.IsVacant && _consumer is null or { IsVacant: true };

    private TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>Takes over what the database knows of the group.</summary>
    public void Restore(GroupRow row)
    {
        Number = row.Number;
        if (row.ProtocolType.Length > 0)
            Change(_ => _state.Restore(row.ProtocolType));
    }

    /// <summary>Joins; the task completes when the round does. A group that has been removed meanwhile asks to try again.</summary>
    public Task<JoinResult> Join(JoinInput input) => Change(effects => Join_NeedsLock(input, effects))
        ? input.Waiter.Task
        : Task.FromResult(new JoinResult(KafkaError.CoordinatorLoadInProgress, ""));

    /// <summary>Syncs; the task completes when the leader has brought the assignments.</summary>
    public Task<SyncResult> Sync(Func<TaskCompletionSource<SyncResult>, SyncInput> input)
    {
        var waiter = new TaskCompletionSource<SyncResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Change(effects => Sync_NeedsLock(input(waiter), effects))
            ? waiter.Task
            : Task.FromResult(new SyncResult(KafkaError.UnknownMemberId, []));
    }

    /// <summary>A heartbeat of the classic protocol.</summary>
    /// <param name="memberId">The member.</param>
    /// <param name="instanceId">Its static name, if it has one.</param>
    /// <param name="generation">The generation that it knows.</param>
    /// <param name="look">What it reads, in a group of the newer protocol in which topics have changed since; else null.</param>
    public KafkaError Heartbeat(string memberId, string? instanceId, int generation, SubscriptionLook? look)
    {
        var error = KafkaError.UnknownMemberId;
        Change(_ => error = _consumer is { IsVacant: false }
            ? _consumer.Beat(memberId, instanceId, generation, look, Now)
            : _state.Heartbeat(memberId, instanceId, generation, Now));
        return error;
    }

    /// <summary>A heartbeat of the newer protocol: joins, goes on or leaves.</summary>
    public ConsumerHeartbeatResult Heartbeat(ConsumerHeartbeat input)
    {
        var result = new ConsumerHeartbeatResult(KafkaError.CoordinatorLoadInProgress, "The group is being deleted; try again.");
        Change(effects => result = Heartbeat_NeedsLock(input, effects));
        return result;
    }

    public KafkaError Leave(string memberId, string? instanceId)
    {
        var error = KafkaError.UnknownMemberId;
        Change(effects => error = _consumer?.Remove(memberId, instanceId) ?? _state.Leave(memberId, instanceId, Now, effects));
        return error;
    }

    public KafkaError CheckCommit(string memberId, string? instanceId, int generation)
    {
        var error = KafkaError.UnknownMemberId;
        Change(_ => error = _consumer is { IsVacant: false }
            ? _consumer.CheckOffsets(memberId, generation)
            : _state.CheckCommit(memberId, instanceId, generation, Now));
        return error;
    }

    public KafkaError CheckTransactionalCommit(string memberId, string? instanceId, int generation)
    {
        var error = KafkaError.UnknownMemberId;
        Change(_ => error = _consumer is { IsVacant: false }
            ? _consumer.CheckOffsets(memberId, generation)
            : _state.CheckTransactionalCommit(memberId, instanceId, generation));

        // Producers know the word of the classic protocol only.
        return error == KafkaError.StaleMemberEpoch ? KafkaError.IllegalGeneration : error;
    }

    /// <summary>Whether a member of the newer protocol may ask for offsets; of the classic one everybody may, and so may who is no member.</summary>
    public KafkaError CheckFetch(string? memberId, int memberEpoch)
    {
        lock (_lock)
            return _consumer is null || (memberId is null && memberEpoch < 0) ? KafkaError.None : _consumer.CheckOffsets(memberId ?? "", memberEpoch);
    }

    /// <summary>Reads the membership under the lock, whichever it is.</summary>
    public T Look<T>(Func<GroupState, T> ofClassic, Func<ConsumerGroupState, T> ofConsumer)
    {
        lock (_lock)
            return _consumer is null ? ofClassic(_state) : ofConsumer(_consumer);
    }

    /// <summary>Reads the classic membership under the lock.</summary>
    public T Look<T>(Func<GroupState, T> look)
    {
        lock (_lock)
            return look(_state);
    }

    /// <summary>Marks the group as removed if nothing keeps it.</summary>
    /// <returns>True if it was marked; nobody can join it any more.</returns>
    public bool TryEnd(bool evenWithOffsets)
    {
        lock (_lock)
        {
            if (_isDead || !IsVacant_NeedsLock || (!evenWithOffsets && !Offsets.IsEmpty))
                return false;
            _isDead = true;
            return true;
        }
    }

    /// <summary>Takes the mark back: the group could not be removed, or may not.</summary>
    public void Revive()
    {
        lock (_lock)
            _isDead = false;
    }

    /// <summary>Takes over offsets that have become durable under this number of the group.</summary>
    public void Committed(long number, IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets)
    {
        Number = number;
        Put(offsets);
    }

    /// <summary>Takes over offsets that the database has; called in commit order.</summary>
    public void Put(IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets)
    {
        _memory.Charge(GrowthBytes(offsets));
        ImmutableInterlocked.Update(ref _offsets, static (present, offsets) => present.SetItems(offsets), offsets);
    }

    /// <summary>Forgets offsets that the database has no more; called in commit order.</summary>
    public void Forget(IReadOnlyCollection<TopicPartition> partitions)
    {
        _memory.Charge(-partitions.Distinct().Sum(partition => Offsets.GetValueOrDefault(partition)?.TextBytes ?? 0));
        ImmutableInterlocked.Update(ref _offsets, static (present, partitions) => present.RemoveRange(partitions), partitions);
    }

    /// <summary>Is there room for the texts beside offsets?</summary>
    public bool HasRoomFor(IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets) =>
        GrowthBytes(offsets) is var more && (more <= 0 || _memory.HasRoomFor(more));

    /// <summary>Ends the group whatever it holds: its project is gone.</summary>
    public void End()
    {
        lock (_lock)
            _isDead = true;
        Dispose();
    }

    public void Dispose() => _timer.Dispose();

    private long GrowthBytes(IReadOnlyCollection<KeyValuePair<TopicPartition, CommittedOffset>> offsets)
    {
        var present = Offsets;
        return offsets.Sum(offset => offset.Value.TextBytes - (present.GetValueOrDefault(offset.Key)?.TextBytes ?? 0));
    }

    private void Tick() => Change(effects =>
    {
        _state.Tick(Now, effects);
        _consumer?.Tick(Now);
    });

    private void Join_NeedsLock(JoinInput input, List<GroupEffect> effects)
    {
        if (_consumer is { IsVacant: false })
        {
            effects.Add(new JoinAnswered(input.Waiter, _consumer.Join(input, Now)));
            return;
        }

        _consumer = null;
        _state.Join(input, Now, effects);
    }

    private void Sync_NeedsLock(SyncInput input, List<GroupEffect> effects)
    {
        if (_consumer is { IsVacant: false })
            effects.Add(new SyncAnswered(input.Waiter, _consumer.Sync(input, Now)));
        else
            _state.Sync(input, Now, effects);
    }

    /// <summary>The first member of the newer protocol that comes into a classic group takes it over with all that are in it.</summary>
    private ConsumerHeartbeatResult Heartbeat_NeedsLock(ConsumerHeartbeat input, List<GroupEffect> effects)
    {
        if (_consumer is not null)
            return _consumer.Heartbeat(input, Now);
        var consumer = new ConsumerGroupState(new ConsumerGroupLimits(_options.GroupMembersMax, _options.ConsumerSessionTimeout), _memory);
        if (input.MemberEpoch == 0 && !_state.IsVacant && Upgrade_NeedsLock(consumer, input) is { } refusal)
            return refusal;
        var result = consumer.Heartbeat(input, Now);
        if (result.Error != KafkaError.None)
        {
            consumer.Dissolve();
            return result;
        }

        _state.HandOver(effects);
        (_state, _consumer) = (NewState(), consumer);
        return result;
    }

    private ConsumerHeartbeatResult? Upgrade_NeedsLock(ConsumerGroupState consumer, ConsumerHeartbeat input) =>
        _options.ConsumerMigrationPolicy is GroupMigrationPolicy.Bidirectional or GroupMigrationPolicy.Upgrade
            ? GroupMigration.Upgrade(_state, consumer, input.Find!, _memory, Now)
            : new(KafkaError.GroupIdNotFound, "The members of the group speak the classic protocol; one of the newer can join when they have left, for groups do not go over here.");

    /// <summary>Those who are left without a member of the newer protocol go back to where they come from.</summary>
    private void Downgrade_NeedsLock(List<GroupEffect> effects)
    {
        if (_consumer is not { IsClassicOnly: true } consumer || _options.ConsumerMigrationPolicy is GroupMigrationPolicy.Upgrade or GroupMigrationPolicy.Disabled)
            return;
        (_state, _consumer) = (NewState(), null);
        GroupMigration.Downgrade(consumer, _state, _memory, Now, effects);
    }

    private GroupState NewState() => new(_options.InitialRebalanceDelay, _options.GroupMembersMax, _memory);

    private bool Change(Action<List<GroupEffect>> input)
    {
        var effects = new List<GroupEffect>();
        lock (_lock)
        {
            if (_isDead)
                return false;
            var wasVacant = IsVacant_NeedsLock;
            input(effects);
            Downgrade_NeedsLock(effects);
            if (IsVacant_NeedsLock && !wasVacant)
                _vacantSince = _clock.GetUtcNow();
            Arm_NeedsLock();
        }

        foreach (var effect in effects)
            effect.Answer();
        return true;
    }

    private void Arm_NeedsLock()
    {
        var next = _state.NextDeadline;
        if (_consumer is { } consumer && consumer.NextDeadline < next)
            next = consumer.NextDeadline;
        if (next == TimeSpan.MaxValue)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // A timer fires up to a millisecond early; one more makes sure that the deadline has passed.
        var wait = next - Now + TimeSpan.FromMilliseconds(1);
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
