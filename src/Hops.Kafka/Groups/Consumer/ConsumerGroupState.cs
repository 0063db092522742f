namespace Hops.Kafka.Groups.Consumer;

/// <summary>
/// The membership of one consumer group of the newer protocol (KIP-848): a state machine without clock, locks or input and output, as
/// <see cref="GroupState"/> is for the classic one. Members only send heartbeats; each is answered at once. The group shares out partitions
/// itself, and each member comes to its share step by step: it gives up first, and gets what others have given up.
/// </summary>
/// <param name="limits">Bounds.</param>
/// <param name="memory">Bound of what members keep.</param>
internal sealed partial class ConsumerGroupState(ConsumerGroupLimits limits, GroupMemory memory)
{
    /// <summary>Epoch by which a member leaves.</summary>
    public const int Leaving = -1;

    /// <summary>Epoch by which a static member leaves and keeps its place.</summary>
    public const int Away = -2;

    /// <summary>Sharing out that takes fewer steps than this is done whenever there is a reason for it.</summary>
    private const int FreeSteps = 1000;

    /// <summary>A step of sharing out takes about a microsecond; ten times that passes before the next.</summary>
    private static readonly TimeSpan PausePerStep = TimeSpan.FromMicroseconds(10);

    /// <summary>Sharing out of any size is done once a second, if there is a reason.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ConsumerMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConsumerMember> _staticMembers = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPartition, ConsumerMember> _holders = [];
    private readonly TopicUses _topics = new();
    private readonly DeadlineQueue _deadlines = new();
    private TimeSpan _shareFrom = TimeSpan.Zero;

    /// <summary>Rises with each change of members or of what they read.</summary>
    public int GroupEpoch { get; private set; }

    /// <summary>The group epoch for which partitions were shared out last.</summary>
    public int TargetEpoch { get; private set; }

    /// <summary>The assignor that did it.</summary>
    public string Assignor { get; private set; } = ServerAssignors.Default;

    public IReadOnlyCollection<ConsumerMember> Members => _members.Values;

    public bool IsVacant => _members.Count == 0;

    /// <summary>Topics that somebody reads, by id.</summary>
    public TopicUses Topics => _topics;

    /// <summary>When <see cref="Tick"/> has to look for members to put out; it may find none.</summary>
    public TimeSpan NextDeadline => _deadlines.Next;

    public ConsumerGroupPhase Phase
    {
        get
        {
            if (IsVacant)
                return ConsumerGroupPhase.Empty;
            if (GroupEpoch > TargetEpoch)
                return ConsumerGroupPhase.Assigning;
            return _members.Values.All(member => member.IsAway || (member.Phase == ConsumerMemberPhase.Stable && member.Epoch == TargetEpoch))
                ? ConsumerGroupPhase.Stable
                : ConsumerGroupPhase.Reconciling;
        }
    }

    public ConsumerMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    /// <summary>A heartbeat: joins, goes on or leaves.</summary>
    public ConsumerHeartbeatResult Heartbeat(ConsumerHeartbeat input, TimeSpan now)
    {
        if (input.MemberEpoch < 0)
            return Leave(input, now);
        var membersBefore = _members.Count;
        var refusal = CheckRoom(input) ?? Enter(input);
        if (refusal is not null)
            return refusal;
        var member = _members[input.MemberId];
        Speak(member, null);
        var epochBefore = member.Epoch;
        if (Update(member, input) || _members.Count > membersBefore)
            GroupEpoch++;
        ShareOut(now);
        var isChanged = Reconcile(member, input.Owned, now);
        member.Deadline = now + limits.SessionTimeout;
        Watch(member);
        return new(KafkaError.None)
        {
            MemberId = member.Id,
            MemberEpoch = member.Epoch,
            Assignment = isChanged || input.IsFull || input.MemberEpoch != epochBefore || epochBefore == 0 ? [.. member.Assigned] : null,
        };
    }

    /// <summary>Whether a member of that epoch may commit or ask for offsets.</summary>
    public KafkaError CheckOffsets(string memberId, int memberEpoch)
    {
        if (Find(memberId) is not { } member)
            return KafkaError.UnknownMemberId;
        if (memberEpoch == member.Epoch)
            return KafkaError.None;
        return member.Classic is null ? KafkaError.StaleMemberEpoch : KafkaError.IllegalGeneration;
    }

