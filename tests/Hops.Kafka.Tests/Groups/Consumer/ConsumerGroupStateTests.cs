using Hops.Kafka.Groups;
using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Tests.Groups.Consumer;

/// <summary>The state machine of KIP-848: who may read what, and when.</summary>
public sealed class ConsumerGroupStateTests
{
    private readonly ConsumerScene _scene = new ConsumerScene().WithTopics("a4");

    [Fact]
    public void The_first_member_gets_everything_at_once()
    {
        var joined = _scene.Join("m1", "a");

        (joined.Error, joined.MemberId, joined.MemberEpoch).ShouldBe((KafkaError.None, "m1", 1));
        ConsumerScene.Text(joined.Assignment).ShouldBe("a0 a1 a2 a3");
        _scene.State.Phase.ShouldBe(ConsumerGroupPhase.Stable);
    }

    [Fact]
    public void A_heartbeat_that_changes_nothing_says_nothing()
    {
        _scene.Join("m1", "a");

        var answer = _scene.Beat("m1", 1);

        (answer.MemberEpoch, answer.Assignment).ShouldBe((1, null));
    }

    [Fact]
    public void A_partition_goes_to_its_new_owner_only_when_the_old_one_has_given_it_up()
    {
        _scene.Join("m1", "a");

        var second = _scene.Join("m2", "a");
        (second.MemberEpoch, ConsumerScene.Text(second.Assignment)).ShouldBe((2, ""));
        _scene.State.Phase.ShouldBe(ConsumerGroupPhase.Reconciling);

        var told = _scene.Beat("m1", 1);
        (told.MemberEpoch, ConsumerScene.Text(told.Assignment)).ShouldBe((1, "a0 a1"));
        ConsumerScene.Text(_scene.Beat("m2", 2).Assignment).ShouldBe("as before");
        _scene.Beat("m1", 1).MemberEpoch.ShouldBe(1);
        _scene.Beat("m1", 1, owned: "a0 a1 a2").MemberEpoch.ShouldBe(1);
        _scene.Assigned("m2").ShouldBe("");

        _scene.Beat("m1", 1, owned: "a0 a1").MemberEpoch.ShouldBe(2);
        ConsumerScene.Text(_scene.Beat("m2", 2).Assignment).ShouldBe("a2 a3");
        _scene.State.Phase.ShouldBe(ConsumerGroupPhase.Stable);
    }

    [Fact]
    public void What_a_member_leaves_goes_to_the_others()
    {
        _scene.Join("m1", "a");
        _scene.Join("m2", "a");
        _scene.Settle();

        var left = _scene.Leave("m1");

        (left.Error, left.MemberEpoch).ShouldBe((KafkaError.None, -1));
        _scene.Settle();
        _scene.Assigned("m2").ShouldBe("a0 a1 a2 a3");
        _scene.Leave("m1").Error.ShouldBe(KafkaError.UnknownMemberId);
        _scene.Leave("m2").Error.ShouldBe(KafkaError.None);
        _scene.State.Phase.ShouldBe(ConsumerGroupPhase.Empty);
        _scene.Memory.HeldBytes.ShouldBe(0);
    }

    [Fact]
    public void A_silent_member_is_put_out_after_its_session()
    {
        _scene.Join("m1", "a");
        _scene.Join("m2", "a");
        _scene.Settle();
        var epoch = _scene.State.GroupEpoch;
        _scene.Pass(ConsumerScene.Session - TimeSpan.FromSeconds(5));
        _scene.Beat("m2", epoch).Error.ShouldBe(KafkaError.None);

        _scene.Pass(TimeSpan.FromSeconds(5));

        _scene.State.Members.Select(member => member.Id).ShouldBe(["m2"]);
        _scene.Beat("m1", epoch).Error.ShouldBe(KafkaError.UnknownMemberId);
        _scene.Settle();
        _scene.Assigned("m2").ShouldBe("a0 a1 a2 a3");
    }

