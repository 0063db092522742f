namespace Hops.Kafka.Groups;

/// <summary>
/// The membership of one classic consumer group: a state machine without clock, locks or input and output. Each input comes with the time
/// and may answer requests that wait; answers are added to the effects. Times are durations since any fixed moment.
/// Rules: Kafka protocol guide; KIP-62 (rebalance timeout), KIP-345 (static members), KIP-394 (member id required), KIP-814 (skip assignment).
/// </summary>
/// <param name="initialDelay">How long the first round of an empty group waits for more members.</param>
/// <param name="membersMax">Most members, pending ones included.</param>
/// <param name="memory">Bound of what members keep.</param>
internal sealed class GroupState(TimeSpan initialDelay, int membersMax, GroupMemory memory)
{
    /// <summary>How long a new member may wait for the end of its first round before its client is taken for gone.</summary>
    private static readonly TimeSpan NewMemberTimeout = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, GroupMember> _members = [];
    private readonly Dictionary<string, string> _staticIds = [];
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private readonly SharedProtocols _protocols = new();
    private readonly DeadlineQueue _deadlines = new();
    private TimeSpan _roundDeadline = TimeSpan.MaxValue;
    private TimeSpan _delayUntilMax = TimeSpan.Zero;
    private TimeSpan _syncDeadline = TimeSpan.MaxValue;
    private bool _isDelayed;
    private bool _hasGrown;

    public GroupPhase Phase { get; private set; } = GroupPhase.Empty;

    public int Generation { get; private set; }

    public string? ProtocolType { get; private set; }

    public string? Protocol { get; private set; }

    public string? Leader { get; private set; }

    public IReadOnlyCollection<GroupMember> Members => _members.Values;

    /// <summary>True if there is neither a member nor one that was sent away to come back.</summary>
    public bool IsVacant => _members.Count == 0 && _pending.Count == 0;

    /// <summary>When <see cref="Tick"/> has to look for something to do; it may find nothing.</summary>
    public TimeSpan NextDeadline
    {
        get
        {
            var ofRound = _roundDeadline < _syncDeadline ? _roundDeadline : _syncDeadline;
            return _deadlines.Next < ofRound ? _deadlines.Next : ofRound;
        }
    }

    /// <summary>Remembers what the members of a group were before a restart.</summary>
    public void Restore(string protocolType) => ProtocolType = protocolType;

    /// <summary>Takes members over that a group of the newer protocol had; they are called to a round of joining at once.</summary>
    /// <param name="members">The members.</param>
    /// <param name="generation">The generation that goes before that round.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Answers.</param>
    public void Adopt(IEnumerable<GroupMember> members, int generation, TimeSpan now, List<GroupEffect> effects)
    {
        foreach (var member in members)
        {
            _members.Add(member.Id, member);
            _protocols.Add(member.Protocols);
            if (member.InstanceId is not null)
                _staticIds.Add(member.InstanceId, member.Id);
            Renew(member, now);
        }

        (Phase, Generation, ProtocolType, Protocol) = (GroupPhase.Stable, generation, Subscriptions.Consumer, Choose());
        Prepare(now, effects);
    }

    /// <summary>The members are those of a group of the newer protocol now: who waits is told to join again, and what they kept here is given back.</summary>
    public void HandOver(List<GroupEffect> effects)
    {
        foreach (var member in _members.Values)
        {
            member.AnswerJoin(new JoinResult(KafkaError.RebalanceInProgress, member.Id), effects);
            AnswerSync(member, KafkaError.RebalanceInProgress, effects);
            member.Release();
        }
    }

    /// <summary>A JoinGroup: answered now, or when the round is complete.</summary>
    public void Join(JoinInput input, TimeSpan now, List<GroupEffect> effects)
    {
        var refusal = CheckJoin(input);
        if (refusal != KafkaError.None)
            effects.Add(new JoinAnswered(input.Waiter, new JoinResult(refusal, input.MemberId)));
        else if (input.MemberId.Length > 0)
            JoinKnown(input, now, effects);
        else if (input.InstanceId is not null && _staticIds.TryGetValue(input.InstanceId, out var oldId))
            ReplaceStatic(_members[oldId], input, now, effects);
        else if (input.InstanceId is null && input.CanBeSentAway)
            SendAway(input, now, effects);
        else
            Add(input.FreshMemberId, input, now, effects);
    }

