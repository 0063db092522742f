using System.Collections.Immutable;
using System.Globalization;
using Hops.Kafka.Groups;
using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Tests.Groups.Consumer;

/// <summary>A consumer group with a hand-moved clock. Topics have one letter; partitions are written as <c>a0 a1 b0</c>.</summary>
internal sealed class ConsumerScene(int membersMax = 1000, long memoryMaxBytes = 1 << 30)
{
    public static readonly TimeSpan Session = TimeSpan.FromSeconds(45);
    public static readonly TimeSpan OldSession = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Rebalance = TimeSpan.FromSeconds(60);

    private readonly Dictionary<char, int> _topics = [];

    public GroupMemory Memory { get; } = new(memoryMaxBytes);

    public ConsumerGroupState State => field ??= new ConsumerGroupState(new ConsumerGroupLimits(membersMax, Session), Memory);

    public TimeSpan Now { get; private set; }

    /// <summary>Makes topics, or gives them more partitions: <c>a4 b2</c>.</summary>
    public ConsumerScene WithTopics(string sizes)
    {
        foreach (var size in sizes.Split(' '))
            _topics[size[0]] = int.Parse(size[1..], CultureInfo.InvariantCulture);
        return this;
    }

    public void Delete(char topic) => _topics.Remove(topic);

    public ConsumerHeartbeatResult Join(string member, string topics, string? instanceId = null, string? assignor = null) => State.Heartbeat(
        new ConsumerHeartbeat
        {
            MemberId = member,
            MemberEpoch = 0,
            InstanceId = instanceId,
            RebalanceTimeout = Rebalance,
            Assignor = assignor,
            Owned = new HashSet<TopicPartition>(),
            IsFull = true,
            Subscription = Subscription(topics),
        },
        Now);

    /// <summary>A heartbeat that tells only what has changed.</summary>
    public ConsumerHeartbeatResult Beat(string member, int epoch, string? owned = null, string? topics = null, string? instanceId = null) => State.Heartbeat(
        new ConsumerHeartbeat
        {
            MemberId = member,
            MemberEpoch = epoch,
            InstanceId = instanceId,
            Owned = owned is null ? null : Partitions(owned),
            Subscription = topics is null ? null : Subscription(topics),
            Exists = id => _topics.Keys.Any(topic => IdOf(topic) == id),
        },
        Now);

    /// <summary>A JoinGroup of a classic member that has given up all but what it owns.</summary>
    public JoinResult JoinOld(string member, string topics, string owned = "", string protocols = "range") => State.Join(
        new JoinInput
        {
            Waiter = new(),
            MemberId = member,
            FreshMemberId = "",
            SessionTimeout = OldSession,
            RebalanceTimeout = Rebalance,
            ProtocolType = "consumer",
            Protocols = [.. protocols.Split(',').Select(name => new GroupProtocol(name, [1]))],
            Reading = new ClassicReading(1, Subscription(topics), Partitions(owned), null, id => _topics.Keys.Any(topic => IdOf(topic) == id)),
        },
        Now);

    /// <summary>A Heartbeat of a classic member.</summary>
    public KafkaError BeatOld(string member, int generation) => State.Beat(member, null, generation, null, Now);

    /// <summary>A SyncGroup of a classic member.</summary>
    public SyncResult SyncOld(string member, int generation) => State.Sync(
        new SyncInput { Waiter = new(), MemberId = member, Generation = generation, Assignments = new Dictionary<string, byte[]>() }, Now);

    public ConsumerHeartbeatResult Leave(string member, int epoch = -1, string? instanceId = null) => Beat(member, epoch, instanceId: instanceId);

    public void Pass(TimeSpan time)
    {
        Now += time;
        State.Tick(Now);
    }

    /// <summary>What a member may read as far as the group knows.</summary>
    public string Assigned(string member) => Text(State.Find(member)!.Assigned);

    public static string Text(IEnumerable<TopicPartition>? partitions) => partitions is null
        ? "as before"
        : string.Join(' ', partitions.Select(partition => $"{(char)partition.TopicId.ToByteArray()[0]}{partition.Index}").Order(StringComparer.Ordinal));

    /// <summary>Lets every member send heartbeats, and do what it is told at once, until nothing changes any more.</summary>
    /// <returns>How many rounds that took.</returns>
    public int Settle(int roundsMax = 100)
    {
        for (var round = 0; round < roundsMax; round++)
        {
            var before = State.Members.Select(member => (member.Id, member.Epoch, Text(member.Assigned))).ToList();
            foreach (var member in State.Members.Where(member => !member.IsAway).ToList())
            {
                var answer = Beat(member.Id, member.Epoch, Text(member.Assigned), instanceId: member.InstanceId);
                answer.Error.ShouldBe(KafkaError.None, answer.Message);
            }

            Pass(TimeSpan.FromSeconds(2));
            if (State.Phase == ConsumerGroupPhase.Stable && before.SequenceEqual(State.Members.Select(member => (member.Id, member.Epoch, Text(member.Assigned)))))
                return round;
        }

        throw new TimeoutException($"the group did not settle: {State.Phase}");
    }

    public static HashSet<TopicPartition> Partitions(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => new TopicPartition(IdOf(part[0]), int.Parse(part[1..], CultureInfo.InvariantCulture)))];

    public ConsumerSubscription Subscription(string topics) => new(
        [.. topics.Select(topic => topic.ToString())],
        "",
        [.. topics.Where(_topics.ContainsKey).Select(topic => new SubscribedTopic(IdOf(topic), topic.ToString(), _topics[topic]))],
        null);

    private static Guid IdOf(char topic) => new(topic, 0, 0, new byte[8]);
}
