namespace Hops.Kafka.Groups.Consumer;

/// <summary>
/// The members that speak the classic protocol (KIP-848, "Online Migration"). They share in what the group shares out as the others do; only that a
/// member is told by the answer to a Heartbeat that there is something for it, joins again with what it has kept, and asks for its share by SyncGroup.
/// Its generation is its epoch. All of these are answered at once.
/// </summary>
internal sealed partial class ConsumerGroupState
{
    private readonly SharedProtocols _protocols = new();

    /// <summary>True if there are members, and all speak the classic protocol.</summary>
    public bool IsClassicOnly => _members.Count > 0 && _protocols.MemberCount == _members.Count;

    /// <summary>Takes a whole classic group over.</summary>
    /// <param name="members">Its members, with what they have for both <see cref="ConsumerMember.Assigned"/> and <see cref="ConsumerMember.Target"/>.</param>
    /// <param name="generation">The generation that they are in.</param>
    /// <param name="isSettled">False if they were about to share out anew.</param>
    /// <param name="now">The time.</param>
    public void Adopt(IEnumerable<(ConsumerMember Member, ClassicSide Side, ConsumerSubscription Subscription)> members, int generation, bool isSettled, TimeSpan now)
    {
        (TargetEpoch, GroupEpoch) = (generation, isSettled ? generation : generation + 1);
        foreach (var (member, side, subscription) in members)
        {
            (member.Epoch, member.PreviousEpoch) = (generation, generation);
            member.Assigned.RemoveWhere(partition => !_holders.TryAdd(partition, member));
            member.Target = [.. member.Assigned];
            Add(member);
            Speak(member, side);
            memory.Charge(subscription.LengthBytes);
            member.Subscription = subscription;
            _topics.Change([], subscription.Topics);
            member.Deadline = now + side.SessionTimeout;
            Watch(member);
        }
    }

    /// <summary>Gives back what the members keep: they are members of another group now, or never came to be any.</summary>
    public void Dissolve()
    {
        foreach (var member in _members.Values)
            memory.Charge(-member.Subscription.LengthBytes - (member.Classic?.LengthBytes ?? 0));
    }

    /// <summary>A JoinGroup: a member joins, or comes to know what the group has changed.</summary>
    public JoinResult Join(JoinInput input, TimeSpan now)
    {
        // The group has come over since its handler looked; the member is to ask again.
        if (input.Reading is not { } reading)
            return new(KafkaError.RebalanceInProgress, input.MemberId);
        if (CheckJoin(input, reading) is not KafkaError.None and var refusal)
            return new(refusal, input.MemberId);
        if (input is { MemberId.Length: 0, InstanceId: null, CanBeSentAway: true })
            return new(KafkaError.MemberIdRequired, input.FreshMemberId);
        var membersBefore = _members.Count;
        var member = Enter(input);
        member.ClientId = input.ClientId;
        member.ClientHost = input.ClientHost;
        member.RackId = reading.RackId ?? member.RackId;
        member.RebalanceTimeout = input.RebalanceTimeout;
        var side = new ClassicSide(input.SessionTimeout, input.Protocols, reading.Version) { RoundDeadline = now + input.RebalanceTimeout };
        Speak(member, side);
        var hasNews = _topics.Forget(reading.Exists) | (reading.Subscription is { } subscription && Subscribe(member, subscription));
        if (hasNews || _members.Count > membersBefore)
            GroupEpoch++;
        ShareOut(now);
        Reconcile(member, reading.Owned, now);
        member.Deadline = now + side.SessionTimeout;
        Watch(member);
        return new(KafkaError.None, member.Id) { Generation = member.Epoch, ProtocolType = Subscriptions.Consumer, Protocol = side.Protocol };
    }

    /// <summary>A SyncGroup: the member asks what it may read.</summary>
    public SyncResult Sync(SyncInput input, TimeSpan now)
    {
        var refusal = CheckClassic(input.MemberId, input.InstanceId, input.Generation, out var member);
        if (refusal == KafkaError.None && (input.ProtocolType ?? Subscriptions.Consumer) != Subscriptions.Consumer)
            refusal = KafkaError.InconsistentGroupProtocol;
        if (refusal == KafkaError.None && input.Protocol is not null && input.Protocol != member!.Classic!.Protocol)
            refusal = KafkaError.InconsistentGroupProtocol;
        if (refusal != KafkaError.None)
            return new(refusal, []);
        var side = member!.Classic!;
        member.Deadline = now + side.SessionTimeout;

        // What it is to give up it gives up first, and then joins again by itself.
        if (member.Epoch < TargetEpoch && member.Phase != ConsumerMemberPhase.Unrevoked)
        {
            Recall(member, now);
            return new(KafkaError.RebalanceInProgress, []);
        }

        side.RoundDeadline = TimeSpan.MaxValue;
        Watch(member);
        return new(KafkaError.None, ConsumerProtocol.WriteAssignment(side.Version, Named(member.Assigned)))
        {
            ProtocolType = Subscriptions.Consumer,
            Protocol = side.Protocol,
        };
    }

