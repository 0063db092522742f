using Hops.Cli.Tests.Support;
using Hops.Client.Topics;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;

namespace Hops.Cli.Tests.Commands;

/// <summary>A consumer group that a Kafka client has left, by the executable.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class GroupTests(LiveServer server)
{
    private const string Schema = """{"type":"record","name":"R","fields":[{"name":"n","type":"int"}]}""";

    [Fact]
    public async Task A_group_is_listed_with_its_lag_looked_at_moved_and_deleted()
    {
        var owner = await server.OwnerAsync("grp_cli");
        await owner.DoAsync("topic", "create", "t", "--partitions", "1", "--value-schema", owner.Write("r.avsc", Schema));
        await owner.TypeAsync("{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n", "topic", "produce", "t");
        await CommitAsync(owner, offset: 1);

        (await owner.DoAsync("group", "list")).ShouldBe("group\tstate\tlag\nreaders\tEmpty\t2\n");
        (await owner.DoAsync("group", "get", "readers")).ShouldBe("topic\tpartition\tcommitted\tendOffset\tlag\nt\t0\t1\t3\t2\n");
        var looked = await owner.RunAsync("group", "reset", "readers", "t", "--to", "latest");
        (looked.Output, looked.Errors).ShouldBe(("partition\tbefore\tafter\n0\t1\t3\n", "Nothing was changed: --apply lets it go on there.\n"));
        await owner.DoAsync("group", "reset", "readers", "t", "--to", "shift", "--at", "-1", "--apply", "--yes");
        (await owner.JsonAsync("group", "get", "readers")).GetProperty("partitions")[0].GetProperty("committed").GetString().ShouldBe("0");
        await owner.RefusedAsync(ExitCode.Usage, "group", "reset", "readers", "t", "--to", "offset");
        await owner.RefusedAsync(ExitCode.Usage, "group", "reset", "readers", "t", "--to", "nowhere");
        await owner.RefusedAsync(ExitCode.NotFound, "group", "get", "writers");
        await owner.DoAsync("group", "delete", "readers", "--yes");
        (await owner.JsonAsync("group", "list")).GetArrayLength().ShouldBe(0);
    }

    private async Task CommitAsync(Person owner, long offset)
    {
        var secret = (await owner.DoAsync("token", "create", "kafka", "--project", "grp_cli")).Trim();
        var name = (await owner.JsonAsync("whoami")).GetProperty("user").GetString();
        var credential = new BrokerCredential($"grp_cli__{name}", secret);
        await using var connection = await BrokerConnection.OpenAsync(BrokerAddress.Parse(server.Kafka), credential, CancellationToken.None);
        var request = new OffsetCommitRequest
        {
            GroupId = "readers",
            Topics = [new() { Name = "t", Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset }] }],
        };
        var answer = await connection.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(request, 8, CancellationToken.None);
        answer.Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);
    }
}