    [Fact]
    public void A_member_that_does_not_give_up_what_it_must_is_put_out_after_its_rebalance_timeout()
    {
        _scene.Join("m1", "a");
        _scene.Join("m2", "a");
        _scene.Beat("m1", 1);
        for (var passed = TimeSpan.Zero; passed < ConsumerScene.Rebalance; passed += TimeSpan.FromSeconds(20))
        {
            _scene.Beat("m1", 1).Error.ShouldBe(KafkaError.None);
            _scene.Beat("m2", 2).Error.ShouldBe(KafkaError.None);
            _scene.Pass(TimeSpan.FromSeconds(20));
        }

        _scene.Beat("m1", 1).Error.ShouldBe(KafkaError.UnknownMemberId);
        _scene.Settle();
        _scene.Assigned("m2").ShouldBe("a0 a1 a2 a3");
    }

    [Fact]
    public void A_member_of_another_epoch_is_fenced()
    {
        _scene.Join("m1", "a");
        _scene.Join("m2", "a");
        _scene.Join("m3", "a");
        _scene.Settle();
        _scene.Leave("m3");
        _scene.Settle();

        _scene.Beat("m1", 9).Error.ShouldBe(KafkaError.FencedMemberEpoch);
        _scene.Beat("m1", 1, owned: "a0 a1").Error.ShouldBe(KafkaError.FencedMemberEpoch);
        _scene.Beat("m9", 3).Error.ShouldBe(KafkaError.UnknownMemberId);
    }

    [Fact]
    public void A_member_whose_answer_was_lost_goes_on_from_the_epoch_before()
    {
        _scene.Join("m1", "a");
        _scene.Join("m2", "a");
        _scene.Beat("m1", 1);
        _scene.Beat("m1", 1, owned: "a0 a1").MemberEpoch.ShouldBe(2);

        _scene.Beat("m2", 2);
        _scene.Beat("m1", 1, owned: "a0 a1 a2").Error.ShouldBe(KafkaError.FencedMemberEpoch);
        _scene.Beat("m1", 1).Error.ShouldBe(KafkaError.FencedMemberEpoch);
        var again = _scene.Beat("m1", 1, owned: "a0 a1");

        (again.Error, again.MemberEpoch, ConsumerScene.Text(again.Assignment)).ShouldBe((KafkaError.None, 2, "a0 a1"));
    }

    [Fact]
    public void A_member_that_joins_again_owns_nothing_from_before()
    {
        _scene.Join("m1", "a");
        _scene.Join("m2", "a");
        _scene.Settle();
        var epoch = _scene.State.GroupEpoch;

        var again = _scene.Join("m1", "a");

        (again.Error, again.MemberEpoch).ShouldBe((KafkaError.None, epoch));
        ConsumerScene.Text(again.Assignment).ShouldBe("a0 a1");
        _scene.State.Members.Count.ShouldBe(2);
    }

    [Fact]
    public void A_static_member_that_goes_for_a_while_keeps_its_partitions_and_nobody_else_is_disturbed()
    {
        _scene.Join("m1", "a", instanceId: "one");
        _scene.Join("m2", "a", instanceId: "two");
        _scene.Settle();
        var (epoch, kept) = (_scene.State.GroupEpoch, _scene.Assigned("m1"));

        _scene.Leave("m1", ConsumerGroupState.Away, "one").MemberEpoch.ShouldBe(ConsumerGroupState.Away);
        _scene.Beat("m2", epoch, instanceId: "two").Assignment.ShouldBeNull();
        var back = _scene.Join("m3", "a", instanceId: "one");

        (back.Error, back.MemberEpoch, ConsumerScene.Text(back.Assignment)).ShouldBe((KafkaError.None, epoch, kept));
        _scene.State.GroupEpoch.ShouldBe(epoch);
        _scene.Beat("m1", epoch, instanceId: "one").Error.ShouldBe(KafkaError.FencedInstanceId);
        _scene.Leave("m1", instanceId: "one").Error.ShouldBe(KafkaError.FencedInstanceId);
    }

