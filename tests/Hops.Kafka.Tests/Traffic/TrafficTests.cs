using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Traffic;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Traffic;

/// <summary>Projects beyond their quota of bytes per second, over sockets, and what others notice of it.</summary>
public sealed class TrafficTests : IAsyncLifetime
{
    private const long Red = 1;
    private const long Blue = 2;
    private const long Quota = 100_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Produces three hundred records of a kilobyte and tells how often it was told to rest.</summary>
    private const string Librdkafka = """
        import sys
        from confluent_kafka import Producer
        address, name = sys.argv[1:3]
        rests, failed = [], []
        producer = Producer({'bootstrap.servers': address, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'PLAIN', 'sasl.username': name, 'sasl.password': 'pencil',
                             'batch.num.messages': 20, 'throttle_cb': lambda event: rests.append(event.throttle_time)})
        for number in range(300):
            producer.produce('departures', b'x' * 1000, on_delivery=lambda error, message: failed.append(error) if error else None)
        print(producer.flush(40), failed, 'rested' if any(rests) else 'never rested')
        """;

    private readonly HandClock _clock = new();
    private TestBroker _broker = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(new TestGate(), clock: _clock);
        await _broker.CreateTopicAsync("departures", tenantId: Red);
        await _broker.CreateTopicAsync("departures", tenantId: Blue);
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task Whoever_produces_too_much_is_told_how_long_to_rest_and_not_read_meanwhile_and_others_go_on()
    {
        await LimitAsync(Red, produce: Quota);
        using var ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        using var bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        (await ProduceAsync(ann, 50_000)).ThrottleTimeMs.ShouldBe(0);

        var answer = await ProduceAsync(ann, 250_000);

        answer.Responses.Single().PartitionResponses.Single().ErrorCode.ShouldBe(KafkaError.None, "what has come is taken");
        answer.ThrottleTimeMs.ShouldBeInRange(2_000, 2_020);
        var next = ProduceAsync(ann, 10);
        for (var i = 0; i < 20; i++)
            (await ProduceAsync(bob, 50_000)).ThrottleTimeMs.ShouldBe(0);
        next.IsCompleted.ShouldBeFalse();

        _clock.Advance(3 * Second);

        (await next).ThrottleTimeMs.ShouldBe(0);
    }

    [Fact]
    public async Task Connections_of_a_project_use_up_its_quota_together()
    {
        await LimitAsync(Red, produce: Quota);
        using var ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        using var sam = await SignedInClient.OpenAsync(_broker.Port, "red__sam");

        (await ProduceAsync(ann, 200_000)).ThrottleTimeMs.ShouldBeInRange(1_000, 1_020);
        (await ProduceAsync(sam, 100_000)).ThrottleTimeMs.ShouldBeInRange(2_000, 2_020);
    }

    [Fact]
    public async Task A_fetch_brings_no_more_at_once_than_the_burst_and_rests_for_what_is_beyond()
    {
        await LimitAsync(Red, fetch: Quota);
        using var ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        for (var i = 0; i < 10; i++)
            (await ProduceAsync(ann, 30_000)).ThrottleTimeMs.ShouldBe(0, "what comes in has a quota of its own");

        var first = await FetchAsync(ann, 0);
        LengthOf(first).ShouldBeInRange(90_000, 100_000);
        first.ThrottleTimeMs.ShouldBe(0);
        var second = await FetchAsync(ann, 3);
        second.ThrottleTimeMs.ShouldBeInRange(700, 1_000);
        var third = FetchAsync(ann, 6);
        (await _broker.Broker.Traffic.UseInAsync(null!, Red)).Select(use => use.Limit).ShouldBe([null, Quota]);

        _clock.Advance(Second);

        LengthOf(await third).ShouldBeGreaterThan(0);
        (await _broker.Broker.Traffic.UseInAsync(null!, Red))[1].Used.ShouldBe(LengthOf(first) + LengthOf(second));
    }

    [Fact]
    public async Task A_limit_that_is_taken_away_ends_the_rest_of_connections_that_are_open()
    {
        await LimitAsync(Red, produce: Quota);
        using var ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        (await ProduceAsync(ann, 2_000_000)).ThrottleTimeMs.ShouldBeGreaterThan(18_000);
        var next = ProduceAsync(ann, 10);

        await LimitAsync(Red, produce: TrafficQuota.NoLimit);

        (await next).ThrottleTimeMs.ShouldBe(0);
    }

