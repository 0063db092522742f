using System.Text.Json;
using Hops.Api.Groups;
using Hops.Api.Tests.Messages;
using Hops.Core.Errors;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Tests.Groups;

public sealed class GroupRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_group_is_seen_with_its_lag_moved_where_it_is_told_after_a_look_and_deleted()
    {
        using var lab = await FilledAsync("grp");
        await CommitAsync(lab, "readers", offset: 4);

        var group = await GetAsync(lab, "groups/readers");
        (Text(group, "group"), Text(group, "state"), Text(group, "lag")).ShouldBe(("readers", "Empty", "6"));
        var partition = group.GetProperty("partitions")[0];
        (Text(partition, "topic"), Text(partition, "committed"), Text(partition, "endOffset"), Text(partition, "lag")).ShouldBe(("t", "4", "10", "6"));
        (await GetAsync(lab, "groups")).GetProperty("items").GetArrayLength().ShouldBe(1);

        (await ResetAsync(lab, new { topic = "t", to = "EARLIEST", dryRun = true })).ShouldBe((false, "4", "0"));
        Text((await GetAsync(lab, "groups/readers")).GetProperty("partitions")[0], "committed").ShouldBe("4", "a look changes nothing");
        (await ResetAsync(lab, new { topic = "t", to = "EARLIEST" })).ShouldBe((true, "4", "0"));
        (await ResetAsync(lab, new { topic = "t", to = "SHIFT", by = "3" })).ShouldBe((true, "0", "3"));
        (await ResetAsync(lab, new { topic = "t", to = "SHIFT", by = "-9223372036854775808" })).ShouldBe((true, "3", "0"));
        (await ResetAsync(lab, new { topic = "t", to = "OFFSET", partition = 0, offset = "7" })).ShouldBe((true, "0", "7"));
        (await ResetAsync(lab, new { topic = "t", to = "TIME", time = "2023-11-14T22:13:20Z" })).ShouldBe((true, "7", "0"));
        (await ResetAsync(lab, new { topic = "t", to = "TIME", time = "2033-11-14T22:13:20Z" })).ShouldBe((true, "0", "10"));
        (await ResetAsync(lab, new { topic = "t", to = "LATEST" })).ShouldBe((true, "10", "10"));
        (await lab.Owner.SendAsync(HttpMethod.Post, "projects/grp/groups/readers/offset-resets", new { topic = "t", to = "SHIFT" })).Status.ShouldBe(400);
        (await lab.Owner.SendAsync(HttpMethod.Post, "projects/grp/groups/none/offset-resets", new { topic = "t", to = "LATEST" })).Status.ShouldBe(404);

        (await lab.Scientist.SendAsync(HttpMethod.Delete, "projects/grp/groups/readers")).Status.ShouldBe(204);
        (await lab.Owner.SendAsync(HttpMethod.Get, "projects/grp/groups/readers")).Status.ShouldBe(404);
        (await lab.TrailAsync()).Select(entry => $"{Text(entry, "action")} {Text(entry, "actor")} {Text(entry, "target")}").ShouldContain("group.delete grp__grp_sci readers");
    }

    [Fact]
    public void A_refusal_for_a_group_that_somebody_is_in_says_who_is()
    {
        var group = new GroupReport(
            "busy", "Stable", [new("m-1", "reader-7", "/10.0.0.7", []), new("m-2", "", "/10.0.0.8", [])], new Dictionary<TopicPartition, ReportedOffset>());

        var refusal = ActiveGroup.Refusal(group);

        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Conflict, "The group 'busy' is read by reader-7 from /10.0.0.7, m-2 from /10.0.0.8: stop that first."));
    }

    [Fact]
    public async Task A_topic_that_cannot_be_asked_leaves_the_others_and_their_groups_as_they_are()
    {
        using var lab = await FilledAsync("groups_lost");
        (await lab.Owner.SendAsync(HttpMethod.Post, $"projects/{lab.Project}/topics", new { name = "lost", partitions = 1 })).Status.ShouldBe(201);
        var (found, lost) = (new TopicPartition(lab.Log(0).Id.TopicId, 0), new TopicPartition(server.Platform.Topics.Snapshot.Find(ProjectOf(lab), "lost")!.Id, 0));
        var recordsOf = server.Host.Services.GetRequiredService<RecordsOf>();
        var names = new TenantNames(ProjectOf(lab), server.Platform.Roster.Now.FindProject(lab.Project)!.Borrowed);
        var lag = new GroupLag(server.Platform.Topics, topic => topic.Name == "lost" ? throw new PlatformException(ErrorCode.Unavailable, "gone") : recordsOf(topic), names);

        var views = await lag.ViewsAsync([Report("both", found, lost), Report("one", found)], CancellationToken.None);

        views.Select(view => (view.Group, view.Lag)).ShouldBe([("both", null), ("one", "7")]);
        views[0].Partitions.Select(part => (part.Topic, part.Committed, part.EndOffset, part.Lag)).ShouldBe([("lost", "3", null, null), ("t", "3", "10", "7")]);

        static GroupReport Report(string group, params TopicPartition[] partitions) =>
            new(group, "Empty", [], partitions.ToDictionary(partition => partition, _ => new ReportedOffset(3, null)));
    }

    private async Task<TopicLab> FilledAsync(string project)
    {
        var lab = await TopicLab.OpenAsync(server, project);
        await lab.AppendAsync(0, [.. Enumerable.Range(0, 10).Select(index => ((string?)null, (byte[]?)lab.Value($$"""{"id":{{index}}}""")))]);
        return lab;
    }

    private long ProjectOf(TopicLab lab) => server.Platform.Roster.Now.FindProject(lab.Project)!.Row.Id;

    private async Task CommitAsync(TopicLab lab, string groupId, long offset)
    {
        var committed = new CommittedOffset(offset, -1, "", TimeProvider.System.GetUtcNow());
        var offsets = new Dictionary<TopicPartition, CommittedOffset> { [new TopicPartition(lab.Log(0).Id.TopicId, 0)] = committed };
        (await GroupReport.ResetAsync(server.Groups, ProjectOf(lab), groupId, offsets)).ShouldBeTrue();
    }

    private static async Task<JsonElement> GetAsync(TopicLab lab, string route)
    {
        var answer = await lab.Owner.SendAsync(HttpMethod.Get, $"projects/{lab.Project}/{route}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Body;
    }

    private static async Task<(bool Applied, string? Before, string? After)> ResetAsync(TopicLab lab, object wish)
    {
        var answer = await lab.Owner.SendAsync(HttpMethod.Post, $"projects/{lab.Project}/groups/readers/offset-resets", wish);
        answer.Status.ShouldBe(200, answer.Text);
        var change = answer.Body.GetProperty("partitions")[0];
        return (answer.Body.GetProperty("applied").GetBoolean(), Text(change, "before"), Text(change, "after"));
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
