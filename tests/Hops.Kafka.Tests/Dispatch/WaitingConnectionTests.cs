using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>Crowds before the door of a broker that asks for sign-in.</summary>
public sealed class WaitingConnectionTests
{
    [Theory]
    [InlineData(256, 16 << 20)]
    [InlineData(50, 16 << 20)]
    [InlineData(256, 2 << 20)]
    public async Task Half_frames_of_many_connections_shut_out_neither_who_is_in_nor_who_comes(int connectionsMax, int maxBytes)
    {
        await using var broker = await TestBroker.StartAsync(new TestGate(), options =>
        {
            // Nobody is saved by the end of their time.
            options.SignInTimeout = TimeSpan.FromMinutes(5);
            (options.WaitingConnectionsMax, options.WaitingMaxBytes) = (connectionsMax, maxBytes);
        });
        using var inside = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        var crowd = new List<RawClient>();
        for (var number = 0; number < 520; number++)
        {
            var client = new RawClient(broker.Port);
            await client.Stream.WriteAsync(new byte[] { 0, 0, 0xFF, 0xFF, 0, 18 });
            crowd.Add(client);
        }

        (await inside.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest(), 12)).Brokers.Count.ShouldBe(1);
        using var newcomer = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        (await newcomer.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest(), 12)).Brokers.Count.ShouldBe(1);
        (await crowd[0].ReadAsync()).ShouldBeNull();
        broker.Broker.Waiting.Count.ShouldBeLessThanOrEqualTo(connectionsMax);
        broker.Broker.Waiting.Account.UsedBytes.ShouldBeLessThanOrEqualTo(broker.Broker.Options.WaitingMaxBytes);
        crowd.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Who_drips_bytes_has_no_longer_than_who_is_silent()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate(), options => options.SignInTimeout = TimeSpan.FromSeconds(1));
        using var client = new RawClient(broker.Port);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var stream = client.Stream;
        await stream.WriteAsync(new byte[] { 0, 0, 0xFF, 0xFF });
        var ended = client.ReadAsync();
        try
        {
            while (!ended.IsCompleted && await ticks.WaitForNextTickAsync())
                await stream.WriteAsync(new byte[] { 1 });
        }
        catch (IOException)
        {
            // It was closed between two drops.
        }

        (await ended).ShouldBeNull();
        broker.Broker.Waiting.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_signed_in_stays_longer_than_the_time_to_sign_in()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate(), options => options.SignInTimeout = TimeSpan.FromSeconds(2));
        using var inside = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        using var silent = new RawClient(broker.Port);

        // The one beside it is closed by then.
        (await silent.ReadAsync()).ShouldBeNull();

        (await inside.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest(), 12)).Brokers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_of_too_many_elements_ends_its_connection_and_leaves_nothing()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate(), options => options.RequestElementsMax = 1_000);
        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        var names = Enumerable.Range(0, 1_001).Select(number => new MetadataRequest.Topic { Name = $"t{number}" });

        await Should.ThrowAsync<InvalidOperationException>(() => client.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest { Topics = [.. names] }, 8));

        broker.Broker.Frames.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_fetch_waits_no_longer_than_the_broker_allows()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate(), options => options.FetchWaitMax = TimeSpan.FromMilliseconds(100));
        await broker.CreateTopicAsync("a", tenantId: 1);
        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        var request = new FetchRequest { MaxWaitMs = int.MaxValue, MinBytes = 1, MaxBytes = 1 << 20, Topics = [new() { Name = "a", Partitions = [new() { PartitionMaxBytes = 1 << 20 }] }] };

        var answer = await client.SendAsync<FetchRequest, FetchResponse>(request, 11);

        answer.Responses.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);
    }
}
