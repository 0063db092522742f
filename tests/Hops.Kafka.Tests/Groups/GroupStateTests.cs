using Hops.Kafka.Groups;

namespace Hops.Kafka.Tests.Groups;

public sealed class GroupStateTests
{
    [Fact]
    public void A_single_member_leads_at_once()
    {
        var scene = new GroupScene();
        scene.Join("join");

        var joined = scene.Joined("join");
        joined.Generation.ShouldBe(1);
        joined.Leader.ShouldBe(joined.MemberId);
        joined.Members.Single().Id.ShouldBe("m1");
        scene.State.Phase.ShouldBe(GroupPhase.CompletingRebalance);
    }

    [Fact]
    public void A_newer_client_is_sent_away_to_come_back_with_its_id()
    {
        var scene = new GroupScene();
        scene.Join("first", canBeSentAway: true);
        scene.Joined("first").Error.ShouldBe(KafkaError.MemberIdRequired);

        scene.Join("second", scene.Joined("first").MemberId, canBeSentAway: true);

        scene.Joined("second").Error.ShouldBe(KafkaError.None);
    }

    [Fact]
    public void A_round_waits_for_one_who_was_sent_away_but_not_for_ever()
    {
        var scene = new GroupScene();
        scene.Join("away", canBeSentAway: true);
        scene.Join("old client");
        scene.IsAnswered("old client").ShouldBeFalse();

        scene.Pass(GroupScene.Session);

        scene.Joined("old client").Error.ShouldBe(KafkaError.None);
    }

    [Fact]
    public void A_second_member_makes_the_first_join_again()
    {
        var scene = new GroupScene();
        scene.Join("a");
        scene.Sync("sync a", "m1", 1, ("m1", 1));
        scene.Join("b");

        scene.IsAnswered("b").ShouldBeFalse();
        scene.Heartbeat("m1", 1).ShouldBe(KafkaError.RebalanceInProgress);
        scene.Join("a again", "m1");

        scene.Joined("b").Leader.ShouldBe("m1");
        scene.Joined("b").Members.ShouldBeEmpty();
        scene.Joined("a again").Members.Select(member => member.Id).ShouldBe(["m1", "m2"]);
        scene.Joined("a again").Generation.ShouldBe(2);
    }

    [Fact]
    public void Assignments_reach_the_members_byte_for_byte()
    {
        var scene = new GroupScene();
        scene.MakeStablePair();

        scene.Synced("sync b").Assignment.ShouldBe([2]);
        scene.Synced("sync a").Assignment.ShouldBe([1]);
        scene.State.Phase.ShouldBe(GroupPhase.Stable);
        scene.Heartbeat("m2", 2).ShouldBe(KafkaError.None);
    }

    [Fact]
    public void A_silent_member_is_removed_and_the_others_rebalance()
    {
        var scene = new GroupScene();
        scene.MakeStablePair();
        scene.Pass(TimeSpan.FromSeconds(6));
        scene.Heartbeat("m1", 2).ShouldBe(KafkaError.None);

        scene.Pass(TimeSpan.FromSeconds(6));

        scene.State.Members.Single().Id.ShouldBe("m1");
        scene.Heartbeat("m2", 2).ShouldBe(KafkaError.UnknownMemberId);
        scene.Heartbeat("m1", 2).ShouldBe(KafkaError.RebalanceInProgress);
    }

    [Fact]
    public void A_member_that_does_not_rejoin_in_time_is_left_behind()
    {
        var scene = new GroupScene();
        scene.MakeStablePair();
        scene.Join("c");
        scene.Join("a rejoins", "m1");
        for (var second = 0; second < 60; second += 5)
        {
            scene.Pass(TimeSpan.FromSeconds(5));
            scene.Heartbeat("m2", 2);
        }

        scene.Joined("c").Generation.ShouldBe(3);
        scene.State.Members.Select(member => member.Id).ShouldBe(["m1", "m4"]);
    }

    [Fact]
    public void A_member_that_never_syncs_is_removed()
    {
        var scene = new GroupScene();
        scene.Join("a");
        for (var second = 0; second < 60; second += 5)
        {
            scene.Pass(TimeSpan.FromSeconds(5));
            scene.Heartbeat("m1", 1);
        }

        scene.State.Members.ShouldBeEmpty();
        scene.State.Phase.ShouldBe(GroupPhase.Empty);
    }

