using System.Text.Json;
using System.Text.RegularExpressions;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>Every row of the API table, asked by those who get nothing; that nobody is answered before signing in is in ConnectionTests.</summary>
public sealed partial class AccessTests : IAsyncLifetime
{
    private const long RedProject = 1;
    private static readonly JsonSerializerOptions Fields = new() { IncludeFields = true };

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private SignedInClient _red = null!;
    private SignedInClient _blue = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        _red = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        _blue = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
    }

    public async Task DisposeAsync()
    {
        _red.Dispose();
        _blue.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public void Every_api_that_names_something_of_somebody_is_probed() =>
        AccessProbes.All.Keys.ShouldBe(
            ApiTable.Rows.Where(row => row.Access.Audience == ApiAudience.PerElement).Select(row => row.Key), ignoreOrder: true);

    [Fact]
    public async Task A_member_of_another_project_does_not_even_learn_that_it_is_there()
    {
        foreach (var (key, probe) in AccessProbes.All)
        {
            var present = await MakeAsync($"ledger-{key}");
            var absent = new AccessTarget($"absent-{key}", Guid.NewGuid());
            var before = await SeenByOwnerAsync(present);

            var answer = Bare(await probe(_blue, present), present);
            answer.ShouldBe(Bare(await probe(_blue, absent), absent), key.ToString());
            if (key == ApiKey.ListGroups)
                Text(await probe(_blue, present)).ShouldNotContain(present.Name);

            (await SeenByOwnerAsync(present)).ShouldBe(before, key.ToString());
        }

        var all = await _blue.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = null }, 13);
        all.Topics.Select(topic => topic.Name).ShouldBe(["absent-CreateTopics", "ledger-CreateTopics"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_data_scientist_takes_no_records_out_and_each_try_is_noted()
    {
        var target = await MakeAsync("ledger");
        using var sam = await SignedInClient.OpenAsync(_broker.Port, "red__sam");
        foreach (var key in AccessProbes.All.Keys.Where(key => key is not (ApiKey.DeleteTopics or ApiKey.DeleteGroups or ApiKey.DeleteRecords)))
        {
            _gate.Refusals.Clear();
            var answer = await AccessProbes.All[key](sam, target);

            var isExport = ApiTable.Find(key)!.Access.Needs.Contains(new ApiNeed(Operation.Read, ResourceKind.Topic)) && !AccessProbes.Describing.Contains(key);
            _gate.Refusals.Contains(("red__sam", Operation.Read, new Resource(ResourceKind.Topic, RedProject, target.Name))).ShouldBe(isExport, key.ToString());
            if (answer is not FetchResponse[] fetched)
                continue;
            foreach (var partition in fetched.SelectMany(each => each.Responses).SelectMany(topic => topic.Partitions))
            {
                partition.ErrorCode.ShouldBe(KafkaError.TopicAuthorizationFailed);
                partition.Records.LengthBytes.ShouldBe(0);
            }
        }
    }

    /// <summary>A topic of the red project with a record, and a group that has read it.</summary>
    private async Task<AccessTarget> MakeAsync(string name)
    {
        var topic = await _broker.CreateTopicAsync(name, tenantId: RedProject);
        var target = new AccessTarget(name, topic.Id);
        var produced = (ProduceResponse)await AccessProbes.All[ApiKey.Produce](_red, target);
        produced.Responses.Single().PartitionResponses.Single().ErrorCode.ShouldBe(KafkaError.None);
        var committed = await _red.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(AccessProbes.Commit(target, 1), 9);
        committed.Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);
        return target;
    }

    private async Task<string> SeenByOwnerAsync(AccessTarget target)
    {
        var seen = new List<string>();
        foreach (var key in new[] { ApiKey.Metadata, ApiKey.ListOffsets, ApiKey.OffsetFetch, ApiKey.DescribeConfigs, ApiKey.DescribeGroups, ApiKey.Fetch })
            seen.Add(Text(await AccessProbes.All[key](_red, target)));
        return string.Join('\n', seen);
    }

    private static string Text(object answer) => JsonSerializer.Serialize(answer, Fields);

    /// <summary>An answer without the name that was asked for and without ids, which are made anew each time.</summary>
    private static string Bare(object answer, AccessTarget target) => Id().Replace(Text(answer).Replace(target.Name, "NAME", StringComparison.Ordinal), "ID");

    [GeneratedRegex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
