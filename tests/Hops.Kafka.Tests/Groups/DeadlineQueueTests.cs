using Hops.Kafka.Groups;

namespace Hops.Kafka.Tests.Groups;

public sealed class DeadlineQueueTests
{
    private readonly DeadlineQueue _queue = new();

    [Fact]
    public void Who_is_due_comes_up_once_and_in_order()
    {
        Watch("b", 2);
        Watch("a", 2);
        Watch("c", 1);
        Watch("d", 3);

        _queue.Next.ShouldBe(At(1));
        _queue.TakeDue(At(2)).ShouldBe(["c", "a", "b"]);
        _queue.TakeDue(At(2)).ShouldBeEmpty();
        _queue.Next.ShouldBe(At(3));
    }

    [Fact]
    public void An_earlier_deadline_takes_the_place_of_a_later_one_and_a_later_one_waits_for_it()
    {
        Watch("a", 3);
        Watch("a", 2);
        Watch("a", 5);

        _queue.Next.ShouldBe(At(2));
        _queue.TakeDue(At(9)).ShouldBe(["a"]);
    }

    [Fact]
    public void Who_is_forgotten_never_comes_up()
    {
        Watch("a", 1);
        _queue.Forget("a");
        _queue.Forget("nobody");

        _queue.Next.ShouldBe(TimeSpan.MaxValue);
        _queue.TakeDue(TimeSpan.MaxValue - TimeSpan.FromTicks(1)).ShouldBeEmpty();
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);

    private void Watch(string id, int seconds) => _queue.Watch(id, At(seconds));
}
