using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Groups;

/// <summary>Something that follows from an input to <see cref="GroupState"/>: an answer to a request that waits.</summary>
internal abstract record GroupEffect
{
    /// <summary>Gives the answer to who waits for it; done when the group is no longer locked.</summary>
    public abstract void Answer();
}

/// <summary>A JoinGroup is answered.</summary>
internal sealed record JoinAnswered(TaskCompletionSource<JoinResult> Waiter, JoinResult Result) : GroupEffect
{
    public override void Answer() => Waiter.TrySetResult(Result);
}

/// <summary>A SyncGroup is answered.</summary>
internal sealed record SyncAnswered(TaskCompletionSource<SyncResult> Waiter, SyncResult Result) : GroupEffect
{
    public override void Answer() => Waiter.TrySetResult(Result);
}

/// <summary>A JoinGroup as the group sees it.</summary>
internal sealed record JoinInput
{
    public required TaskCompletionSource<JoinResult> Waiter { get; init; }

    public required string MemberId { get; init; }

    /// <summary>Id for the member if it has none: random, made by the caller.</summary>
    public required string FreshMemberId { get; init; }

    public string? InstanceId { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    public required TimeSpan SessionTimeout { get; init; }

    public required TimeSpan RebalanceTimeout { get; init; }

    public required string ProtocolType { get; init; }

    public required IReadOnlyList<GroupProtocol> Protocols { get; init; }

    /// <summary>What the member's metadata say, read for a group of the newer protocol; null if the group was a classic one then.</summary>
    public ClassicReading? Reading { get; init; }

    /// <summary>True if the client can be sent away to come back with its id (JoinGroup version 4, KIP-394).</summary>
    public bool CanBeSentAway { get; init; }

    /// <summary>True if the client understands SkipAssignment (JoinGroup version 9, KIP-814).</summary>
    public bool CanSkipAssignment { get; init; }
}

/// <summary>Answer to a JoinGroup.</summary>
internal sealed record JoinResult(KafkaError Error, string MemberId)
{
    public int Generation { get; init; } = -1;

    public string? ProtocolType { get; init; }

    public string? Protocol { get; init; }

    public string Leader { get; init; } = "";

    public bool SkipAssignment { get; init; }

    /// <summary>All members, for the leader alone.</summary>
    public IReadOnlyList<JoinedMember> Members { get; init; } = [];
}

/// <summary>A member as the leader sees it.</summary>
internal readonly record struct JoinedMember(string Id, string? InstanceId, byte[] Metadata);

/// <summary>A SyncGroup as the group sees it.</summary>
internal sealed record SyncInput
{
    public required TaskCompletionSource<SyncResult> Waiter { get; init; }

    public required string MemberId { get; init; }

    public required int Generation { get; init; }

    public string? InstanceId { get; init; }

    public string? ProtocolType { get; init; }

    public string? Protocol { get; init; }

    /// <summary>What the leader assigns, by member id.</summary>
    public required IReadOnlyDictionary<string, byte[]> Assignments { get; init; }
}

/// <summary>Answer to a SyncGroup.</summary>
internal sealed record SyncResult(KafkaError Error, byte[] Assignment)
{
    public string? ProtocolType { get; init; }

    public string? Protocol { get; init; }
}
