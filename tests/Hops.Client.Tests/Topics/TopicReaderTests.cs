using System.Text;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;

namespace Hops.Client.Tests.Topics;

/// <summary>Reading from offsets that the caller keeps, against a real broker.</summary>
public sealed class TopicReaderTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(1 << 20)]
    public async Task Fetches_of_any_size_bring_every_record_once_from_any_offset(int maxBytes)
    {
        await using var scene = await FilledAsync(count: 120, batch: 7);

        foreach (var from in new[] { 0, 1, 6, 7, 50, 119, 120 })
            (await scene.ReadAsync(from: from, maxBytes: maxBytes)).ShouldBe(Enumerable.Range(from, 120 - from).Select(number => $"{number}"));
    }

    [Fact]
    public async Task The_ends_of_each_partition_are_told()
    {
        await using var scene = await FilledAsync(count: 5, batch: 5, partitions: 3);
        await using var connection = await scene.ConnectAsync(CancellationToken.None);
        var reader = new TopicReader(connection, "t");

        (await reader.EarliestAsync(3, CancellationToken.None)).ShouldBe([0L, 0, 0]);
        (await reader.LatestAsync(3, CancellationToken.None)).ShouldBe([5L, 0, 0]);
        (await reader.DescribeAsync(CancellationToken.None)).PartitionCount.ShouldBe(3);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1_000_000)]
    public async Task An_offset_that_is_not_in_the_topic_is_told_with_its_place(long offset)
    {
        await using var scene = await FilledAsync(count: 5, batch: 5);
        await using var connection = await scene.ConnectAsync(CancellationToken.None);

        var refusal = await Should.ThrowAsync<PlatformException>(() => FetchAsync(connection, offset, TimeSpan.Zero));

        refusal.Code.ShouldBe(ErrorCode.SourceTruncated);
        (refusal.Facts["topic"], refusal.Facts["partition"], refusal.Facts["offset"]).ShouldBe(("t", 0, offset));
    }

    [Fact]
    public async Task A_topic_that_is_made_anew_is_another_one()
    {
        await using var scene = await FilledAsync(count: 1, batch: 1);
        await using var connection = await scene.ConnectAsync(CancellationToken.None);
        var reader = new TopicReader(connection, "t");
        var first = await reader.DescribeAsync(CancellationToken.None);
        (await reader.DescribeAsync(CancellationToken.None)).ShouldBe(first);

        await scene.Broker.Store.WriteAsync(write => scene.Broker.Broker.Topics.DeleteInAsync(write, Core.Identity.OpenGate.Everybody, 0, "t"));
        (await Should.ThrowAsync<PlatformException>(() => reader.DescribeAsync(CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);
        await scene.Broker.CreateTopicAsync("t", partitions: 2);

        var second = await reader.DescribeAsync(CancellationToken.None);
        second.Id.ShouldNotBe(first.Id);
        second.PartitionCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_fetch_waits_for_the_record_that_comes()
    {
        await using var scene = await FilledAsync(count: 2, batch: 2);
        await using var connection = await scene.ConnectAsync(CancellationToken.None);
        var fetching = FetchAsync(connection, 2, Long);

        await using var writer = await scene.WriterAsync();
        await writer.AddAsync(0, 1, default, "late"u8, null, CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);

        using var fetch = await fetching;
        fetch.Partitions.ShouldHaveSingleItem().HighWatermark.ShouldBe(3);
    }

    [Fact]
    public async Task A_fetch_that_is_cancelled_leaves_the_connection_to_others()
    {
        await using var scene = await FilledAsync(count: 2, batch: 2);
        await using var connection = await scene.ConnectAsync(CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var waiting = FetchAsync(connection, 2, TimeSpan.FromMilliseconds(300), cancellationToken: impatient.Token);

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        using var fetch = await FetchAsync(connection, 0, TimeSpan.Zero);
        fetch.Partitions.ShouldHaveSingleItem().HighWatermark.ShouldBe(2);
    }

    [Fact]
    public async Task A_fetch_whose_connection_is_cut_is_unavailable_and_another_connection_goes_on()
    {
        await using var scene = await FilledAsync(count: 2, batch: 2);
        await using var connection = await scene.ConnectAsync(CancellationToken.None);
        var waiting = FetchAsync(connection, 2, Long);

        scene.Relay.Cut();

        (await Should.ThrowAsync<PlatformException>(() => waiting)).Code.ShouldBe(ErrorCode.Unavailable);
        (await Should.ThrowAsync<PlatformException>(() => FetchAsync(connection, 0, TimeSpan.Zero))).Code.ShouldBe(ErrorCode.Unavailable);
        (await scene.ReadAsync(from: 1)).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("blue__bob", "t", ErrorCode.NotFound)]
    [InlineData("red__ann", "none", ErrorCode.NotFound)]
    public async Task A_topic_that_may_not_be_read_is_refused_by_the_row_of_its_error(string name, string topic, ErrorCode code)
    {
        await using var scene = await TopicScene.StartAsync(new TestGate());
        await scene.Broker.CreateTopicAsync("t", tenantId: 1);
        await using var connection = await scene.ConnectAsync(new BrokerCredential(name, "pencil"), CancellationToken.None);

        var refusal = await Should.ThrowAsync<PlatformException>(() => FetchAsync(connection, 0, TimeSpan.Zero, topic: topic));

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldContain($"'{topic}'");
    }

    [Fact]
    public async Task Who_may_see_a_topic_and_not_take_it_out_hears_why_in_the_words_of_the_other_doors()
    {
        await using var scene = await TopicScene.StartAsync(new TestGate());
        await scene.Broker.CreateTopicAsync("t", tenantId: 1);
        await using var connection = await scene.ConnectAsync(new BrokerCredential("red__sam", "pencil"), CancellationToken.None);

        var refusal = await Should.ThrowAsync<PlatformException>(() => FetchAsync(connection, 0, TimeSpan.Zero));

        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.ExportDenied, Decision.ExportReason));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    public async Task What_is_read_is_what_is_committed_and_who_waits_at_an_open_transaction_hears_of_its_end(int maxBytes)
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        var log = scene.Broker.Broker.Logs.Find(0, "t", 0)!;
        await AppendAsync(log, producerId: 1, sequence: 0, "aborted");
        await AppendAsync(log, producerId: 2, sequence: 0, "committed");
        await log.AppendMarkerAsync(1, 0, 0, isCommit: false);
        await AppendAsync(log, producerId: 1, sequence: 1, "committed later");
        await log.AppendMarkerAsync(2, 0, 0, isCommit: true);
        await AppendAsync(log, producerId: -1, sequence: -1, "beside it");
        await using var connection = await scene.ConnectAsync(CancellationToken.None);
        var reader = new TopicReader(connection, "t");

        (await reader.LatestAsync(1, CancellationToken.None)).ShouldBe([3]);
        (await scene.ReadAsync(maxBytes: maxBytes)).ShouldBe(["committed"]);
        (await reader.AtTimeAsync(1, 0, CancellationToken.None)).ShouldBe([0]);
        var waiting = FetchAsync(connection, offset: 3, Long);
        await AppendAsync(log, producerId: -1, sequence: -1, "beside it too");
        await log.AppendMarkerAsync(1, 0, 0, isCommit: true);

        using (var fetch = await waiting)
            fetch.Partitions.ShouldHaveSingleItem().HighWatermark.ShouldBe(8);
        (await reader.LatestAsync(1, CancellationToken.None)).ShouldBe([8]);
        foreach (var from in new[] { 0, 1 })
            (await scene.ReadAsync(from: from, maxBytes: maxBytes)).ShouldBe(["committed", "committed later", "beside it", "beside it too"]);
        (await scene.ReadAsync(from: 4, maxBytes: maxBytes)).ShouldBe(["beside it", "beside it too"]);
    }

    private static async Task AppendAsync(Partition log, long producerId, int sequence, string value)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        writer.Add(1, default, Encoding.UTF8.GetBytes(value));
        var result = await log.AppendAsync(writer.Build(producerId, producerId < 0 ? (short)-1 : (short)0, sequence, isTransactional: producerId >= 0));
        result.Error.ShouldBe(KafkaError.None, result.Message);
    }

    private static Task<TopicFetch> FetchAsync(
        BrokerConnection connection, long offset, TimeSpan maxWait, string topic = "t", CancellationToken cancellationToken = default) =>
        new TopicReader(connection, topic).FetchAsync(new Dictionary<int, long> { [0] = offset }, 1 << 20, maxWait, cancellationToken);

    private static async Task<TopicScene> FilledAsync(int count, int batch, int partitions = 1)
    {
        var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t", partitions);
        await using var writer = await scene.WriterAsync();
        for (var number = 0; number < count; number++)
        {
            await writer.AddAsync(0, number, default, Encoding.UTF8.GetBytes($"{number}"), null, CancellationToken.None);
            if (number % batch == batch - 1)
                await writer.FlushAsync(CancellationToken.None);
        }

        await writer.FlushAsync(CancellationToken.None);
        return scene;
    }
}
