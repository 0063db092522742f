namespace Hops.Kafka.Groups;

/// <summary>One member of a classic group.</summary>
internal sealed class GroupMember(GroupMemory memory)
{
    private IReadOnlyList<GroupProtocol> _protocols = [];
    private byte[] _assignment = [];

    public required string Id { get; init; }

    /// <summary>Name of a static member (KIP-345); null for a dynamic one.</summary>
    public required string? InstanceId { get; init; }

    public string ClientId { get; set; } = "";

    public string ClientHost { get; set; } = "";

    public TimeSpan SessionTimeout { get; set; }

    public TimeSpan RebalanceTimeout { get; set; }

    /// <summary>Protocols in order of preference, with the metadata for each.</summary>
    public IReadOnlyList<GroupProtocol> Protocols
    {
        get => _protocols;
        set
        {
            memory.Charge(GroupProtocol.LengthOf(value) - GroupProtocol.LengthOf(_protocols));
            _protocols = value;
        }
    }

    /// <summary>What the leader assigned to it.</summary>
    public byte[] Assignment
    {
        get => _assignment;
        set
        {
            memory.Charge(value.Length - _assignment.Length);
            _assignment = value;
        }
    }

    /// <summary>Its JoinGroup that waits for the end of the round; null if none does.</summary>
    public TaskCompletionSource<JoinResult>? Join { get; set; }

    /// <summary>Its SyncGroup that waits for the leader; null if none does.</summary>
    public TaskCompletionSource<SyncResult>? Sync { get; set; }

    /// <summary>True if it has fetched, or waits for, its assignment of this generation.</summary>
    public bool HasSynced { get; set; }

    /// <summary>True until its first round is complete: such a member expires even while it waits.</summary>
    public bool IsNew { get; set; }

    /// <summary>The generation in which it has come from the newer protocol, until its next round is complete; null for that of the group.</summary>
    public int? FormerGeneration { get; set; }

    /// <summary>When it is taken for dead.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>A member that waits for us is alive, except a new one whose client may be gone.</summary>
    public bool IsHeld => Sync is not null || (Join is not null && !IsNew);

    /// <summary>Answers its JoinGroup, if one waits.</summary>
    public void AnswerJoin(JoinResult result, List<GroupEffect> effects)
    {
        if (Join is not { } waiter)
            return;
        Join = null;
        effects.Add(new JoinAnswered(waiter, result));
    }

    /// <summary>Gives back what it kept; it is no member any more.</summary>
    public void Release() => memory.Charge(-GroupProtocol.LengthOf(_protocols) - _assignment.Length);

    public byte[] MetadataFor(string? protocol)
    {
        foreach (var offered in Protocols)
        {
            if (offered.Name == protocol)
                return offered.Metadata;
        }

        return [];
    }

    public bool Offers(IReadOnlyList<GroupProtocol> protocols) =>
        protocols.Count == Protocols.Count
        && protocols.Zip(Protocols).All(pair => pair.First.Name == pair.Second.Name && pair.First.Metadata.AsSpan().SequenceEqual(pair.Second.Metadata));
}

/// <summary>A way to share out partitions that a member supports.</summary>
/// <param name="Name">Its name, such as <c>range</c>.</param>
/// <param name="Metadata">What the member tells the leader under it.</param>
internal readonly record struct GroupProtocol(string Name, byte[] Metadata)
{
    /// <summary>Bytes that a list of protocols keeps.</summary>
    public static long LengthOf(IReadOnlyList<GroupProtocol> protocols)
    {
        var lengthBytes = 0L;
        foreach (var protocol in protocols)
            lengthBytes += protocol.Metadata.Length + protocol.Name.Length;
        return lengthBytes;
    }
}