    /// <summary>A SyncGroup: answered now, or when the leader has brought the assignments.</summary>
    public void Sync(SyncInput input, TimeSpan now, List<GroupEffect> effects)
    {
        var refusal = CheckMember(input.MemberId, input.InstanceId, input.Generation, out var member);
        if (refusal == KafkaError.None && !IsSameOrAbsent(input.ProtocolType, ProtocolType))
            refusal = KafkaError.InconsistentGroupProtocol;
        if (refusal == KafkaError.None && !IsSameOrAbsent(input.Protocol, Protocol))
            refusal = KafkaError.InconsistentGroupProtocol;
        if (refusal == KafkaError.None && Phase == GroupPhase.PreparingRebalance)
            refusal = KafkaError.RebalanceInProgress;
        if (refusal == KafkaError.None && !memory.HasRoomFor(Growth(input)))
            refusal = KafkaError.GroupMaxSizeReached;
        if (refusal != KafkaError.None)
        {
            effects.Add(new SyncAnswered(input.Waiter, new SyncResult(refusal, [])));
            return;
        }

        AnswerSync(member!, KafkaError.RebalanceInProgress, effects);
        member!.Sync = input.Waiter;
        member.HasSynced = true;
        Renew(member, now);
        if (Phase == GroupPhase.Stable)
        {
            AnswerSync(member, KafkaError.None, effects);
        }
        else if (member.Id == Leader)
        {
            foreach (var each in _members.Values)
                each.Assignment = input.Assignments.GetValueOrDefault(each.Id, []);
            Phase = GroupPhase.Stable;
            foreach (var each in _members.Values)
            {
                Renew(each, now);
                AnswerSync(each, KafkaError.None, effects);
            }
        }

        if (_members.Values.All(each => each.HasSynced))
            _syncDeadline = TimeSpan.MaxValue;
    }

    /// <summary>A Heartbeat.</summary>
    public KafkaError Heartbeat(string memberId, string? instanceId, int generation, TimeSpan now)
    {
        var refusal = CheckMember(memberId, instanceId, generation, out var member);
        if (refusal != KafkaError.None)
            return refusal;
        Renew(member!, now);
        return Phase == GroupPhase.PreparingRebalance ? KafkaError.RebalanceInProgress : KafkaError.None;
    }

    /// <summary>A member leaves, or an administrator removes a static one by its instance id alone.</summary>
    public KafkaError Leave(string memberId, string? instanceId, TimeSpan now, List<GroupEffect> effects)
    {
        if (memberId.Length == 0)
        {
            if (instanceId is null || !_staticIds.TryGetValue(instanceId, out var id))
                return KafkaError.UnknownMemberId;
            memberId = id;
        }
        else if (_pending.Remove(memberId))
        {
            _deadlines.Forget(memberId);
            TryCompleteRound(now, effects);
            return KafkaError.None;
        }

        if (instanceId is not null && _staticIds.TryGetValue(instanceId, out var mapped) && mapped != memberId)
            return KafkaError.FencedInstanceId;
        if (!_members.TryGetValue(memberId, out var member) || (instanceId is not null && member.InstanceId != instanceId))
            return KafkaError.UnknownMemberId;
        Remove(member, now, effects);
        return KafkaError.None;
    }

    /// <summary>Whether an OffsetCommit is acceptable; a good one of a member counts as a heartbeat. One from outside has no generation and the group no members.</summary>
    public KafkaError CheckCommit(string memberId, string? instanceId, int generation, TimeSpan now)
    {
        if (generation < 0 && Phase == GroupPhase.Empty)
            return KafkaError.None;
        var refusal = CheckMember(memberId, instanceId, generation, out var member);
        if (refusal != KafkaError.None)
            return refusal;
        if (Phase == GroupPhase.CompletingRebalance)
            return KafkaError.RebalanceInProgress;
        Renew(member!, now);
        return KafkaError.None;
    }

    /// <summary>
    /// May a member commit in a transaction? While the group rebalances too: what the transaction holds was read before (KIP-447).
    /// </summary>
    public KafkaError CheckTransactionalCommit(string memberId, string? instanceId, int generation) =>
        generation < 0 && Phase == GroupPhase.Empty ? KafkaError.None : CheckMember(memberId, instanceId, generation, out _);