    /// <summary>Puts a member out by the request of the classic protocol, as administrators do it: by its id, or a static one by its name.</summary>
    public KafkaError Remove(string memberId, string? instanceId)
    {
        var member = instanceId is null ? Find(memberId) : _staticMembers.GetValueOrDefault(instanceId);
        if (member is null)
            return KafkaError.UnknownMemberId;
        if (memberId.Length > 0 && memberId != member.Id)
            return KafkaError.FencedInstanceId;
        Remove(member);
        return KafkaError.None;
    }

    /// <summary>Lets time act: members that were silent, or do not give up what they must, go.</summary>
    public void Tick(TimeSpan now)
    {
        foreach (var id in _deadlines.TakeDue(now))
        {
            if (Find(id) is not { } member)
                continue;
            if (member.End <= now)
                Remove(member);
            else
                Watch(member);
        }
    }

    private static ConsumerHeartbeatResult Fenced(ConsumerMember member, int epoch) => new(
        KafkaError.FencedMemberEpoch, $"The member is in epoch {member.Epoch} and not in {epoch}; it has to give up its partitions and join again.");

    private static ConsumerHeartbeatResult Unknown(string memberId) =>
        new(KafkaError.UnknownMemberId, $"The group has no member '{memberId}'; it has to join again.");

    private static ConsumerHeartbeatResult FencedInstance(string? instanceId) =>
        new(KafkaError.FencedInstanceId, $"Another member has taken the static name '{instanceId}' over.");

    private void Watch(ConsumerMember member) => _deadlines.Watch(member.Id, member.End);

    /// <summary>Refuses what would be more than the group or its tenant may keep.</summary>
    private ConsumerHeartbeatResult? CheckRoom(ConsumerHeartbeat input)
    {
        var before = input.InstanceId is null ? Find(input.MemberId) : _staticMembers.GetValueOrDefault(input.InstanceId);
        if (before is null && input.MemberEpoch == 0 && _members.Count >= limits.MembersMax)
            return new(KafkaError.GroupMaxSizeReached, $"The group has {limits.MembersMax} members, which is the most that it may have.");
        if (input.Subscription is not { } subscription || (before is not null && subscription.IsSaidAs(before.Subscription)))
            return null;
        return HasRoomFor(before?.Subscription ?? ConsumerSubscription.None, subscription)
            ? null
            : new(KafkaError.GroupMaxSizeReached, "The groups of the project subscribe to more than can be kept.");
    }

    /// <summary>Makes sure that there is the member, in the epoch that it says.</summary>
    private ConsumerHeartbeatResult? Enter(ConsumerHeartbeat input)
    {
        var member = Find(input.MemberId);
        if (input.InstanceId is not null)
        {
            var holder = _staticMembers.GetValueOrDefault(input.InstanceId);
            if (holder is not null && holder.Id != input.MemberId)
            {
                if (input.MemberEpoch != 0)
                    return FencedInstance(input.InstanceId);
                if (holder is { IsAway: false, Classic: null })
                    return new(KafkaError.UnreleasedInstanceId, $"The static name '{input.InstanceId}' is in use by the member '{holder.Id}'.");
                if (member is not null)
                    return FencedInstance(member.InstanceId);
                TakeOver(holder, input.MemberId);
                return null;
            }

            if (holder is null && member is not null)
                return Unknown(input.MemberId);
        }

        if (member is null)
        {
            if (input.MemberEpoch != 0)
                return Unknown(input.MemberId);
            Add(new ConsumerMember { Id = input.MemberId, InstanceId = input.InstanceId });
            return null;
        }

        if (input.MemberEpoch == 0)
        {
            Restart(member);
            return null;
        }

        if (member.Classic is not null)
            return Unknown(input.MemberId);
        if (input.MemberEpoch == member.Epoch)
            return null;

        // The answer that brought the present epoch may have been lost: then the member owns nothing that another may have by now.
        var isLost = input.MemberEpoch == member.PreviousEpoch && input.Owned is not null && input.Owned.All(partition => _holders.GetValueOrDefault(partition) == member);
        return isLost ? null : Fenced(member, input.MemberEpoch);
    }

    private ConsumerMember Add(ConsumerMember member)
    {
        _members.Add(member.Id, member);
        if (member.InstanceId is not null)
            _staticMembers.Add(member.InstanceId, member);
        return member;
    }