    [Fact]
    public void A_static_name_that_is_in_use_is_not_given_away()
    {
        _scene.Join("m1", "a", instanceId: "one");

        _scene.Join("m2", "a", instanceId: "one").Error.ShouldBe(KafkaError.UnreleasedInstanceId);
        _scene.Beat("m2", 1, instanceId: "one").Error.ShouldBe(KafkaError.FencedInstanceId);
        _scene.Join("m1", "a", instanceId: "one").Error.ShouldBe(KafkaError.None);
        _scene.State.Members.Count.ShouldBe(1);
    }

    [Fact]
    public void A_static_member_that_does_not_come_back_loses_its_place_after_its_session()
    {
        _scene.Join("m1", "a", instanceId: "one");
        _scene.Join("m2", "a");
        _scene.Settle();
        _scene.Leave("m1", ConsumerGroupState.Away, "one");
        for (var passed = TimeSpan.Zero; passed < ConsumerScene.Session; passed += TimeSpan.FromSeconds(15))
        {
            _scene.Beat("m2", _scene.State.Find("m2")!.Epoch).Error.ShouldBe(KafkaError.None);
            _scene.Pass(TimeSpan.FromSeconds(15));
        }

        _scene.Settle();
        _scene.Assigned("m2").ShouldBe("a0 a1 a2 a3");
        _scene.Join("m3", "a", instanceId: "one").Error.ShouldBe(KafkaError.None);
    }

    [Fact]
    public void An_administrator_puts_a_member_out_by_its_static_name()
    {
        _scene.Join("m1", "a", instanceId: "one");

        _scene.State.Remove("", "two").ShouldBe(KafkaError.UnknownMemberId);
        _scene.State.Remove("m2", "one").ShouldBe(KafkaError.FencedInstanceId);
        _scene.State.Remove("", "one").ShouldBe(KafkaError.None);
        _scene.State.IsVacant.ShouldBeTrue();
    }

    [Fact]
    public void More_partitions_of_a_topic_are_shared_out_once()
    {
        _scene.Join("m1", "a");
        _scene.Join("m2", "a");
        _scene.Settle();
        var epoch = _scene.State.GroupEpoch;

        _scene.WithTopics("a6");
        _scene.Beat("m1", epoch, topics: "a").MemberEpoch.ShouldBe(epoch + 1);
        _scene.Beat("m2", epoch, topics: "a").MemberEpoch.ShouldBe(epoch + 1);

        (_scene.Assigned("m1"), _scene.Assigned("m2")).ShouldBe(("a0 a1 a4", "a2 a3 a5"));
        _scene.State.GroupEpoch.ShouldBe(epoch + 1);
    }

    [Fact]
    public void A_topic_that_comes_is_one_change_for_all_who_say_and_see_the_same()
    {
        for (var index = 0; index < 10; index++)
            _scene.Join($"m{index}", "ab");
        _scene.Join("other", "a");
        _scene.Settle();
        var epoch = _scene.State.GroupEpoch;

        _scene.WithTopics("b9");
        for (var index = 0; index < 10; index++)
            _scene.Beat($"m{index}", epoch, owned: ConsumerScene.Text(_scene.State.Find($"m{index}")!.Assigned), topics: "ab");

        _scene.State.GroupEpoch.ShouldBe(epoch + 1);
        _scene.State.Find("other")!.Subscription.Topics.Length.ShouldBe(1);
        _scene.Settle();
        _scene.State.Members.Sum(member => member.Assigned.Count).ShouldBe(13);
    }