    [Fact]
    public async Task Quotas_are_there_after_a_restart_and_go_with_their_project()
    {
        await LimitAsync(Red, produce: Quota);
        await LimitAsync(Red, fetch: 2 * Quota);
        var settings = new BrokerOptions { ProducePerTenantMaxBytesPerSecond = 5000 };
        var again = new TrafficQuotas(_broker.Store, settings, _clock);
        await again.LoadAsync(CancellationToken.None);

        (again.Of(Red).Produced.BytesPerSecond, again.Of(Red).Fetched.BytesPerSecond).ShouldBe((Quota, 2 * Quota));
        (again.Of(Blue).Produced.BytesPerSecond, again.Of(Blue).Fetched.BytesPerSecond).ShouldBe((5000, null));
        (await again.UseInAsync(null!, Red)).Select(use => use.IsOfSettings).ShouldBe([false, false]);
        (await again.UseInAsync(null!, Blue)).Select(use => (use.Limit, use.IsOfSettings)).ShouldBe([(5000, true), (null, true)]);

        await _broker.Store.WriteAsync(async write =>
        {
            await again.RemoveInAsync(write, Hops.Core.Identity.OpenGate.Everybody, Red);
            return true;
        });
        again.Of(Red).Produced.BytesPerSecond.ShouldBe(5000);
    }

    [Fact]
    public async Task A_caller_is_shown_the_quotas_of_its_project_as_its_own()
    {
        await LimitAsync(Red, produce: Quota);
        using var ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");

        foreach (var (match, name, isShown) in new (sbyte, string?, bool)[] { (2, null, true), (0, "red__ann", true), (0, "red__sam", false), (1, null, false) })
        {
            var asked = new DescribeClientQuotasRequest { Components = [new() { EntityType = "user", MatchType = match, Match = name }] };
            var entries = (await ann.SendAsync<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(asked, 1)).Entries!;
            entries.Select(entry => entry.Entity.Single().EntityName).ShouldBe(isShown ? ["red__ann"] : []);
            entries.SelectMany(entry => entry.Values).Select(quota => (quota.Key, quota.Value)).ShouldBe(isShown ? [("producer_byte_rate", Quota)] : []);
        }
    }

    [ToolFact(ForeignTool.Python)]
    public async Task Librdkafka_hears_of_it_rests_and_delivers_all_and_that_of_another_project_does_not()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        await broker.CreateTopicAsync("departures", tenantId: Red);
        await broker.CreateTopicAsync("departures", tenantId: Blue);
        await LimitAsync(Red, produce: Quota, broker: broker);

        var said = await Task.WhenAll(new[] { "red__ann", "blue__bob" }.Select(name => Tool.RunAsync(ToolFactAttribute.Python, ["-c", Librdkafka, broker.Address, name])));

        said.Select(each => each.Succeeded()).ShouldBe(["0 [] rested\n", "0 [] never rested\n"]);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Apaches_tool_shows_them()
    {
        await LimitAsync(Red, produce: Quota, fetch: 2 * Quota);
        var settings = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(settings, """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="red__ann" password="pencil";
                """);
            var shown = (await Tool.RunAsync(
                ToolFactAttribute.JavaTool,
                ["configs", "--bootstrap-server", _broker.Address, "--command-config", settings, "--describe", "--entity-type", "users", "--entity-name", "red__ann"])).Succeeded();

            shown.ShouldContain("producer_byte_rate=100000.0");
            shown.ShouldContain("consumer_byte_rate=200000.0");
        }
        finally
        {
            File.Delete(settings);
        }
    }

    private ValueTask<bool> LimitAsync(long project, long? produce = null, long? fetch = null, TestBroker? broker = null) => (broker ?? _broker).Store.WriteAsync(async write =>
    {
        await (broker ?? _broker).Broker.Traffic.SetInAsync(write, project, produce, fetch);
        return true;
    });

    private static Task<ProduceResponse> ProduceAsync(SignedInClient client, int valueBytes)
    {
        var sent = new ProduceRequest.Topic { Name = "departures", PartitionData = [new() { Records = new RecordBytes(LogBench.Batch(1, valueBytes: Math.Max(8, valueBytes))) }] };
        return client.SendAsync<ProduceRequest, ProduceResponse>(new() { Acks = -1, TimeoutMs = 60_000, TopicData = [sent] }, 9);
    }

    private static Task<FetchResponse> FetchAsync(SignedInClient client, long offset) => client.SendAsync<FetchRequest, FetchResponse>(
        new()
        {
            MinBytes = 1, MaxBytes = 50 << 20, MaxWaitMs = 1000,
            Topics = [new() { Name = "departures", Partitions = [new() { FetchOffset = offset, PartitionMaxBytes = 50 << 20 }] }],
        },
        12);

    private static int LengthOf(FetchResponse response) => response.Responses.Single().Partitions.Single().Records.LengthBytes;
}