    /// <summary>A static member has come back under another id: it takes over place, partitions and share.</summary>
    private ConsumerMember TakeOver(ConsumerMember before, string memberId)
    {
        Speak(before, null);
        Release(before.Revoking);
        var member = new ConsumerMember
        {
            Id = memberId,
            InstanceId = before.InstanceId,
            Assignor = before.Assignor,
            Subscription = before.Subscription,
            Assigned = before.Assigned,
            Target = before.Target,
        };
        _members.Remove(before.Id);
        _deadlines.Forget(before.Id);
        _members.Add(member.Id, member);
        _staticMembers[member.InstanceId!] = member;
        foreach (var partition in member.Assigned)
            _holders[partition] = member;
        return member;
    }

    /// <summary>A member that joins once more under its id owns nothing any more, whatever it was told before.</summary>
    private void Restart(ConsumerMember member)
    {
        Release(member.Assigned);
        Release(member.Revoking);
        (member.Assigned, member.Revoking) = ([], []);
        (member.Epoch, member.PreviousEpoch, member.Phase, member.RevocationDeadline) = (0, -1, ConsumerMemberPhase.Stable, TimeSpan.MaxValue);
    }

    /// <summary>Takes over what a member says of itself.</summary>
    /// <returns>True if partitions have to be shared out anew for it.</returns>
    private bool Update(ConsumerMember member, ConsumerHeartbeat input)
    {
        member.ClientId = input.ClientId;
        member.ClientHost = input.ClientHost;
        member.RackId = input.RackId ?? member.RackId;
        member.RebalanceTimeout = input.RebalanceTimeout ?? member.RebalanceTimeout;
        var hasNews = input.Exists is { } exists && _topics.Forget(exists);
        if (input.Subscription is { } subscription)
            hasNews |= Subscribe(member, subscription);
        if (input.Assignor is { } assignor && assignor != member.Assignor)
        {
            member.Assignor = assignor;
            hasNews |= ServerAssignors.Choose(_members.Values) != Assignor;
        }

        return hasNews;
    }

    /// <summary>
    /// A member reads something else. If it says the same as before, topics have come or gone: then that holds for all who say the same and see the same, so
    /// that it is one change of the group, and not one by each heartbeat.
    /// </summary>
    private bool Subscribe(ConsumerMember member, ConsumerSubscription after)
    {
        var before = member.Subscription;
        var hasNews = Replace(member, after);
        if (!after.IsSaidAs(before))
            return hasNews;
        foreach (var other in _members.Values.Where(other => Equals(other.Subscription.Sight, before.Sight) && other.Subscription.IsSaidAs(before)))
            hasNews |= Replace(other, after);
        return hasNews;
    }

    private bool Replace(ConsumerMember member, ConsumerSubscription after)
    {
        // What is more because topics have come is no reason to refuse a member: without room it goes on with what it has.
        var before = member.Subscription;
        if (!HasRoomFor(before, after))
            return false;
        memory.Charge(after.LengthBytes - before.LengthBytes);
        member.Subscription = after;
        return _topics.Change(before.Topics, after.Topics);
    }

    private bool HasRoomFor(ConsumerSubscription before, ConsumerSubscription after) =>
        after.LengthBytes - before.LengthBytes is var more && (more <= 0 || memory.HasRoomFor(more));

    /// <summary>
    /// Shares partitions out if there is a reason. In a large group that takes time, so the next time comes only after about ten times as long:
    /// however much the members change, a heartbeat costs no more than a look at the member itself on the average.
    /// </summary>
    private void ShareOut(TimeSpan now)
    {
        if (GroupEpoch == TargetEpoch || now < _shareFrom)
            return;
        Assignor = ServerAssignors.Choose(_members.Values);
        var members = _members.Values.OrderBy(member => member.Order, StringComparer.Ordinal).ToArray();
        var shares = ServerAssignors.Share(Assignor, members, _topics, out var steps);
        for (var index = 0; index < members.Length; index++)
            members[index].Target = shares[index];
        TargetEpoch = GroupEpoch;
        var pause = steps < FreeSteps ? TimeSpan.Zero : steps * PausePerStep;
        _shareFrom = now + (pause < PauseMax ? pause : PauseMax);
    }