    /// <summary>Lets time act: members that were silent go, rounds end.</summary>
    public void Tick(TimeSpan now, List<GroupEffect> effects)
    {
        var hasExpired = false;
        foreach (var id in _deadlines.TakeDue(now))
        {
            if (_pending.Remove(id))
                hasExpired = true;
            else if (_members.TryGetValue(id, out var member))
                Look(member, now, effects);
        }

        if (_syncDeadline <= now)
        {
            _syncDeadline = TimeSpan.MaxValue;
            foreach (var member in _members.Values.Where(member => !member.HasSynced).ToArray())
                Remove(member, now, effects);
        }

        if (_roundDeadline <= now)
            EndRoundByTime(now, effects);
        else if (hasExpired)
            TryCompleteRound(now, effects);
    }

    /// <summary>Puts a member out whose time is over. One that waits for us is looked at when it has its answer.</summary>
    private void Look(GroupMember member, TimeSpan now, List<GroupEffect> effects)
    {
        if (member.Deadline > now)
            _deadlines.Watch(member.Id, member.Deadline);
        else if (!member.IsHeld)
            Remove(member, now, effects);
    }

    private void Renew(GroupMember member, TimeSpan now) => Expect(member, now + member.SessionTimeout);

    private void Expect(GroupMember member, TimeSpan deadline)
    {
        member.Deadline = deadline;
        _deadlines.Watch(member.Id, deadline);
    }

    private static bool IsSameOrAbsent(string? given, string? present) => given is null || given == present;

    private KafkaError CheckJoin(JoinInput input)
    {
        if (input.ProtocolType.Length == 0 || input.Protocols.Count == 0)
            return KafkaError.InconsistentGroupProtocol;
        var before = _members.GetValueOrDefault(input.InstanceId is null ? input.MemberId : _staticIds.GetValueOrDefault(input.InstanceId, ""));
        if (_members.Count > (before is null ? 0 : 1) && input.ProtocolType != ProtocolType)
            return KafkaError.InconsistentGroupProtocol;
        if (!_protocols.HasOneWith(input.Protocols, before?.Protocols))
            return KafkaError.InconsistentGroupProtocol;
        if (!memory.HasRoomFor(GroupProtocol.LengthOf(input.Protocols) - GroupProtocol.LengthOf(before?.Protocols ?? [])))
            return KafkaError.GroupMaxSizeReached;
        var isJoining = input.MemberId.Length == 0 && (input.InstanceId is null || !_staticIds.ContainsKey(input.InstanceId));
        return isJoining && _members.Count + _pending.Count >= membersMax ? KafkaError.GroupMaxSizeReached : KafkaError.None;
    }

    /// <summary>Bytes by which the assignments of a leader are more than those before.</summary>
    private long Growth(SyncInput input) => input.Assignments.Count == 0
        ? 0
        : _members.Values.Sum(member => input.Assignments.GetValueOrDefault(member.Id, member.Assignment).Length - (long)member.Assignment.Length);

    private KafkaError CheckMember(string memberId, string? instanceId, int generation, out GroupMember? member)
    {
        member = null;
        if (instanceId is not null && _staticIds.TryGetValue(instanceId, out var mapped) && mapped != memberId)
            return KafkaError.FencedInstanceId;
        if (!_members.TryGetValue(memberId, out member) || (instanceId is not null && member.InstanceId != instanceId))
            return KafkaError.UnknownMemberId;
        return generation == Generation || generation == member.FormerGeneration ? KafkaError.None : KafkaError.IllegalGeneration;
    }

    private void SendAway(JoinInput input, TimeSpan now, List<GroupEffect> effects)
    {
        _pending.Add(input.FreshMemberId);
        _deadlines.Watch(input.FreshMemberId, now + input.SessionTimeout);
        effects.Add(new JoinAnswered(input.Waiter, new JoinResult(KafkaError.MemberIdRequired, input.FreshMemberId)));
    }

