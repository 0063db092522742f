using System.Text.Json;
using Hops.Kafka;
using Hops.Kafka.Records;

namespace Hops.Api.Tests.Messages;

public sealed class MessageReplayTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Messages_that_are_named_are_written_again_byte_for_byte()
    {
        using var lab = await TopicLab.OpenAsync(server, "rep_bytes");
        using (var writer = new RecordBatchWriter(CompressionCodec.None))
        {
            writer.Add(1_700_000_000_000, "k"u8, lab.Value("{\"id\":9223372036854775807}"), [new("none"u8.ToArray(), null), new("empty"u8.ToArray(), []), new("raw"u8.ToArray(), [0xff])]);
            writer.Add(1_700_000_000_000, default, default);
            writer.Add(1_700_000_000_000, ""u8, [0, 0, 0, 0x7f, 0x7f, 1]);
            (await lab.Log(0).AppendAsync(writer.Build())).Error.ShouldBe(KafkaError.None);
        }

        var preview = await ReplayAsync(lab.Owner, lab, new { dryRun = true, messages = Places(2, 0) });
        lab.Log(0).HighWatermark.ShouldBe(3, "a preview writes nothing");
        var done = await ReplayAsync(lab.Owner, lab, new { messages = Places(2, 0, 1) });

        (preview.GetProperty("count").GetInt32(), preview.GetProperty("isDryRun").GetBoolean()).ShouldBe((2, true));
        preview.GetProperty("partitions")[0].GetProperty("firstOffset").ValueKind.ShouldBe(JsonValueKind.Null);
        var partition = done.GetProperty("partitions").EnumerateArray().ShouldHaveSingleItem();
        (partition.GetProperty("firstOffset").GetString(), partition.GetProperty("lastOffset").GetString()).ShouldBe(("3", "5"));
        var all = await StoredAsync(lab, 0, 6);
        foreach (var (before, after) in all.Take(3).Zip(all.Skip(3)))
            (Hex(before.Key), Hex(before.Value), Headers(before)).ShouldBe((Hex(after.Key), Hex(after.Value), Headers(after)));
        Headers(all[3]).ShouldBe("6e6f6e65=null 656d707479= 726177=ff");
        (await lab.TrailAsync()).ShouldContain(entry => entry.GetProperty("action").GetString() == "topic.replay" && entry.GetProperty("target").GetString() == "t");
    }

    [Fact]
    public async Task What_a_reading_finds_goes_to_another_topic_by_key_where_that_has_other_partitions()
    {
        using var lab = await TopicLab.OpenAsync(server, "rep_to", partitions: 2);
        (await lab.Owner.SendAsync(HttpMethod.Post, "projects/rep_to/topics", new { name = "wide", partitions = 3 })).Status.ShouldBe(201);
        foreach (var partition in new[] { 0, 1 })
            await lab.AppendAsync(partition, [.. Enumerable.Range(0, 100).Select(index => ((string?)$"k{index % 5}", (byte[]?)lab.Value($$"""{"id":{{index}},"name":"n{{index % 10}}"}""")))]);

        var some = await ReplayAsync(lab.Scientist, lab, new { to = "wide", filter = "n7" });
        var last = await ReplayAsync(lab.Owner, lab, new { partition = 1, start = "newest", limit = 3 });

        (some.GetProperty("count").GetInt32(), some.GetProperty("to").GetString(), some.GetProperty("isMore").GetBoolean()).ShouldBe((20, "wide", false));
        some.GetProperty("partitions").EnumerateArray().ShouldHaveSingleItem().GetProperty("partition").GetInt32().ShouldBe(KeyPartitions.Of("k2"u8, 3));
        (last.GetProperty("isMore").GetBoolean(), last.GetProperty("partitions")[0].GetProperty("firstOffset").GetString()).ShouldBe((true, "100"));
        (await StoredAsync(lab, 1, 103)).Skip(100).Select(message => Hex(message.Value)).ShouldBe((await StoredAsync(lab, 1, 100)).Skip(97).Select(message => Hex(message.Value)), "in the order that they had");
    }

    [Fact]
    public async Task What_is_not_there_too_much_or_not_allowed_is_refused_and_nothing_is_written()
    {
        using var lab = await TopicLab.OpenAsync(server, "rep_wrong");
        using var stranger = await server.UserAsync("rep_wrong_str");
        await lab.AppendAsync(0, ("k", lab.Value("{\"id\":1}")));

        await RefusedAsync(lab.Owner, new { messages = Places(0, 7) }, 404);
        await RefusedAsync(lab.Owner, new { messages = new[] { new { partition = 9, offset = "0" } } }, 404);
        await RefusedAsync(lab.Owner, new { messages = new[] { new { partition = 0, offset = "-1" } } }, 400);
        await RefusedAsync(lab.Owner, new { messages = Array.Empty<object>() }, 400);
        await RefusedAsync(lab.Owner, new { messages = Places([.. Enumerable.Range(0, 501)]) }, 400);
        await RefusedAsync(lab.Owner, new { messages = Places(0), filter = "x" }, 400);
        await RefusedAsync(lab.Owner, new { limit = 10_001 }, 400);
        await RefusedAsync(lab.Owner, new { to = "nowhere" }, 404);
        await RefusedAsync(stranger, new { messages = Places(0) }, 404);
        lab.Log(0).HighWatermark.ShouldBe(1);

        async Task RefusedAsync(ApiClient who, object body, int status)
        {
            var answer = await who.SendAsync(HttpMethod.Post, "projects/rep_wrong/topics/t/replays", body);
            answer.Status.ShouldBe(status, answer.Text);
        }
    }

    [Fact]
    public async Task A_borrower_writes_what_it_borrows_into_no_topic_of_its_own()
    {
        using var lab = await TopicLab.OpenAsync(server, "rep_lend");
        using var other = await TopicLab.OpenAsync(server, "rep_borrow");
        await lab.AppendAsync(0, ("k", lab.Value("{\"id\":1}")));
        var offer = await lab.Owner.SendAsync(HttpMethod.Post, "projects/rep_lend/shares", new { kind = "TOPIC", name = "t", to = "rep_borrow", rights = "READ" });
        offer.Status.ShouldBe(201, offer.Text);
        var id = offer.Body.GetProperty("id").GetString();
        (await other.Owner.SendAsync(HttpMethod.Post, $"projects/rep_borrow/share-offers/{id}/accept", new { })).Status.ShouldBe(200);

        var refused = await other.Owner.SendAsync(HttpMethod.Post, "projects/rep_borrow/topics/rep_lend.t/replays", new { to = "t" });

        refused.Slug.ShouldBe("export-denied", refused.Text);
        other.Log(0).HighWatermark.ShouldBe(0);
    }

    private static object[] Places(params int[] offsets) => [.. offsets.Select(offset => new { partition = 0, offset = $"{offset}" })];

    private static async Task<JsonElement> ReplayAsync(ApiClient who, TopicLab lab, object body)
    {
        var answer = await who.SendAsync(HttpMethod.Post, $"projects/{lab.Project}/topics/t/replays", body);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Body;
    }

    private static async Task<IReadOnlyList<Kafka.Reading.StoredMessage>> StoredAsync(TopicLab lab, int partition, int count)
    {
        var records = lab.Records();
        var walk = new Kafka.Reading.MessageWalk(records, [((await records.EndsAsync([partition], CancellationToken.None))[0], 0)], isBackward: false);
        var all = new List<Kafka.Reading.StoredMessage>();
        for (; all.Count < count && await walk.PeekAsync(CancellationToken.None) is { } message; walk.Take())
            all.Add(message);
        return all;
    }

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexStringLower(bytes);

    private static string Headers(Kafka.Reading.StoredMessage message) => string.Join(' ', message.Headers.Select(header => $"{Hex(header.Key)}={Hex(header.Value)}"));
}
