using Hops.Kafka.Groups;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Groups;

public sealed class JoinGroupHandlerTests
{
    [Theory]
    [InlineData(513, 0, 0, KafkaError.InvalidGroupId)]
    [InlineData(5, 513, 0, KafkaError.InvalidRequest)]
    [InlineData(5, 0, 513, KafkaError.InvalidRequest)]
    [InlineData(512, 0, 512, KafkaError.None)]
    public async Task Names_are_kept_only_up_to_a_length(int groupCharacters, int memberCharacters, int instanceCharacters, KafkaError error)
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = new RawClient(broker.Port);

        var answer = await client.AskAsync<JoinGroupRequest, JoinGroupResponse>(
            new()
            {
                GroupId = new string('g', groupCharacters),
                MemberId = new string('m', memberCharacters),
                GroupInstanceId = instanceCharacters == 0 ? null : new string('i', instanceCharacters),
                SessionTimeoutMs = 10_000,
                RebalanceTimeoutMs = 10_000,
                ProtocolType = "consumer",
                Protocols = [new() { Name = "range", Metadata = [0, 0, 0, 0, 0, 0] }],
            },
            version: 6);

        answer.ErrorCode.ShouldBe(error);
    }

    [Fact]
    public void A_member_is_called_after_its_instance_or_else_the_beginning_of_what_its_client_calls_itself()
    {
        GroupNames.NewMemberId("one", "client").ShouldStartWith("one-");
        GroupNames.NewMemberId(null, "client").ShouldStartWith("client-");
        GroupNames.NewMemberId(null, null).Length.ShouldBe(1 + Guid.Empty.ToString().Length);
        GroupNames.NewMemberId(null, new string('c', 30_000)).Length.ShouldBeLessThan(GroupNames.CharactersMax);
    }
}
