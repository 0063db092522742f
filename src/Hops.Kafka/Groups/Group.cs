using System.Collections.Immutable;
using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Groups;

/// <summary>
/// The shell around one <see cref="GroupState"/>, or <see cref="ConsumerGroupState"/> if its members speak the newer protocol: serialises inputs
/// under a lock, keeps its one timer, completes the tasks of those who wait. The first member decides on the protocol; a group without members
/// takes either. Holds the committed offsets as an immutable map that is swapped after each durable commit.
/// </summary>
internal sealed class Group : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly GroupState _state;
    private readonly ITimer _timer;
    private readonly BrokerOptions _options;
    private readonly GroupMemory _memory;
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
        _state = new GroupState(options.InitialRebalanceDelay, options.GroupMembersMax, memory);
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
    public Task<JoinResult> Join(Func<TaskCompletionSource<JoinResult>, JoinInput> input)
    {
        var waiter = new TaskCompletionSource<JoinResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Change(effects => Join_NeedsLock(input(waiter), effects))
            ? waiter.Task
            : Task.FromResult(new JoinResult(KafkaError.CoordinatorLoadInProgress, ""));
    }

    /// <summary>Syncs; the task completes when the leader has brought the assignments.</summary>
    public Task<SyncResult> Sync(Func<TaskCompletionSource<SyncResult>, SyncInput> input)
    {
        var waiter = new TaskCompletionSource<SyncResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Change(effects => _state.Sync(input(waiter), Now, effects))
            ? waiter.Task
            : Task.FromResult(new SyncResult(KafkaError.UnknownMemberId, []));
    }

    public KafkaError Heartbeat(string memberId, string? instanceId, int generation)
    {
        var error = KafkaError.UnknownMemberId;
        Change(_ => error = _state.Heartbeat(memberId, instanceId, generation, Now));
        return error;
    }

    /// <summary>A heartbeat of the newer protocol: joins, goes on or leaves.</summary>
    public ConsumerHeartbeatResult Heartbeat(ConsumerHeartbeat input)
    {
        var result = new ConsumerHeartbeatResult(KafkaError.CoordinatorLoadInProgress, "The group is being deleted; try again.");
        Change(_ => result = Heartbeat_NeedsLock(input));
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
        Apply(present => present.SetItems(offsets));
    }

    /// <summary>Swaps the offsets after a durable change; called in commit order.</summary>
    public void Apply(Func<ImmutableDictionary<TopicPartition, CommittedOffset>, ImmutableDictionary<TopicPartition, CommittedOffset>> change) =>
        ImmutableInterlocked.Update(ref _offsets, change);

    /// <summary>Ends the group whatever it holds: its project is gone.</summary>
    public void End()
    {
        lock (_lock)
            _isDead = true;
        Dispose();
    }

    public void Dispose() => _timer.Dispose();

    private void Tick() => Change(effects =>
    {
        _state.Tick(Now, effects);
        _consumer?.Tick(Now);
    });

    private void Join_NeedsLock(JoinInput input, List<GroupEffect> effects)
    {
        if (_consumer is { IsVacant: false })
        {
            effects.Add(new JoinAnswered(input.Waiter, new JoinResult(KafkaError.InconsistentGroupProtocol, input.MemberId)));
            return;
        }

        _consumer = null;
        _state.Join(input, Now, effects);
    }

    /// <summary>Members of the one protocol are not taken into a group of the other: there is no migration between them.</summary>
    private ConsumerHeartbeatResult Heartbeat_NeedsLock(ConsumerHeartbeat input)
    {
        if (_consumer is not null)
            return _consumer.Heartbeat(input, Now);
        if (!_state.IsVacant)
            return new(KafkaError.GroupIdNotFound, "The members of the group speak the classic protocol; one of the other can join when they have left.");
        var consumer = new ConsumerGroupState(new ConsumerGroupLimits(_options.GroupMembersMax, _options.ConsumerSessionTimeout), _memory);
        var result = consumer.Heartbeat(input, Now);
        if (!consumer.IsVacant)
            _consumer = consumer;
        return result;
    }

    private bool Change(Action<List<GroupEffect>> input)
    {
        var effects = new List<GroupEffect>();
        lock (_lock)
        {
            if (_isDead)
                return false;
            var wasVacant = IsVacant_NeedsLock;
            input(effects);
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