    [Fact]
    public void A_member_that_waited_for_the_leader_longer_than_its_session_has_time_to_join_again()
    {
        var scene = new GroupScene();
        scene.Join("join a");
        scene.Join("join b");
        scene.Join("join a again", "m1");
        scene.Sync("sync b", "m2", 2);
        scene.Pass(GroupScene.Session / 2);
        scene.Heartbeat("m1", 2);
        scene.Pass(GroupScene.Session);

        scene.Synced("sync b").Error.ShouldBe(KafkaError.RebalanceInProgress);
        scene.Pass(GroupScene.Session / 2);
        scene.Join("join b again", "m2");

        scene.Joined("join b again").Error.ShouldBe(KafkaError.None);
        scene.State.Members.Select(member => member.Id).ShouldBe(["m2"]);
    }

    [Fact]
    public void A_member_is_put_out_a_session_after_its_last_heartbeat_and_no_earlier()
    {
        var scene = new GroupScene();
        scene.MakeStablePair();
        scene.Pass(GroupScene.Session - TimeSpan.FromSeconds(1));
        scene.Heartbeat("m1", 2).ShouldBe(KafkaError.None);
        scene.Pass(TimeSpan.FromSeconds(1));
        scene.State.Members.Select(member => member.Id).ShouldBe(["m1"]);

        scene.Pass(GroupScene.Session - TimeSpan.FromSeconds(2));
        scene.State.Members.ShouldNotBeEmpty();
        scene.Pass(TimeSpan.FromSeconds(1));
        scene.State.IsVacant.ShouldBeTrue();
        scene.State.NextDeadline.ShouldBe(TimeSpan.MaxValue);
    }

    [Fact]
    public void The_last_one_to_leave_empties_the_group()
    {
        var scene = new GroupScene();
        scene.MakeStablePair();
        scene.Leave("m1").ShouldBe(KafkaError.None);
        scene.Leave("m2").ShouldBe(KafkaError.None);

        scene.State.Phase.ShouldBe(GroupPhase.Empty);
        scene.State.IsVacant.ShouldBeTrue();
        scene.State.NextDeadline.ShouldBe(TimeSpan.MaxValue);
    }

    [Fact]
    public void A_static_member_that_starts_anew_takes_its_place_without_a_rebalance()
    {
        var scene = new GroupScene();
        scene.Join("first", instanceId: "i1");
        scene.Sync("sync", "m1", 1, ("m1", 7));

        scene.Join("second", instanceId: "i1", canSkip: true);

        var joined = scene.Joined("second");
        joined.Generation.ShouldBe(1);
        joined.SkipAssignment.ShouldBeTrue();
        scene.State.Heartbeat("m1", "i1", 1, scene.Now).ShouldBe(KafkaError.FencedInstanceId);
        scene.Sync("sync again", joined.MemberId, 1);
        scene.Synced("sync again").Assignment.ShouldBe([7]);
    }

    [Fact]
    public void A_static_member_is_removed_by_its_instance_id()
    {
        var scene = new GroupScene();
        scene.Join("first", instanceId: "i1");

        scene.Leave("", "i2").ShouldBe(KafkaError.UnknownMemberId);
        scene.Leave("m1", "i2").ShouldBe(KafkaError.UnknownMemberId, "the member has another name");
        scene.Leave("", "i1").ShouldBe(KafkaError.None);
        scene.State.IsVacant.ShouldBeTrue();
    }

    [Fact]
    public void Members_agree_on_a_protocol_that_all_have()
    {
        var scene = new GroupScene();
        scene.Join("a", protocols: "sticky,range");
        scene.Join("b", protocols: "range");
        scene.Join("a again", "m1", protocols: "sticky,range");
        scene.Joined("b").Protocol.ShouldBe("range");

        scene.Join("c", protocols: "sticky");
        scene.Joined("c").Error.ShouldBe(KafkaError.InconsistentGroupProtocol);
    }

    [Fact]
    public void A_full_group_takes_nobody_else()
    {
        var scene = new GroupScene(membersMax: 1);
        scene.Join("a");
        scene.Join("b");

        scene.Joined("b").Error.ShouldBe(KafkaError.GroupMaxSizeReached);
    }

    [Fact]
    public void Members_keep_no_more_than_the_memory_of_their_tenant()
    {
        var scene = new GroupScene(memoryMaxBytes: 2 * ("range".Length + 1));
        scene.Join("join a");
        scene.Join("join b");
        scene.Join("join a again", "m1");
        scene.Sync("sync a", "m1", 2, ("m1", 1), ("m2", 2));
        scene.Synced("sync a").Error.ShouldBe(KafkaError.GroupMaxSizeReached);
        scene.Join("c");
        scene.Joined("c").Error.ShouldBe(KafkaError.GroupMaxSizeReached);
    }

    [Fact]
    public void Memory_is_given_back_when_members_leave_or_are_replaced()
    {
        var scene = new GroupScene();
        scene.MakeStablePair();
        scene.Memory.HeldBytes.ShouldBe(2 * ("range".Length + 1 + 1));
        scene.Leave("m1").ShouldBe(KafkaError.None);
        scene.Leave("m2").ShouldBe(KafkaError.None);
        scene.Join("static", instanceId: "i");
        scene.Join("static again", instanceId: "i");
        scene.Memory.HeldBytes.ShouldBe("range".Length + 1);
    }