    [Fact]
    public void Topics_that_come_and_have_no_room_put_no_member_out()
    {
        var scene = new ConsumerScene(memoryMaxBytes: 150).WithTopics("a1");
        scene.Join("m1", "abc").Error.ShouldBe(KafkaError.None);
        scene.WithTopics("b1 c1");

        scene.Beat("m1", 1, topics: "abc").Error.ShouldBe(KafkaError.None);

        scene.Assigned("m1").ShouldBe("a0");
        scene.Memory.HeldBytes.ShouldBeLessThanOrEqualTo(150);
    }

    [Fact]
    public void A_topic_that_is_gone_is_taken_from_everybody_and_counts_once()
    {
        _scene.WithTopics("b2");
        _scene.Join("m1", "ab");
        _scene.Join("m2", "ab");
        _scene.Settle();
        var epoch = _scene.State.GroupEpoch;

        _scene.Delete('b');
        _scene.Settle();
        _scene.Beat("m1", epoch + 1, topics: "ab");
        _scene.Beat("m2", epoch + 1, topics: "ab");

        _scene.State.GroupEpoch.ShouldBe(epoch + 1);
        $"{_scene.Assigned("m1")} {_scene.Assigned("m2")}".Split(' ').Order().ShouldBe(["a0", "a1", "a2", "a3"]);
    }

    [Fact]
    public void A_member_that_reads_something_else_gets_that()
    {
        _scene.WithTopics("b2");
        _scene.Join("m1", "a");

        _scene.Beat("m1", 1, topics: "b");
        _scene.Settle();

        _scene.Assigned("m1").ShouldBe("b0 b1");
        _scene.Beat("m1", _scene.State.GroupEpoch, topics: "").Error.ShouldBe(KafkaError.None);
        _scene.Settle();
        _scene.Assigned("m1").ShouldBe("");
    }

    [Fact]
    public void Members_ask_for_an_assignor_and_the_most_get_theirs()
    {
        _scene.WithTopics("a2 b2");
        _scene.Join("m1", "ab", assignor: "range");
        _scene.Join("m2", "ab", assignor: "range");
        _scene.Join("m3", "ab", assignor: "uniform");
        _scene.Settle();

        _scene.State.Assignor.ShouldBe("range");
        (_scene.Assigned("m1"), _scene.Assigned("m2"), _scene.Assigned("m3")).ShouldBe(("a0 b0", "a1 b1", ""));

        _scene.Leave("m1");
        _scene.Leave("m2");
        _scene.Settle();
        _scene.State.Assignor.ShouldBe("uniform");
    }

    [Fact]
    public void Offsets_are_taken_from_a_member_of_the_present_epoch_only()
    {
        _scene.Join("m1", "a");

        _scene.State.CheckOffsets("m1", 1).ShouldBe(KafkaError.None);
        _scene.State.CheckOffsets("m1", 0).ShouldBe(KafkaError.StaleMemberEpoch);
        _scene.State.CheckOffsets("m1", 2).ShouldBe(KafkaError.StaleMemberEpoch);
        _scene.State.CheckOffsets("m2", 1).ShouldBe(KafkaError.UnknownMemberId);
    }

    [Fact]
    public void More_members_or_longer_subscriptions_than_may_be_are_refused_without_a_trace()
    {
        var scene = new ConsumerScene(membersMax: 2, memoryMaxBytes: 200).WithTopics("a1 b1 c1 d1");
        scene.Join("m1", "a");
        scene.Join("m2", "abcd").Error.ShouldBe(KafkaError.GroupMaxSizeReached);
        scene.Join("m2", "a").Error.ShouldBe(KafkaError.None);
        scene.Join("m3", "").Error.ShouldBe(KafkaError.GroupMaxSizeReached);
        scene.Join("m1", "a").Error.ShouldBe(KafkaError.None);

        scene.State.Members.Count.ShouldBe(2);
        scene.State.GroupEpoch.ShouldBe(2);
        scene.Leave("m1");
        scene.Leave("m2");
        scene.Memory.HeldBytes.ShouldBe(0);
    }