    private void JoinKnown(JoinInput input, TimeSpan now, List<GroupEffect> effects)
    {
        if (_pending.Remove(input.MemberId))
        {
            Add(input.MemberId, input, now, effects);
            return;
        }

        var refusal = CheckMember(input.MemberId, input.InstanceId, Generation, out var member);
        if (refusal != KafkaError.None)
        {
            effects.Add(new JoinAnswered(input.Waiter, new JoinResult(refusal, input.MemberId)));
            return;
        }

        var isSame = member!.Offers(input.Protocols);
        var isLost = Phase == GroupPhase.CompletingRebalance && isSame;
        var isFollower = Phase == GroupPhase.Stable && isSame && member.Id != Leader;
        Update(member, input, now);
        if (isLost || isFollower)
        {
            effects.Add(new JoinAnswered(input.Waiter, Joined(member)));
            return;
        }

        Park(member, input.Waiter, effects);
        PrepareOrComplete(now, effects);
    }

    private void Add(string id, JoinInput input, TimeSpan now, List<GroupEffect> effects)
    {
        var member = new GroupMember(memory) { Id = id, InstanceId = input.InstanceId, IsNew = true };
        Update(member, input, now);
        _deadlines.Forget(id);
        Expect(member, now + NewMemberTimeout);
        _members.Add(id, member);
        if (input.InstanceId is not null)
            _staticIds[input.InstanceId] = id;
        ProtocolType = input.ProtocolType;
        _hasGrown = true;
        Park(member, input.Waiter, effects);
        PrepareOrComplete(now, effects);
    }

    /// <summary>A static member has started anew: it takes over place and assignment, without a rebalance if nothing else changed.</summary>
    private void ReplaceStatic(GroupMember old, JoinInput input, TimeSpan now, List<GroupEffect> effects)
    {
        var wasLeader = old.Id == Leader;
        var leaderBefore = Leader ?? "";
        var metadataBefore = old.MetadataFor(Protocol);
        old.AnswerJoin(new JoinResult(KafkaError.FencedInstanceId, old.Id), effects);
        AnswerSync(old, KafkaError.FencedInstanceId, effects);
        _members.Remove(old.Id);
        _deadlines.Forget(old.Id);
        _protocols.Remove(old.Protocols);
        old.Release();
        var member = new GroupMember(memory) { Id = input.FreshMemberId, InstanceId = old.InstanceId, Assignment = old.Assignment, HasSynced = old.HasSynced };
        Update(member, input, now);
        _members.Add(member.Id, member);
        _staticIds[old.InstanceId!] = member.Id;
        if (wasLeader)
            Leader = member.Id;
        var isUnchanged = Phase == GroupPhase.Stable && Choose() == Protocol && member.MetadataFor(Protocol).AsSpan().SequenceEqual(metadataBefore);
        if (!isUnchanged)
        {
            Park(member, input.Waiter, effects);
            PrepareOrComplete(now, effects);
            return;
        }

        // An older client that finds itself the leader would share out anew; told of the former leader, it just syncs (KIP-814).
        var joined = Joined(member) with { SkipAssignment = wasLeader && input.CanSkipAssignment };
        effects.Add(new JoinAnswered(input.Waiter, input.CanSkipAssignment ? joined : joined with { Leader = leaderBefore, Members = [] }));
    }

    private void Update(GroupMember member, JoinInput input, TimeSpan now)
    {
        member.ClientId = input.ClientId;
        member.ClientHost = input.ClientHost;
        member.SessionTimeout = input.SessionTimeout;
        member.RebalanceTimeout = input.RebalanceTimeout;
        if (member.Protocols.Count > 0)
            _protocols.Remove(member.Protocols);
        member.Protocols = input.Protocols;
        _protocols.Add(member.Protocols);
        Renew(member, now);
    }

    private static void Park(GroupMember member, TaskCompletionSource<JoinResult> waiter, List<GroupEffect> effects)
    {
        member.AnswerJoin(new JoinResult(KafkaError.RebalanceInProgress, member.Id), effects);
        member.Join = waiter;
    }

    private void PrepareOrComplete(TimeSpan now, List<GroupEffect> effects)
    {
        if (Phase != GroupPhase.PreparingRebalance)
            Prepare(now, effects);
        TryCompleteRound(now, effects);
    }