    /// <summary>Brings a member as near to its target as the others allow.</summary>
    /// <returns>True if what it may read has changed.</returns>
    private bool Reconcile(ConsumerMember member, IReadOnlySet<TopicPartition>? owned, TimeSpan now)
    {
        if (member.Phase == ConsumerMemberPhase.Unrevoked)
        {
            if (owned is null || owned.Overlaps(member.Revoking))
                return false;
            Release(member.Revoking);
            (member.Revoking, member.RevocationDeadline) = ([], TimeSpan.MaxValue);
        }
        else if (member.Phase == ConsumerMemberPhase.Stable && member.Epoch == TargetEpoch)
        {
            return false;
        }

        var revoking = member.Assigned.Where(partition => !member.Target.Contains(partition)).ToHashSet();
        if (revoking.Count > 0)
        {
            member.Assigned.ExceptWith(revoking);
            if (owned is null || owned.Overlaps(revoking))
            {
                (member.Phase, member.Revoking, member.RevocationDeadline) = (ConsumerMemberPhase.Unrevoked, revoking, now + member.RebalanceTimeout);
                return true;
            }

            Release(revoking);
        }

        return Take(member) || revoking.Count > 0;
    }

    /// <summary>Gives a member what nobody holds any more of its target; it is in the epoch of that target then.</summary>
    private bool Take(ConsumerMember member)
    {
        var isWaiting = false;
        var hasMore = false;
        foreach (var partition in member.Target)
        {
            if (member.Assigned.Contains(partition))
                continue;
            if (!_holders.TryAdd(partition, member))
            {
                isWaiting = true;
                continue;
            }

            member.Assigned.Add(partition);
            hasMore = true;
        }

        member.Phase = isWaiting ? ConsumerMemberPhase.Unreleased : ConsumerMemberPhase.Stable;
        if (member.Epoch != TargetEpoch)
            (member.PreviousEpoch, member.Epoch) = (member.Epoch, TargetEpoch);
        return hasMore;
    }

    private void Release(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            _holders.Remove(partition);
    }

    private ConsumerHeartbeatResult Leave(ConsumerHeartbeat input, TimeSpan now)
    {
        var member = input.InstanceId is null ? Find(input.MemberId) : _staticMembers.GetValueOrDefault(input.InstanceId);
        if (member is null)
            return Unknown(input.MemberId);
        if (member.Id != input.MemberId)
            return FencedInstance(input.InstanceId);
        if (member.Classic is not null)
            return Unknown(input.MemberId);
        if (input.MemberEpoch == Away && member.InstanceId is not null)
            StepAside(member, now);
        else
            Remove(member);
        return new(KafkaError.None) { MemberId = input.MemberId, MemberEpoch = input.MemberEpoch };
    }

    /// <summary>A static member goes and may come back: what it has stays its own until its session ends.</summary>
    private void StepAside(ConsumerMember member, TimeSpan now)
    {
        Release(member.Revoking);
        (member.Revoking, member.RevocationDeadline) = ([], TimeSpan.MaxValue);
        (member.Epoch, member.PreviousEpoch, member.Phase) = (Away, -1, ConsumerMemberPhase.Stable);
        member.Deadline = now + limits.SessionTimeout;
    }

    private void Remove(ConsumerMember member)
    {
        Release(member.Assigned);
        Release(member.Revoking);
        Speak(member, null);
        _topics.Change(member.Subscription.Topics, []);
        memory.Charge(-member.Subscription.LengthBytes);
        _members.Remove(member.Id);
        _deadlines.Forget(member.Id);
        if (member.InstanceId is not null)
            _staticMembers.Remove(member.InstanceId);
        GroupEpoch++;
    }
}

/// <summary>Bounds of a consumer group.</summary>
/// <param name="MembersMax">Most members.</param>
/// <param name="SessionTimeout">How long a member may be silent.</param>
internal readonly record struct ConsumerGroupLimits(int MembersMax, TimeSpan SessionTimeout);

/// <summary>State of a consumer group; the names are what ConsumerGroupDescribe answers.</summary>
internal enum ConsumerGroupPhase
{
    /// <summary>No members; offsets may remain.</summary>
    Empty,

    /// <summary>Partitions have to be shared out anew.</summary>
    Assigning,

    /// <summary>Members are on the way to what was shared out.</summary>
    Reconciling,

    /// <summary>Everybody has what it shall have.</summary>
    Stable,
}
