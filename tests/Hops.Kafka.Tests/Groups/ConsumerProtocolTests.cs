using Hops.Kafka.Groups;

namespace Hops.Kafka.Tests.Groups;

/// <summary>Bytes by hand: what clients say in these messages is theirs, and a broker that wrote them itself would agree with itself only.</summary>
public sealed class ConsumerProtocolTests
{
    private static readonly byte[] OneTopic = [0, 0, 0, 1, 0, 1, (byte)'t'];

    [Fact]
    public void Topics_are_read_whatever_comes_behind_them()
    {
        ConsumerProtocol.ReadTopics([0, 0, .. OneTopic]).ShouldBe(["t"]);
        ConsumerProtocol.ReadTopics([0, 9, .. OneTopic, 1, 2, 3]).ShouldBe(["t"]);
    }

    [Fact]
    public void What_is_no_list_of_topics_is_told_from_one_without_any()
    {
        ConsumerProtocol.ReadTopics([0, 0, 0, 0, 0, 0]).ShouldBeEmpty();
        ConsumerProtocol.ReadTopics([]).ShouldBeNull();
        ConsumerProtocol.ReadTopics([0, 0, 0x7F, 0xFF, 0xFF, 0xFF]).ShouldBeNull();
        ConsumerProtocol.ReadTopics([0xFF, 0xFF, .. OneTopic]).ShouldBeNull();
    }

    [Fact]
    public void Partitions_are_read_of_an_assignment_and_none_of_what_is_something_else()
    {
        ConsumerProtocol.ReadPartitions([0, 0, .. OneTopic, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF]).ShouldBe([("t", 0), ("t", 3)]);
        ConsumerProtocol.ReadPartitions([0, 0, .. OneTopic, 0x7F, 0, 0, 0]).ShouldBeEmpty();
        ConsumerProtocol.ReadPartitions([]).ShouldBeEmpty();
        ConsumerProtocol.ReadAssignment([0, 0, 0x7F, 0xFF, 0xFF, 0xFF]).ShouldBeNull("two thousand million topics are not there");
    }
}