    private void Prepare(TimeSpan now, List<GroupEffect> effects)
    {
        foreach (var member in _members.Values)
        {
            if (member.Sync is not null)
                Renew(member, now);
            AnswerSync(member, KafkaError.RebalanceInProgress, effects);
            if (Phase == GroupPhase.CompletingRebalance)
                member.Assignment = [];
        }

        _syncDeadline = TimeSpan.MaxValue;
        _isDelayed = Phase == GroupPhase.Empty && initialDelay > TimeSpan.Zero;
        _delayUntilMax = now + RebalanceTimeoutMax();
        _roundDeadline = _isDelayed ? now + initialDelay : _delayUntilMax;
        _hasGrown = false;
        Phase = GroupPhase.PreparingRebalance;
    }

    private void TryCompleteRound(TimeSpan now, List<GroupEffect> effects)
    {
        if (Phase == GroupPhase.PreparingRebalance && !_isDelayed && _pending.Count == 0 && _members.Values.All(member => member.Join is not null))
            CompleteRound(now, effects);
    }

    private void EndRoundByTime(TimeSpan now, List<GroupEffect> effects)
    {
        if (_isDelayed && _hasGrown && now < _delayUntilMax)
        {
            _hasGrown = false;
            _roundDeadline = now + initialDelay < _delayUntilMax ? now + initialDelay : _delayUntilMax;
            return;
        }

        CompleteRound(now, effects);
    }

    private void CompleteRound(TimeSpan now, List<GroupEffect> effects)
    {
        _isDelayed = false;
        foreach (var absent in _members.Values.Where(member => member.Join is null && member.InstanceId is null).ToArray())
            Forget(absent, effects);
        if (_members.Count > 0 && _members.Values.All(member => member.Join is null))
        {
            // Only static members are left, and all are away: they keep their places for another round.
            _roundDeadline = now + RebalanceTimeoutMax();
            return;
        }

        _roundDeadline = TimeSpan.MaxValue;
        Generation++;
        if (_members.Count == 0)
        {
            (Phase, Protocol, Leader) = (GroupPhase.Empty, null, null);
            return;
        }

        if (Leader is null || !_members.TryGetValue(Leader, out var leader) || leader.Join is null)
            Leader = _members.Values.First(member => member.Join is not null).Id;
        Protocol = Choose();
        Phase = GroupPhase.CompletingRebalance;
        _syncDeadline = now + RebalanceTimeoutMax();
        foreach (var member in _members.Values)
        {
            member.HasSynced = false;
            member.IsNew = false;
            member.FormerGeneration = null;
            Renew(member, now);
            member.AnswerJoin(Joined(member), effects);
        }
    }

    private JoinResult Joined(GroupMember member) => new(KafkaError.None, member.Id)
    {
        Generation = Generation,
        ProtocolType = ProtocolType,
        Protocol = Protocol,
        Leader = Leader ?? "",
        Members = member.Id == Leader
            ? [.. _members.Values.Select(each => new JoinedMember(each.Id, each.InstanceId, each.MetadataFor(Protocol)))]
            : [],
    };

    private string Choose() => _protocols.Choose(_members.Values.Select(member => member.Protocols));

    private TimeSpan RebalanceTimeoutMax() => _members.Count == 0 ? TimeSpan.Zero : _members.Values.Max(member => member.RebalanceTimeout);

    private void Remove(GroupMember member, TimeSpan now, List<GroupEffect> effects)
    {
        Forget(member, effects);
        if (Phase is GroupPhase.Stable or GroupPhase.CompletingRebalance)
            Prepare(now, effects);
        TryCompleteRound(now, effects);
    }

    private void Forget(GroupMember member, List<GroupEffect> effects)
    {
        _members.Remove(member.Id);
        _deadlines.Forget(member.Id);
        _protocols.Remove(member.Protocols);
        member.Release();
        if (member.InstanceId is not null && _staticIds.GetValueOrDefault(member.InstanceId) == member.Id)
            _staticIds.Remove(member.InstanceId);
        member.AnswerJoin(new JoinResult(KafkaError.UnknownMemberId, member.Id), effects);
        AnswerSync(member, KafkaError.UnknownMemberId, effects);
    }

    private void AnswerSync(GroupMember member, KafkaError error, List<GroupEffect> effects)
    {
        if (member.Sync is not { } waiter)
            return;
        member.Sync = null;
        var isGood = error == KafkaError.None;
        effects.Add(new SyncAnswered(waiter, new SyncResult(error, isGood ? member.Assignment : [])
        {
            ProtocolType = isGood ? ProtocolType : null,
            Protocol = isGood ? Protocol : null,
        }));
    }
}