    [Fact]
    public void Heartbeats_of_a_thousand_flapping_members_share_out_no_oftener_than_the_work_allows()
    {
        var scene = new ConsumerScene().WithTopics("a1000");
        scene.Join("m0", "a");
        var shared = 0;
        for (var flap = 1; flap < 1000; flap++)
        {
            var before = scene.State.TargetEpoch;
            scene.Join($"m{flap}", "a");
            shared += scene.State.TargetEpoch > before ? 1 : 0;
            scene.Pass(TimeSpan.FromMicroseconds(10));
        }

        shared.ShouldBeLessThan(20);
        scene.Settle();
        scene.State.Members.ShouldAllBe(member => member.Assigned.Count == 1);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("range")]
    public void Whatever_members_do_no_partition_has_two_owners_and_in_the_end_each_has_one(string assignor)
    {
        const int Seed = 848;
        var random = new Random(Seed);
        var scene = new ConsumerScene().WithTopics("a5 b3 c1");
        var clients = new Dictionary<string, Client>();
        for (var step = 0; step < 5000; step++)
        {
            Act(scene, random, clients, step, assignor);
            var owned = clients.Values.SelectMany(client => client.Owned).ToList();
            owned.Count.ShouldBe(owned.Distinct().Count(), $"seed {Seed}, step {step}");
        }

        scene.Pass(TimeSpan.Zero);
        if (clients.Count == 0)
            clients["last"] = Client.Join(scene, "last", "abc", assignor);
        scene.Settle();
        var read = clients.Values.SelectMany(client => client.Topics).Distinct().ToList();
        scene.State.Members.SelectMany(member => member.Assigned).Select(partition => ConsumerScene.Text([partition])).Order()
            .ShouldBe("a0 a1 a2 a3 a4 b0 b1 b2 c0".Split(' ').Where(partition => read.Contains(partition[0])));
    }

    private static void Act(ConsumerScene scene, Random random, Dictionary<string, Client> clients, int step, string assignor)
    {
        var one = clients.Values.ElementAtOrDefault(random.Next(Math.Max(1, clients.Count)));
        switch (random.Next(20))
        {
            case 0 when clients.Count < 6:
                var id = $"m{step}";
                clients[id] = Client.Join(scene, id, new[] { "a", "ab", "abc", "bc" }[random.Next(4)], assignor);
                break;
            case 1 when one is not null:
                scene.Leave(one.Id);
                clients.Remove(one.Id);
                break;
            case 2 when one is not null:
                clients[one.Id] = Client.Join(scene, one.Id, one.Topics, assignor);
                break;
            default:
                one?.Beat(scene, isAnswerLost: random.Next(5) == 0);
                break;
        }

        scene.Pass(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>What a client does: it gives up at once, and takes over what it is told.</summary>
    private sealed class Client(string id, string topics)
    {
        private int _epoch;
        private bool _hasNews;

        public string Id => id;

        public string Topics => topics;

        public HashSet<TopicPartition> Owned { get; private set; } = [];

        public static Client Join(ConsumerScene scene, string id, string topics, string assignor)
        {
            var client = new Client(id, topics);
            client.Hear(scene.Join(id, topics, assignor: assignor));
            return client;
        }

        public void Beat(ConsumerScene scene, bool isAnswerLost)
        {
            var answer = scene.Beat(id, _epoch, _hasNews ? ConsumerScene.Text(Owned) : null);

            // Two answers in a row were lost.
            if (answer.Error == KafkaError.FencedMemberEpoch)
                answer = scene.Join(id, topics);
            answer.Error.ShouldBe(KafkaError.None, answer.Message);
            _hasNews = isAnswerLost;
            if (!isAnswerLost)
                Hear(answer);
        }

        private void Hear(ConsumerHeartbeatResult answer)
        {
            _epoch = answer.MemberEpoch;
            if (answer.Assignment is null)
                return;
            (Owned, _hasNews) = ([.. answer.Assignment], true);
        }
    }
}