    [Fact]
    public void The_first_round_waits_as_long_as_others_keep_coming()
    {
        var delay = TimeSpan.FromSeconds(3);
        var scene = new GroupScene(delay);
        scene.Join("a");
        scene.Pass(TimeSpan.FromSeconds(2));
        scene.Join("b");
        scene.Pass(TimeSpan.FromSeconds(1));
        scene.IsAnswered("a").ShouldBeFalse();

        scene.Pass(delay);

        scene.Joined("a").Members.Count.ShouldBe(2);
    }

    [Fact]
    public void Commits_need_the_present_generation()
    {
        var scene = new GroupScene();
        scene.State.CheckCommit("", null, -1, scene.Now).ShouldBe(KafkaError.None);
        scene.MakeStablePair();

        scene.State.CheckCommit("m1", null, 2, scene.Now).ShouldBe(KafkaError.None);
        scene.State.CheckCommit("m1", null, 1, scene.Now).ShouldBe(KafkaError.IllegalGeneration);
        scene.State.CheckCommit("", null, -1, scene.Now).ShouldBe(KafkaError.UnknownMemberId);
    }

    [Fact]
    public void A_commit_from_outside_does_not_wait_for_a_member_that_was_sent_away_and_may_never_come()
    {
        var scene = new GroupScene();
        scene.Join("a", canBeSentAway: true);
        scene.Joined("a").Error.ShouldBe(KafkaError.MemberIdRequired);

        scene.State.CheckCommit("", null, -1, scene.Now).ShouldBe(KafkaError.None);
        scene.State.CheckCommit("anybody", null, -1, scene.Now).ShouldBe(KafkaError.None, "Apache Kafka does not look at it");
        scene.State.CheckTransactionalCommit("anybody", null, -1).ShouldBe(KafkaError.None);
        scene.State.CheckCommit("anybody", null, 1, scene.Now).ShouldBe(KafkaError.UnknownMemberId);
    }

    [Fact]
    public void A_member_does_not_leave_under_a_name_that_it_does_not_have()
    {
        var scene = new GroupScene();
        scene.MakeStablePair();

        scene.Leave("m1", "i1").ShouldBe(KafkaError.UnknownMemberId);
        scene.State.Members.Count.ShouldBe(2);
        scene.Leave("m1").ShouldBe(KafkaError.None);
    }

    /// <summary>Random clients that follow the protocol, come and go: a generation never has two owners of one share, nobody is stuck.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Random_histories_keep_one_leader_and_always_settle(int seed)
    {
        var random = new Random(seed);
        var scene = new GroupScene();
        var waiter = 0;
        var generation = 0;
        for (var step = 0; step < 3000; step++)
        {
            var members = scene.State.Members.ToArray();
            var member = members.Length == 0 ? null : members[random.Next(members.Length)];
            switch (random.Next(8))
            {
                case 0:
                    scene.Join("w" + ++waiter, canBeSentAway: random.Next(2) == 0);
                    break;
                case 1 or 2 when member is not null:
                    scene.Join("w" + ++waiter, member.Id, content: (byte)random.Next(2));
                    break;
                case 3 or 4 when member is not null:
                    scene.Sync("w" + ++waiter, member.Id, scene.State.Generation, [.. members.Select((each, index) => (each.Id, (byte)index))]);
                    break;
                case 5 when member is not null && random.Next(4) == 0:
                    scene.Leave(member.Id);
                    break;
                case 6:
                    scene.Pass(TimeSpan.FromSeconds(random.Next(4)));
                    break;
                default:
                    foreach (var each in members)
                        scene.Heartbeat(each.Id, scene.State.Generation);
                    break;
            }

            scene.State.Generation.ShouldBeGreaterThanOrEqualTo(generation);
            generation = scene.State.Generation;
            if (scene.State.Phase is GroupPhase.Stable or GroupPhase.CompletingRebalance)
                scene.State.Members.Count(each => each.Id == scene.State.Leader).ShouldBe(1);
            if (scene.State.Phase == GroupPhase.Stable)
                scene.State.Members.Where(each => each.Assignment.Length > 0).Select(each => each.Assignment[0]).ShouldBeUnique();
        }

        scene.Pass(TimeSpan.FromMinutes(6));
        scene.Pass(TimeSpan.FromMinutes(6));
        scene.Pass(TimeSpan.FromMinutes(6));
        scene.State.IsVacant.ShouldBeTrue();
        scene.State.NextDeadline.ShouldBe(TimeSpan.MaxValue);
    }
}
