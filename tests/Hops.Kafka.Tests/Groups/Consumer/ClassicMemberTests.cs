using Hops.Kafka.Groups;
using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Tests.Groups.Consumer;

/// <summary>Classic members of a group of the newer protocol: when they are called, when they are put out, and what is kept of them.</summary>
public sealed class ClassicMemberTests
{
    private readonly ConsumerScene _scene = new ConsumerScene().WithTopics("a4");

    [Fact]
    public void A_member_is_called_when_all_that_it_waits_for_is_free_and_not_before()
    {
        _scene.Join("new", "a");
        _scene.JoinOld("old", "a").Generation.ShouldBe(2);
        _scene.SyncOld("old", 2).Error.ShouldBe(KafkaError.None);
        _scene.BeatOld("old", 2).ShouldBe(KafkaError.None);

        var kept = ConsumerScene.Text(_scene.Beat("new", 1).Assignment);
        _scene.BeatOld("old", 2).ShouldBe(KafkaError.None);
        _scene.Beat("new", 1, owned: kept);

        _scene.BeatOld("old", 2).ShouldBe(KafkaError.RebalanceInProgress);
        _scene.JoinOld("old", "a");
        _scene.BeatOld("old", 2).ShouldBe(KafkaError.None);
        _scene.State.Find("old")!.Assigned.Count.ShouldBe(2);
        _scene.State.Phase.ShouldBe(ConsumerGroupPhase.Stable);
    }

    [Fact]
    public void A_member_is_not_called_for_a_change_that_is_not_shared_out_yet()
    {
        _scene.WithTopics("b1000");
        _scene.JoinOld("old", "ab");
        _scene.SyncOld("old", 1);
        _scene.Join("new", "ab");

        _scene.State.GroupEpoch.ShouldBe(2);
        _scene.State.TargetEpoch.ShouldBe(1);
        _scene.BeatOld("old", 1).ShouldBe(KafkaError.None);
        _scene.Pass(TimeSpan.FromSeconds(1));
        _scene.BeatOld("old", 1).ShouldBe(KafkaError.RebalanceInProgress);
    }

    [Fact]
    public void A_member_goes_with_its_own_session_and_what_it_had_goes_to_the_others()
    {
        _scene.JoinOld("old", "a");
        _scene.SyncOld("old", 1);
        _scene.Join("new", "a");

        _scene.Pass(ConsumerScene.OldSession + TimeSpan.FromSeconds(1));

        _scene.BeatOld("old", 1).ShouldBe(KafkaError.UnknownMemberId);
        _scene.Settle();
        _scene.Assigned("new").ShouldBe("a0 a1 a2 a3");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_member_that_does_not_join_or_does_not_sync_in_time_is_put_out_however_alive_it_is(bool joins)
    {
        _scene.JoinOld("old", "a");
        _scene.SyncOld("old", 1);
        _scene.Join("new", "a");
        _scene.BeatOld("old", 1).ShouldBe(KafkaError.RebalanceInProgress);
        var generation = joins ? _scene.JoinOld("old", "a").Generation : 1;

        for (var passed = TimeSpan.Zero; passed < ConsumerScene.Rebalance; passed += TimeSpan.FromSeconds(5))
        {
            _scene.BeatOld("old", generation).ShouldBeOneOf(KafkaError.None, KafkaError.RebalanceInProgress);
            _scene.Beat("new", _scene.State.Find("new")!.Epoch);
            _scene.Pass(TimeSpan.FromSeconds(5));
        }

        _scene.BeatOld("old", generation).ShouldBe(KafkaError.UnknownMemberId);
    }

    [Fact]
    public void Who_offers_no_protocol_that_all_the_others_do_does_not_come_in()
    {
        _scene.Join("new", "a");
        _scene.JoinOld("one", "a", protocols: "range,sticky").Error.ShouldBe(KafkaError.None);
        _scene.JoinOld("two", "a", protocols: "sticky,own").Error.ShouldBe(KafkaError.None);

        _scene.JoinOld("three", "a", protocols: "range,own").Error.ShouldBe(KafkaError.InconsistentGroupProtocol);
        _scene.JoinOld("two", "a", protocols: "range").Error.ShouldBe(KafkaError.None);
        _scene.JoinOld("three", "a", protocols: "range,own").Error.ShouldBe(KafkaError.None);
    }

    [Fact]
    public void What_members_kept_is_given_back_whichever_way_they_go()
    {
        var memory = new GroupMemory(10_000);
        var classic = new GroupState(TimeSpan.Zero, 10, memory);
        var consumer = new ConsumerGroupState(new ConsumerGroupLimits(10, ConsumerScene.Session), memory);
        var effects = new List<GroupEffect>();
        classic.Join(
            new JoinInput
            {
                Waiter = new(),
                MemberId = "",
                FreshMemberId = "m",
                SessionTimeout = ConsumerScene.OldSession,
                RebalanceTimeout = ConsumerScene.Rebalance,
                ProtocolType = "consumer",
                Protocols = [new GroupProtocol("range", [0, 0, 0, 0, 0, 1, 0, 1, (byte)'a', 255, 255, 255, 255])],
            },
            TimeSpan.Zero,
            effects);
        classic.Sync(
            new SyncInput { Waiter = new(), MemberId = "m", Generation = 1, Assignments = new Dictionary<string, byte[]> { ["m"] = new byte[10] } }, TimeSpan.Zero, effects);
        var heldBytes = memory.HeldBytes;

        GroupMigration.Upgrade(classic, consumer, name => new SubscribedTopic(Guid.NewGuid(), name, 1), memory, TimeSpan.Zero).ShouldBeNull();
        memory.HeldBytes.ShouldBeGreaterThan(heldBytes);
        classic.HandOver(effects);
        consumer.Find("m")!.Subscription.Names.ShouldBe(["a"]);
        var back = new GroupState(TimeSpan.Zero, 10, memory);
        GroupMigration.Downgrade(consumer, back, memory, TimeSpan.Zero, effects);

        memory.HeldBytes.ShouldBe(heldBytes);
        back.Leave("m", null, TimeSpan.Zero, effects).ShouldBe(KafkaError.None);
        memory.HeldBytes.ShouldBe(0);
    }
}