    /// <summary>A Heartbeat: says whether the member has to join again.</summary>
    /// <param name="memberId">The member.</param>
    /// <param name="instanceId">Its static name, if it has one.</param>
    /// <param name="generation">The epoch that it knows.</param>
    /// <param name="look">What it reads, if topics have changed; null if that is as it was.</param>
    /// <param name="now">The time.</param>
    public KafkaError Beat(string memberId, string? instanceId, int generation, SubscriptionLook? look, TimeSpan now)
    {
        var refusal = CheckClassic(memberId, instanceId, generation, out var member);
        if (refusal != KafkaError.None)
            return refusal;
        member!.Deadline = now + member.Classic!.SessionTimeout;
        if (look is not null && (_topics.Forget(look.Exists) | Subscribe(member, look.Subscription)))
            GroupEpoch++;
        ShareOut(now);
        if (!MustRejoin(member))
        {
            Watch(member);
            return KafkaError.None;
        }

        Recall(member, now);
        return KafkaError.RebalanceInProgress;
    }

    /// <summary>Partitions by the names that the project of the group has for their topics.</summary>
    public IEnumerable<(string Topic, int Partition)> Named(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            if (_topics.TryName(partition.TopicId, out var name))
                yield return (name, partition.Index);
        }
    }

    /// <summary>The member speaks this protocol from here on; null for the newer one.</summary>
    private void Speak(ConsumerMember member, ClassicSide? side)
    {
        if (member.Classic is { } before)
        {
            memory.Charge(-before.LengthBytes);
            _protocols.Remove(before.Protocols);
        }

        if (side is not null)
        {
            memory.Charge(side.LengthBytes);
            _protocols.Add(side.Protocols);
        }

        member.Classic = side;
    }

    private void Recall(ConsumerMember member, TimeSpan now)
    {
        if (member.Classic!.RoundDeadline == TimeSpan.MaxValue)
            member.Classic.RoundDeadline = now + member.RebalanceTimeout;
        Watch(member);
    }

    /// <summary>There is a newer share, something to give up, or all that the member waited for.</summary>
    private bool MustRejoin(ConsumerMember member) => member.Epoch < TargetEpoch || member.Phase switch
    {
        ConsumerMemberPhase.Unrevoked => true,
        ConsumerMemberPhase.Unreleased => member.Target.All(partition => _holders.GetValueOrDefault(partition) is not { } holder || holder == member),
        _ => false,
    };

    private KafkaError CheckClassic(string memberId, string? instanceId, int generation, out ConsumerMember? member)
    {
        member = instanceId is null ? Find(memberId) : _staticMembers.GetValueOrDefault(instanceId);
        if (member is null)
            return KafkaError.UnknownMemberId;
        if (member.Id != memberId)
            return KafkaError.FencedInstanceId;
        if (member.Classic is null)
            return KafkaError.UnknownMemberId;
        return generation == member.Epoch ? KafkaError.None : KafkaError.IllegalGeneration;
    }

    private KafkaError CheckJoin(JoinInput input, ClassicReading reading)
    {
        var before = input.InstanceId is null ? Find(input.MemberId) : _staticMembers.GetValueOrDefault(input.InstanceId);
        if (input.MemberId.Length > 0)
        {
            if (before is null && input.InstanceId is not null)
                return KafkaError.UnknownMemberId;
            if (before is not null && before.Id != input.MemberId)
                return KafkaError.FencedInstanceId;
            if (before is { Classic: null })
                return KafkaError.UnknownMemberId;
        }

        if (before is null && _members.Count >= limits.MembersMax)
            return KafkaError.GroupMaxSizeReached;
        if (!_protocols.HasOneWith(input.Protocols, before?.Classic?.Protocols))
            return KafkaError.InconsistentGroupProtocol;
        var moreBytes = GroupProtocol.LengthOf(input.Protocols) - (before?.Classic?.LengthBytes ?? 0);
        if (reading.Subscription is { } subscription)
            moreBytes += subscription.LengthBytes - (before?.Subscription.LengthBytes ?? 0);
        return moreBytes <= 0 || memory.HasRoomFor(moreBytes) ? KafkaError.None : KafkaError.GroupMaxSizeReached;
    }

    /// <summary>The member that joins: one that is there, a new one, or one that takes the place of a static member over, whatever that speaks.</summary>
    private ConsumerMember Enter(JoinInput input)
    {
        if (input.InstanceId is not null && _staticMembers.TryGetValue(input.InstanceId, out var holder))
            return input.MemberId.Length == 0 ? TakeOver(holder, input.FreshMemberId) : holder;
        var id = input.MemberId.Length == 0 ? input.FreshMemberId : input.MemberId;
        return Find(id) ?? Add(new ConsumerMember { Id = id, InstanceId = input.InstanceId });
    }
}
