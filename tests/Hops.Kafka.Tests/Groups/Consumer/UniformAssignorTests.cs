using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Tests.Groups.Consumer;

public sealed class UniformAssignorTests
{
    [Fact]
    public void A_new_member_takes_only_what_is_too_much_for_the_others()
    {
        var scene = new ConsumerScene().WithTopics("a6");
        scene.Join("m1", "a");
        scene.Join("m2", "a");
        scene.Settle();
        var (first, second) = (scene.State.Find("m1")!.Assigned.ToHashSet(), scene.State.Find("m2")!.Assigned.ToHashSet());

        scene.Join("m3", "a");
        scene.Settle();

        scene.State.Members.ShouldAllBe(member => member.Assigned.Count == 2);
        scene.State.Find("m1")!.Assigned.ShouldBeSubsetOf(first);
        scene.State.Find("m2")!.Assigned.ShouldBeSubsetOf(second);
    }

    [Fact]
    public void More_members_than_partitions_leave_some_without()
    {
        var scene = new ConsumerScene().WithTopics("a2");
        foreach (var id in new[] { "m1", "m2", "m3" })
            scene.Join(id, "a");

        scene.Settle();

        scene.State.Members.Select(member => member.Assigned.Count).Order().ShouldBe([0, 1, 1]);
    }

    [Fact]
    public void Members_that_read_different_topics_have_as_equal_shares_as_these_allow()
    {
        var scene = new ConsumerScene().WithTopics("a6 b2");
        scene.Join("m1", "ab");
        scene.Join("m2", "a");
        scene.Join("m3", "b");
        scene.Settle();

        scene.State.Members.Select(member => member.Assigned.Count).Order().ShouldBe([2, 3, 3]);
        scene.Assigned("m3").ShouldBe("b0 b1");
    }

    [Fact]
    public void Different_topics_for_a_thousand_members_take_bounded_work()
    {
        var topics = Enumerable.Range('0', 200).Select(code => (char)code).ToArray();
        var scene = new ConsumerScene().WithTopics(string.Join(' ', topics.Select(topic => $"{topic}10")));
        var random = new Random(1);
        for (var index = 0; index < 1000; index++)
            scene.Join($"m{index}", string.Concat(random.GetItems(topics, 20).Distinct().Order()));
        scene.Pass(TimeSpan.FromMinutes(0.5));

        scene.Settle();

        scene.State.Members.Max(member => member.Assigned.Count).ShouldBeLessThanOrEqualTo(3);
    }
}
