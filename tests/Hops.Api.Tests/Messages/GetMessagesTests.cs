using System.Text.Json;
using Hops.Platform;
using Hops.Platform.Sql;

namespace Hops.Api.Tests.Messages;

public sealed class GetMessagesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Numbers_of_64_bits_keep_all_their_digits_and_what_is_no_record_is_shown_as_it_is_with_the_reason()
    {
        using var lab = await TopicLab.OpenAsync(server, "msg_form");
        await lab.AppendAsync(
            0,
            ("k1", lab.Value("{\"id\":9007199254740993,\"name\":\"a\"}")),
            (null, lab.Value("{\"id\":9223372036854775807}")),
            ("k3", "plain text"u8.ToArray()),
            ("k4", [0, 0, 0, 0x7f, 0x7f, 1]),
            ("k5", [0xff, 0xfe]),
            ("k6", null));

        var items = (await lab.ReadAsync(lab.Owner, "start=oldest")).GetProperty("items").EnumerateArray().ToList();

        items.Select(item => item.GetProperty("offset").GetString()).ShouldBe(["0", "1", "2", "3", "4", "5"]);
        items.Select(item => Text(item, "value", "form")).ShouldBe(["JSON", "JSON", "TEXT", "RAW", "RAW", "NULL"]);
        Text(items[0], "value", "text").ShouldBe("""{"id":9007199254740993,"name":"a"}""");
        Text(items[1], "value", "text").ShouldBe("""{"id":9223372036854775807,"name":null}""");
        items[0].GetProperty("value").GetProperty("schemaId").GetInt32().ShouldBe(lab.SchemaId);
        Text(items[3], "value", "text").ShouldBe("0000007f7f01");
        Text(items[3], "value", "reason").ShouldBe("The registry has no schema 32639.");
        Text(items[4], "value", "text").ShouldBe("fffe");
        Text(items[2], "value", "reason").ShouldNotBeNull();
        (Text(items[0], "key", "form"), Text(items[0], "key", "text"), Text(items[1], "key", "form")).ShouldBe(("TEXT", "k1", "NULL"));
        items[0].GetProperty("headers")[0].GetProperty("name").GetString().ShouldBe("h");
        items[0].GetProperty("time").GetString().ShouldBe("2023-11-14T22:13:20.000Z");
        (await lab.TrailAsync()).ShouldContain(entry => entry.GetProperty("action").GetString() == "topic.export" && entry.GetProperty("target").GetString() == "t");
    }

    [Fact]
    public async Task Newest_oldest_offset_time_and_partition_say_where_to_begin_and_the_cursor_goes_on_without_gap()
    {
        using var lab = await TopicLab.OpenAsync(server, "msg_start", partitions: 2);
        foreach (var partition in new[] { 0, 1 })
            await lab.AppendAsync(partition, [.. Enumerable.Range(0, 20).Select(index => ((string?)$"k{index}", (byte[]?)lab.Value($$"""{"id":{{index}}}""")))]);

        (await AllAsync(lab, "start=oldest&limit=7")).Order().ShouldBe(Enumerable.Range(0, 40).Select(index => $"{index % 2}:{index / 2}").Order());
        (await AllAsync(lab, "limit=9")).Order().ShouldBe(Enumerable.Range(0, 40).Select(index => $"{index % 2}:{index / 2}").Order());
        (await AllAsync(lab, "partition=1&limit=6")).ShouldBe(Enumerable.Range(0, 20).Reverse().Select(offset => $"1:{offset}"));
        (await AllAsync(lab, "partition=0&start=offset:15")).ShouldBe(Enumerable.Range(15, 5).Select(offset => $"0:{offset}"));
        (await AllAsync(lab, "start=time:2023-11-14T22:13:20Z")).Count.ShouldBe(40);
        (await AllAsync(lab, "start=time:2023-11-14T22:13:21Z")).ShouldBeEmpty();
        foreach (var wrong in new[] { "start=offset:1", "start=never", "limit=0", "limit=501", "cursor=x", $"filter={new string('x', 257)}" })
            (await lab.Owner.SendAsync(HttpMethod.Get, $"projects/msg_start/topics/t/messages?{wrong}")).Status.ShouldBe(400, wrong);
        (await lab.Owner.SendAsync(HttpMethod.Get, "projects/msg_start/topics/t/messages?partition=2")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_filter_finds_text_of_keys_and_values_and_says_how_many_were_looked_at()
    {
        using var lab = await TopicLab.OpenAsync(server, "msg_filter");
        await lab.AppendAsync(0, [.. Enumerable.Range(0, 100).Select(index => ((string?)$"key{index}", (byte[]?)lab.Value($$"""{"id":{{index}},"name":"Name of {{index}}"}""")))]);

        var byValue = await lab.ReadAsync(lab.Owner, "start=oldest&filter=name%20OF%2042");
        var byKey = await lab.ReadAsync(lab.Owner, "start=oldest&limit=1&filter=key7");

        (byValue.GetProperty("scanned").GetInt32(), byValue.GetProperty("matched").GetInt32()).ShouldBe((100, 1));
        byValue.GetProperty("items")[0].GetProperty("offset").GetString().ShouldBe("42");
        (byKey.GetProperty("scanned").GetInt32(), Text(byKey, "stoppedBy")).ShouldBe((8, "LIMIT"));
        var next = await lab.ReadAsync(lab.Owner, $"limit=1&filter=key7&cursor={Text(byKey, "nextCursor")}");
        next.GetProperty("items")[0].GetProperty("offset").GetString().ShouldBe("70");
    }

    [Fact]
    public async Task A_scientist_sees_a_preview_that_counts_against_the_day_and_is_in_the_trail()
    {
        using var lab = await TopicLab.OpenAsync(server, "msg_preview");
        await lab.AppendAsync(0, [.. Enumerable.Range(0, 30).Select(index => ((string?)null, (byte[]?)lab.Value($$"""{"id":{{index}}}""")))]);

        var seen = await lab.ReadAsync(lab.Scientist, "limit=500");

        (seen.GetProperty("isPreview").GetBoolean(), seen.GetProperty("matched").GetInt32()).ShouldBe((true, 30));
        (await UsedAsync(lab)).ShouldBe(30, "what was set aside and not shown is given back");
        var entry = (await lab.TrailAsync()).Single(each => each.GetProperty("action").GetString() == "topic.preview");
        (entry.GetProperty("actor").GetString(), entry.GetProperty("target").GetString()).ShouldBe(("msg_preview__msg_preview_sci", "t"));
        entry.GetProperty("detail").GetString()!.ShouldStartWith("""{"rows":30,""");
    }

    [Fact]
    public async Task Of_transactions_there_is_what_is_committed_from_both_ends_and_in_files()
    {
        using var lab = await TopicLab.OpenAsync(server, "msg_txn");
        await lab.AppendAsync(producerId: 1, sequence: 0, 100, 101);
        await lab.AppendAsync(producerId: 2, sequence: 0, 0, 1);
        await lab.EndAsync(producerId: 1, isCommit: false);
        await lab.EndAsync(producerId: 2, isCommit: true);
        await lab.AppendAsync(producerId: 1, sequence: 2, 2, 3);
        await lab.AppendAsync(0, (null, lab.Value("{\"id\":4}")));

        (await AllAsync(lab, "start=oldest&limit=1")).ShouldBe(["0:2", "0:3"]);
        (await AllAsync(lab, "limit=1")).ShouldBe(["0:3", "0:2"]);
        (await AllAsync(lab, "start=offset:7&partition=0&limit=1")).ShouldBeEmpty();
        (await ExportedAsync()).ShouldBe(["2", "3"]);

        await lab.EndAsync(producerId: 1, isCommit: true);

        (await AllAsync(lab, "start=oldest&limit=1")).ShouldBe(["0:2", "0:3", "0:6", "0:7", "0:8"]);
        (await AllAsync(lab, "limit=2")).ShouldBe(["0:8", "0:7", "0:6", "0:3", "0:2"]);
        (await AllAsync(lab, "start=offset:7&partition=0&limit=1")).ShouldBe(["0:7", "0:8"]);
        (await ExportedAsync()).ShouldBe(["2", "3", "6", "7", "8"]);
        var replay = await lab.Owner.SendAsync(HttpMethod.Post, "projects/msg_txn/topics/t/replays", new { to = "t", messages = new[] { new { partition = 0, offset = "0" } } });
        replay.Status.ShouldBe(404, "a record that was aborted is none");

        async Task<IEnumerable<string?>> ExportedAsync() =>
            (await lab.Owner.SendAsync(HttpMethod.Get, "projects/msg_txn/topics/t/messages/export")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonElement.Parse(line).GetProperty("offset").GetString());
    }

    private static async Task<long> UsedAsync(TopicLab lab)
    {
        var id = lab.Server.Platform.Roster.Now.FindProject(lab.Project)!.Row.Id;
        return await lab.Server.Platform.Store.ReadAsync(
            async read => (await read.GetAsync((Metadata.Tables.Table<PreviewUse>)PlatformTables.All.Single(table => table.Name == "sql_previews"), Metadata.Tables.Key.Of(id)))?.Rows ?? 0);
    }

    /// <summary>Partition and offset of all messages, page by page.</summary>
    private static async Task<List<string>> AllAsync(TopicLab lab, string query)
    {
        var all = new List<string>();
        for (var route = query; ;)
        {
            var page = await lab.ReadAsync(lab.Owner, route);
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("partition").GetInt32()}:{item.GetProperty("offset").GetString()}"));
            if (Text(page, "nextCursor") is not { } cursor)
                return all;
            route = $"{query.Split('&').Single(part => part.StartsWith("limit", StringComparison.Ordinal))}&cursor={cursor}";
        }
    }

    private static string? Text(JsonElement item, params string[] path) => path.Aggregate(item, (at, name) => at.GetProperty(name)).GetString();
}
