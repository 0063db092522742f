using System.Collections.Immutable;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>One member of a consumer group.</summary>
internal sealed class ConsumerMember
{
    public required string Id { get; init; }

    /// <summary>Name of a static member; null for a dynamic one.</summary>
    public required string? InstanceId { get; init; }

    public string? RackId { get; set; }

    public string ClientId { get; set; } = "";

    public string ClientHost { get; set; } = "";

    /// <summary>How long it may take to give up what is taken from it.</summary>
    public TimeSpan RebalanceTimeout { get; set; }

    /// <summary>The assignor that it would like; null if it does not mind.</summary>
    public string? Assignor { get; set; }

    public ConsumerSubscription Subscription { get; set; } = ConsumerSubscription.None;

    /// <summary>Epoch of the assignment that it has; 0 before its first, <see cref="ConsumerGroupState.Away"/> while a static member is away.</summary>
    public int Epoch { get; set; }

    /// <summary>The epoch before, in which it may still ask if an answer was lost; -1 for none.</summary>
    public int PreviousEpoch { get; set; } = -1;

    public ConsumerMemberPhase Phase { get; set; }

    /// <summary>What it may read.</summary>
    public HashSet<TopicPartition> Assigned { get; set; } = [];

    /// <summary>What it was told to give up, and has not yet.</summary>
    public HashSet<TopicPartition> Revoking { get; set; } = [];

    /// <summary>What it shall have in the end.</summary>
    public HashSet<TopicPartition> Target { get; set; } = [];

    /// <summary>When it is taken for dead.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>When it is put out if it has not given up what was taken from it.</summary>
    public TimeSpan RevocationDeadline { get; set; } = TimeSpan.MaxValue;

    /// <summary>What it has beside the others if it speaks the classic protocol; null if it speaks the newer one.</summary>
    public ClassicSide? Classic { get; set; }

    /// <summary>When it is put out if nothing comes of it.</summary>
    public TimeSpan End
    {
        get
        {
            var end = Deadline < RevocationDeadline ? Deadline : RevocationDeadline;
            return Classic is { } classic && classic.RoundDeadline < end ? classic.RoundDeadline : end;
        }
    }

    /// <summary>True for a static member that has gone for a while.</summary>
    public bool IsAway => Epoch == ConsumerGroupState.Away;

    /// <summary>What orders members: static ones keep their place.</summary>
    public string Order => InstanceId ?? Id;
}

/// <summary>What a member reads.</summary>
/// <param name="Names">Names of topics, whether they exist or not.</param>
/// <param name="Pattern">A regular expression over names; empty for none.</param>
/// <param name="Topics">What these stand for, in the order of the ids.</param>
/// <param name="Sight">What they were looked up in; means something to the caller only.</param>
internal sealed record ConsumerSubscription(ImmutableArray<string> Names, string Pattern, ImmutableArray<SubscribedTopic> Topics, object? Sight)
{
    private const int BytesPerTopic = 32;

    /// <summary>Nothing.</summary>
    public static ConsumerSubscription None { get; } = new([], "", [], null);

    /// <summary>True if a member says the same in both, whatever that stands for.</summary>
    public bool IsSaidAs(ConsumerSubscription other) => Pattern == other.Pattern && (Names == other.Names || Names.SequenceEqual(other.Names));

    /// <summary>Memory that it keeps, about.</summary>
    public long LengthBytes => sizeof(char) * (Names.Sum(name => (long)name.Length) + Pattern.Length) + BytesPerTopic * ((long)Names.Length + Topics.Length);
}

/// <summary>How far a member has come on the way to its target.</summary>
internal enum ConsumerMemberPhase
{
    /// <summary>It has what it shall have in its epoch.</summary>
    Stable,

    /// <summary>It has to give something up.</summary>
    Unrevoked,

    /// <summary>It waits for others to give something up.</summary>
    Unreleased,
}
