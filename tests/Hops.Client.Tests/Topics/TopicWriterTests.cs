using System.Globalization;
using System.Text;
using Hops.Client.Tests.Support;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;

namespace Hops.Client.Tests.Topics;

/// <summary>What was acknowledged is in the log once, whatever happens to connections and to the broker meanwhile.</summary>
public sealed class TopicWriterTests
{
    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public async Task Records_of_every_codec_lie_in_the_order_in_which_they_were_added(CompressionCodec codec)
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t", partitions: 2);
        await using (var writer = await scene.WriterAsync(options: new TopicWriterOptions { Codec = codec, BatchBytes = 2_000 }))
        {
            writer.PartitionCount.ShouldBe(2);
            for (var number = 0; number < 500; number++)
                await AddAsync(writer, number, number % 2);
            await writer.FlushAsync(CancellationToken.None);
            writer.Acknowledged.ShouldBe(500);
        }

        (await scene.ReadAsync(0)).ShouldBe(Numbers(500).Where((_, index) => index % 2 == 0));
        (await scene.ReadAsync(1)).ShouldBe(Numbers(500).Where((_, index) => index % 2 == 1));
    }

    [Fact]
    public async Task A_batch_whose_answer_is_lost_is_in_the_log_once()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        await using var writer = await scene.WriterAsync();
        for (var round = 0; round < 5; round++)
        {
            for (var number = round * 10; number < (round + 1) * 10; number++)
                await AddAsync(writer, number);
            scene.Relay.LoseNextAnswer();
            await writer.FlushAsync(CancellationToken.None);
        }

        scene.Relay.Accepted.ShouldBeGreaterThanOrEqualTo(6, "each lost answer costs a connection");
        writer.Acknowledged.ShouldBe(50);
        (await scene.ReadAsync()).ShouldBe(Numbers(50));
    }

    [Fact]
    public async Task Cuts_at_any_moment_lose_and_repeat_nothing()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        await using var writer = await scene.WriterAsync(options: new TopicWriterOptions { BatchBytes = 500, RetryPause = TimeSpan.FromMilliseconds(2) });
        for (var number = 0; number < 2_000; number++)
        {
            // Some of these are in the middle of sending a batch.
            var adding = AddAsync(writer, number);
            if (number % 25 == 0)
                scene.Relay.Cut();
            await adding;
        }

        await writer.FlushAsync(CancellationToken.None);

        writer.Acknowledged.ShouldBe(2_000);
        (await scene.ReadAsync()).ShouldBe(Numbers(2_000));
    }

    [Fact]
    public async Task A_writer_outlives_its_broker()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        await using var writer = await scene.WriterAsync();
        for (var number = 0; number < 30; number++)
        {
            await AddAsync(writer, number);
            if (number % 10 != 9)
                continue;
            await writer.FlushAsync(CancellationToken.None);
            await scene.RestartBrokerAsync();
        }

        await AddAsync(writer, 30);
        await writer.FlushAsync(CancellationToken.None);

        (await scene.ReadAsync()).ShouldBe(Numbers(31));
    }

    [Fact]
    public async Task A_broker_that_takes_a_batch_and_says_nothing_is_given_up_in_time()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        var time = new SteppedTime();
        await using var writer = await scene.WriterAsync(options: new TopicWriterOptions { Time = time });
        await AddAsync(writer, 0);
        scene.Relay.Mute();

        var flush = writer.FlushAsync(CancellationToken.None);
        await time.StepUntilAsync(flush, TimeSpan.FromSeconds(1));

        var refusal = await Should.ThrowAsync<PlatformException>(() => flush);
        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Timeout, "The broker did not take a batch of 't' in 120 s."));
        time.GetUtcNow().ShouldBeGreaterThanOrEqualTo(DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(2));
        writer.Acknowledged.ShouldBe(0);
    }

    [Fact]
    public async Task A_broker_that_is_gone_is_tried_until_the_time_is_over_and_called_unavailable()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        var time = new SteppedTime();
        await using var writer = await scene.WriterAsync(options: new TopicWriterOptions { Time = time, RetryPause = TimeSpan.FromSeconds(10) });
        await AddAsync(writer, 0);
        scene.Relay.Retarget(1);
        scene.Relay.Cut();
        var before = scene.Relay.Accepted;

        var flush = writer.FlushAsync(CancellationToken.None);
        // Its patience and a pause: only then is it between two tries, none of which the clock may run away from.
        await time.StepUntilAsync(flush, TimeSpan.FromMilliseconds(10), timersMin: 2);

        (await Should.ThrowAsync<PlatformException>(() => flush)).Code.ShouldBe(ErrorCode.Unavailable);
        scene.Relay.Accepted.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task What_could_not_be_delivered_is_delivered_by_the_next_flush()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        await using var writer = await scene.WriterAsync();
        await AddAsync(writer, 0);
        scene.Relay.Retarget(1);
        scene.Relay.Cut();
        using var impatient = new CancellationTokenSource();
        var flush = writer.FlushAsync(impatient.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => flush);

        scene.Relay.Retarget(scene.Broker.Port);
        await writer.FlushAsync(CancellationToken.None);

        (await scene.ReadAsync()).ShouldBe(Numbers(1));
    }

    [Theory]
    [InlineData("none", ErrorCode.NotFound)]
    [InlineData("sealed.t", ErrorCode.NotFound)]
    [InlineData("locked.t", ErrorCode.AccessDenied)]
    public async Task A_topic_that_may_not_be_written_is_refused_by_the_row_of_its_error(string topic, ErrorCode code)
    {
        await using var scene = await TopicScene.StartAsync(new TestGate());
        await scene.Broker.CreateTopicAsync("sealed.t", tenantId: 1);
        await scene.Broker.CreateTopicAsync("locked.t", tenantId: 1);
        await scene.Broker.CreateTopicAsync("t", tenantId: 2);
        var ann = new BrokerCredential("red__ann", "pencil") { Mechanism = BrokerMechanism.ScramSha256 };

        var refusal = await Should.ThrowAsync<PlatformException>(async () =>
        {
            await using var writer = await TopicWriter.OpenAsync(token => scene.ConnectAsync(ann, token), topic, new TopicWriterOptions(), CancellationToken.None);
            await AddAsync(writer, 0);
            await writer.FlushAsync(CancellationToken.None);
        });

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldContain(topic);
    }

    [Fact]
    public async Task Writers_at_once_do_not_mix_up_their_batches()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async name =>
        {
            await using var writer = await scene.WriterAsync(options: new TopicWriterOptions { BatchBytes = 300 });
            for (var number = 0; number < 200; number++)
                await writer.AddAsync(0, number, default, Encoding.UTF8.GetBytes($"{name}:{number}"), null, CancellationToken.None);
            await writer.FlushAsync(CancellationToken.None);
        }));

        var read = await scene.ReadAsync();

        read.Count.ShouldBe(800);
        for (var name = 0; name < 4; name++)
            read.Where(value => value.StartsWith($"{name}:", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 200).Select(number => $"{name}:{number}"));
    }

    [Fact]
    public async Task A_flush_of_nothing_asks_nothing()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        await using var writer = await scene.WriterAsync();
        scene.Relay.Mute();

        await writer.FlushAsync(CancellationToken.None);

        writer.Acknowledged.ShouldBe(0);
    }

    private static async Task AddAsync(TopicWriter writer, int number, int partition = 0)
    {
        var value = Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        await writer.AddAsync(partition, 1_700_000_000_000 + number, default, value, null, CancellationToken.None);
    }

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture));
}
