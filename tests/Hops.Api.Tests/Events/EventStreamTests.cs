using System.Text.Json;
using Hops.Api.Events;
using Hops.Api.Tests.Messages;
using Hops.Core.Errors;
using Hops.Kafka.Groups;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Tests.Events;

/// <summary>Streams of events over real sockets.</summary>
public sealed class EventStreamTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const int Open = 500;
    private const long MemoryOfStreamMaxBytes = 200_000;

    [Fact]
    public async Task A_live_tail_is_what_was_produced_and_a_filter_leaves_out_the_rest()
    {
        using var lab = await TopicLab.OpenAsync(server, "tail", partitions: 2);
        var token = await server.TokenAsync("tail_own");
        using var all = await OpenStream.OpenAsync(server, token, "project:tail/topics/t/messages");
        using var some = await OpenStream.OpenAsync(server, token, "project:tail/topics/t/messages?filter=\"id\":7");

        foreach (var round in Enumerable.Range(0, 4))
            await lab.AppendAsync(round % 2, [.. Enumerable.Range(round * 5, 5).Select(id => ((string?)null, (byte[]?)lab.Value($$"""{"id":{{id}}}""")))]);

        (await all.ItemsAsync(20)).Select(TextOf).Order().ShouldBe(Enumerable.Range(0, 20).Select(id => $$"""{"id":{{id}},"name":null}""").Order());
        (await some.ItemsAsync(1)).Select(TextOf).ShouldBe(["""{"id":7,"name":null}"""]);
    }

    [Fact]
    public async Task A_live_tail_tells_of_a_transaction_when_it_is_committed_and_of_none_that_is_aborted()
    {
        using var lab = await TopicLab.OpenAsync(server, "tail_txn");
        await lab.AppendAsync(producerId: 1, sequence: 0, 1);
        using var stream = await OpenStream.OpenAsync(server, await server.TokenAsync("tail_txn_own"), "project:tail_txn/topics/t/messages");

        await lab.AppendAsync(producerId: 2, sequence: 0, 100);
        await lab.AppendAsync(producerId: 1, sequence: 1, 2);
        await lab.EndAsync(producerId: 2, isCommit: false);
        await lab.AppendAsync(0, (null, lab.Value("{\"id\":3}")));
        await lab.EndAsync(producerId: 1, isCommit: true);
        await lab.AppendAsync(producerId: 1, sequence: 2, 4);
        await lab.EndAsync(producerId: 1, isCommit: true);

        (await stream.ItemsAsync(4)).Select(TextOf).ShouldBe(Enumerable.Range(1, 4).Select(id => $$"""{"id":{{id}},"name":null}"""));
    }

    [Fact]
    public async Task A_stream_that_is_taken_up_again_has_no_gap_and_nothing_twice_and_one_that_nobody_remembers_is_told_to_look_anew()
    {
        using var lab = await TopicLab.OpenAsync(server, "again_tail");
        var token = await server.TokenAsync("again_tail_own");
        const string Channel = "project:again_tail/topics/t/messages";
        string lastId;
        using (var first = await OpenStream.OpenAsync(server, token, Channel))
        {
            await AppendAsync(lab, 0, 5);
            await first.ItemsAsync(5);
            lastId = first.LastId;
        }

        await AppendAsync(lab, 5, 5);
        using var second = await OpenStream.OpenAsync(server, token, Channel, lastId);
        await AppendAsync(lab, 10, 5);
        using var unknown = await OpenStream.OpenAsync(server, token, Channel, "somewhere.7");

        (await second.ItemsAsync(10)).Select(item => item.GetProperty("offset").GetString()).ShouldBe(Enumerable.Range(5, 10).Select(offset => $"{offset}"));
        var (type, view) = await unknown.NextAsync();
        (type, view.GetProperty("channel").GetString()).ShouldBe(("reset", Channel));
    }

    [Fact]
    public async Task A_tail_that_more_comes_to_than_it_follows_says_so_and_goes_on_with_the_newest()
    {
        using var lab = await TopicLab.OpenAsync(server, "flooded");
        using var stream = await OpenStream.OpenAsync(server, await server.TokenAsync("flooded_own"), "project:flooded/topics/t/messages");

        await AppendAsync(lab, 0, 6_000);

        (await stream.NextAsync()).Type.ShouldBe("reset");
        var offsets = new List<string?>();
        while (!offsets.Contains("5999"))
            offsets.AddRange((await stream.ItemsAsync(1)).Select(item => item.GetProperty("offset").GetString()));
        offsets.Count.ShouldBeInRange(1, 500);
        await AppendAsync(lab, 6_000, 1);
        (await stream.ItemsAsync(1))[0].GetProperty("offset").GetString().ShouldBe("6000");
    }

    [Fact]
    public async Task A_stream_ends_with_the_membership_and_says_so_of_each_channel()
    {
        using var lab = await TopicLab.OpenAsync(server, "leaves");
        using var stream = await OpenStream.OpenAsync(server, await server.TokenAsync("leaves_sci"), "project:leaves/queries,project:leaves/membership");

        (await lab.Owner.SendAsync(HttpMethod.Delete, "projects/leaves/members/leaves_sci", ifMatch: "*")).Status.ShouldBe(204);

        var ends = new[] { await stream.NextAsync(), await stream.NextAsync() };
        ends.Select(end => end.Type).ShouldAllBe(type => type == "ended");
        ends.Select(end => end.View.GetProperty("channel").GetString()).ShouldBe(["project:leaves/queries", "project:leaves/membership"], ignoreOrder: true);
        (await stream.NextAsync()).Type.ShouldBe("closed");
    }

    [Fact]
    public async Task What_comes_into_an_inbox_is_told_to_its_user_alone()
    {
        using var lab = await TopicLab.OpenAsync(server, "box_own");
        using var other = await TopicLab.OpenAsync(server, "box_other");
        using var mine = await OpenStream.OpenAsync(server, await server.TokenAsync("box_other_own"), "user:inbox");
        using var theirs = await OpenStream.OpenAsync(server, await server.TokenAsync("box_own_own"), "user:inbox");

        (await lab.Owner.SendAsync(HttpMethod.Post, "projects/box_own/shares", new { kind = "TOPIC", name = "t", to = "box_other", rights = "READ" })).Status.ShouldBe(201);

        (await mine.ItemsAsync(1))[0].GetProperty("unread").GetInt32().ShouldBe(1);
        (await other.Owner.SendAsync(HttpMethod.Post, "projects/box_other/members", new { user = "box_own_own", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await theirs.ItemsAsync(1))[0].GetProperty("unread").GetInt32().ShouldBe(1, "the offer that it made itself is not in its inbox");
    }

    [Fact]
    public async Task The_lag_of_consumer_groups_is_told_as_it_changes()
    {
        using var lab = await TopicLab.OpenAsync(server, "lag_told");
        using var stream = await OpenStream.OpenAsync(server, await server.TokenAsync("lag_told_own"), "project:lag_told/groups");
        var topic = server.Platform.Topics.Snapshot.Find(server.Platform.Roster.Now.FindProject("lag_told")!.Row.Id, "t")!;
        var offsets = new Dictionary<TopicPartition, CommittedOffset> { [new TopicPartition(topic.Id, 0)] = new(0, -1, "", TimeProvider.System.GetUtcNow()) };
        (await GroupReport.ResetAsync(server.Groups, topic.TenantId, "g", offsets)).ShouldBeTrue();
        (await stream.ItemsAsync(1))[0].GetProperty("group").GetString().ShouldBe("g");

        await lab.AppendAsync(0, ("k", lab.Value("{\"id\":1}")), ("k", lab.Value("{\"id\":2}")));

        (await stream.ItemsAsync(1))[0].GetProperty("view").GetProperty("lag").GetString().ShouldBe("2");
        (await lab.Owner.SendAsync(HttpMethod.Delete, "projects/lag_told/groups/g")).Status.ShouldBe(204);
        (await stream.ItemsAsync(1))[0].GetProperty("isGone").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_ends_with_the_session()
    {
        using var lab = await TopicLab.OpenAsync(server, "signs_out");
        var token = await server.TokenAsync("signs_out_own");
        using var stream = await OpenStream.OpenAsync(server, token, "project:signs_out/queries");

        using (var client = server.As(token))
            (await client.SendAsync(HttpMethod.Delete, "sessions/current")).Status.ShouldBe(204);

        (await stream.NextAsync()).Type.ShouldBe("ended");
    }

    [Fact]
    public async Task Each_channel_is_decided_by_the_rights_of_its_listener()
    {
        using var lab = await TopicLab.OpenAsync(server, "heard");
        using var stranger = await server.UserAsync("heard_not");
        var (owner, scientist, foreign) = (await server.TokenAsync("heard_own"), await server.TokenAsync("heard_sci"), await server.TokenAsync("heard_not"));

        (await OpenStream.StatusAsync(server, owner, "project:heard/activity,project:heard/queries")).ShouldBe(200);
        (await OpenStream.StatusAsync(server, scientist, "project:heard/activity")).ShouldBe(403);
        (await OpenStream.StatusAsync(server, scientist, "project:heard/queries")).ShouldBe(200);
        (await OpenStream.StatusAsync(server, scientist, "project:heard/membership")).ShouldBe(200);
        (await OpenStream.StatusAsync(server, foreign, "project:heard/queries,project:heard/membership")).ShouldBe(404);
        (await OpenStream.StatusAsync(server, owner, "project:heard/topics/none/messages")).ShouldBe(404);
        foreach (var wrong in new[] { "", "heard/queries", "project:heard", "project:heard/files", "project:heard/queries?filter=x" })
            (await OpenStream.StatusAsync(server, owner, wrong)).ShouldBe(400, wrong);
    }

    [Fact]
    public async Task Queries_and_the_trail_are_told_as_they_change()
    {
        using var lab = await TopicLab.OpenAsync(server, "told");
        using var stream = await OpenStream.OpenAsync(server, await server.TokenAsync("told_own"), "project:told/queries,project:told/activity");

        (await lab.Owner.SendAsync(HttpMethod.Post, "projects/told/queries", new { name = "q", definition = new { } })).Status.ShouldBe(201);
        (await lab.Owner.SendAsync(HttpMethod.Post, "projects/told/queries/q/start")).Status.ShouldBe(200);

        var (isRunning, hasProgress, hasEntry) = (false, false, false);
        while (!(isRunning && hasProgress && hasEntry))
        {
            foreach (var item in await stream.ItemsAsync(1))
            {
                isRunning |= item.TryGetProperty("view", out var view) && view.GetProperty("desired").GetString() == "RUNNING";
                hasProgress |= item.TryGetProperty("progress", out _);
                hasEntry |= item.TryGetProperty("action", out var action) && action.GetString() == "query.start";
            }
        }

        (await lab.Owner.SendAsync(HttpMethod.Post, "projects/told/queries/q/stop")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_a_scientist_sees_of_a_tail_is_a_preview_in_the_trail()
    {
        using var lab = await TopicLab.OpenAsync(server, "peeks");
        using (var stream = await OpenStream.OpenAsync(server, await server.TokenAsync("peeks_sci"), "project:peeks/topics/t/messages"))
        {
            await AppendAsync(lab, 0, 3);
            await stream.ItemsAsync(3);
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonElement[] seen;
        while ((seen = [.. (await lab.TrailAsync()).Where(entry => entry.GetProperty("action").GetString() == "topic.preview")]).Length == 0)
            await Task.Delay(20, deadline.Token);
        seen.Single().GetProperty("detail").GetString()!.ShouldStartWith("""{"rows":3,""");
    }

    [Fact]
    public async Task Many_open_streams_cost_little_memory_and_all_hear()
    {
        using var lab = await TopicLab.OpenAsync(server, "many");
        var token = await server.TokenAsync("many_own");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var streams = new List<OpenStream>();
        try
        {
            while (streams.Count < Open)
                streams.Add(await OpenStream.OpenAsync(server, token, "project:many/topics/t/messages"));
            ((GC.GetTotalMemory(forceFullCollection: true) - before) / Open).ShouldBeLessThan(MemoryOfStreamMaxBytes, "both ends of the socket, for they are in one process");

            await AppendAsync(lab, 0, 1);
            foreach (var stream in streams)
                (await stream.ItemsAsync(1)).Select(TextOf).ShouldBe(["""{"id":0,"name":null}"""]);
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
        }
    }

    [Fact]
    public void Streams_of_a_user_have_a_limit_and_a_place_that_is_left_is_free_again()
    {
        var hub = server.Host.Services.GetRequiredService<EventHub>();
        var places = Enumerable.Range(0, 600).Select(_ => hub.Enter(-7)).ToList();

        Should.Throw<PlatformException>(() => hub.Enter(-7)).Code.ShouldBe(ErrorCode.LimitExceeded);
        places[0].Dispose();
        places.Add(hub.Enter(-7));

        places.ForEach(place => place.Dispose());
    }

    private static Task AppendAsync(TopicLab lab, int first, int count) =>
        lab.AppendAsync(0, [.. Enumerable.Range(first, count).Select(id => ((string?)null, (byte[]?)lab.Value($$"""{"id":{{id}}}""")))]);

    private static string? TextOf(JsonElement message) => message.GetProperty("value").GetProperty("text").GetString();
}
