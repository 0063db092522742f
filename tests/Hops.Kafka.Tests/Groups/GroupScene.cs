using Hops.Kafka.Groups;

namespace Hops.Kafka.Tests.Groups;

/// <summary>A group with a hand-moved clock; waiters are the names under which requests were made.</summary>
internal sealed class GroupScene(TimeSpan initialDelay = default, int membersMax = 10, long memoryMaxBytes = 1000)
{
    public static readonly TimeSpan Session = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Rebalance = TimeSpan.FromSeconds(60);

    private readonly List<GroupEffect> _effects = [];
    private int _fresh;

    public GroupMemory Memory { get; } = new(memoryMaxBytes);

    public GroupState State => field ??= new GroupState(initialDelay, membersMax, Memory);

    public TimeSpan Now { get; private set; }

    public void Join(string waiter, string memberId = "", string? instanceId = null, bool canBeSentAway = false, bool canSkip = false, string protocols = "range", byte content = 1) =>
        State.Join(
            new JoinInput
            {
                Waiter = new(waiter),
                MemberId = memberId,
                FreshMemberId = "m" + ++_fresh,
                InstanceId = instanceId,
                SessionTimeout = Session,
                RebalanceTimeout = Rebalance,
                ProtocolType = "consumer",
                Protocols = [.. protocols.Split(',').Select(name => new GroupProtocol(name, [content]))],
                CanBeSentAway = canBeSentAway,
                CanSkipAssignment = canSkip,
            },
            Now,
            _effects);

    public void Sync(string waiter, string memberId, int generation, params (string Member, byte Share)[] shares) =>
        State.Sync(
            new SyncInput
            {
                Waiter = new(waiter),
                MemberId = memberId,
                Generation = generation,
                Assignments = shares.ToDictionary(share => share.Member, share => new[] { share.Share }),
            },
            Now,
            _effects);

    public KafkaError Heartbeat(string memberId, int generation) => State.Heartbeat(memberId, null, generation, Now);

    public KafkaError Leave(string memberId, string? instanceId = null) => State.Leave(memberId, instanceId, Now, _effects);

    public void Pass(TimeSpan time)
    {
        Now += time;
        State.Tick(Now, _effects);
    }

    public JoinResult Joined(string waiter) => _effects.OfType<JoinAnswered>().Single(effect => NameOf(effect) == waiter).Result;

    public SyncResult Synced(string waiter) => _effects.OfType<SyncAnswered>().Single(effect => NameOf(effect) == waiter).Result;

    public bool IsAnswered(string waiter) => _effects.Any(effect => NameOf(effect) == waiter);

    /// <summary>Two members, m1 the leader with share 1 and m2 with share 2, stable in generation 2.</summary>
    public void MakeStablePair()
    {
        Join("join a");
        Join("join b");
        Join("join a again", "m1");
        Sync("sync b", "m2", 2);
        Sync("sync a", "m1", 2, ("m1", 1), ("m2", 2));
    }

    private static string? NameOf(GroupEffect effect) => (effect switch
    {
        JoinAnswered join => join.Waiter.Task,
        SyncAnswered sync => sync.Waiter.Task,
        _ => (Task?)null,
    })?.AsyncState as string;
}
