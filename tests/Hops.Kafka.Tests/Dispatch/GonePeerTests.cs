using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Hops.Kafka.Compression;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>Clients that leave while work of theirs is under way and so much more lies before it that the host does not read.</summary>
public sealed class GonePeerTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly X509Certificate2 _certificate = TestAuthority.Certificate();
    private TestBroker _broker = null!;
    private TestBroker _encrypted = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync();
        _encrypted = await TestBroker.StartAsync(certificate: _certificate);
        foreach (var broker in new[] { _broker, _encrypted })
            await broker.CreateTopicAsync("departures");
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _encrypted.DisposeAsync();
        _certificate.Dispose();
    }

    /// <summary>
    /// A backlog of more than the host reads ahead, 1 MiB. Where the system of the client has not sent all of it, only a reset can be told.
    /// </summary>
    [Theory]
    [InlineData(false, true, 0)]
    [InlineData(false, true, 1_200_000)]
    [InlineData(false, true, int.MaxValue)]
    [InlineData(false, false, 0)]
    [InlineData(false, false, 1_052_000)]
    [InlineData(true, true, 0)]
    [InlineData(true, true, 1_200_000)]
    [InlineData(true, true, int.MaxValue)]
    [InlineData(true, false, 0)]
    [InlineData(true, false, 1_052_000)]
    public async Task Work_ends_with_its_client_although_the_host_is_not_reading(bool isTls, bool isReset, int backlogBytes)
    {
        var broker = isTls ? _encrypted : _broker;
        using var client = new RawClient(broker.Port, isTls);
        await client.Stream.WriteAsync(LongFetch());
        await FillAsync(client.Stream, backlogBytes);
        (await ConditionAsync(() => broker.Broker.Frames.InFlightBytes > 0)).ShouldBeTrue();

        Leave(client, isReset);

        (await ConditionAsync(() => broker.Broker.Frames.InFlightBytes == 0)).ShouldBeTrue("the fetch is ended, and nothing behind it is begun");
    }

    [Fact]
    public async Task What_was_sent_without_asking_for_an_answer_is_taken_after_an_orderly_end()
    {
        const int Batches = 500;
        var batch = CraftedBatch.Of(CompressionCodec.None, CraftedBatch.Record(0, valueBytes: 10_000));
        var request = RawClient.Request<ProduceRequest, ProduceResponse>(Produce(batch), 9, 1);
        using var client = new RawClient(_broker.Port);
        for (var sent = 0; sent < Batches; sent++)
            await client.Stream.WriteAsync(request);

        Leave(client, isReset: false);

        (await ConditionAsync(() => _broker.Broker.Logs.Find(0, "departures", 0)?.HighWatermark == Batches)).ShouldBeTrue();
    }

    private static void Leave(RawClient client, bool isReset)
    {
        if (isReset)
            client.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
    }

    private static async Task<bool> ConditionAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Soon);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            if (patience.IsCancellationRequested)
                return false;
            await ticks.WaitForNextTickAsync();
        }

        return true;
    }

    /// <summary>Writes so much, or until the broker, the host and both kernels hold what they can.</summary>
    private static async Task FillAsync(Stream stream, int lengthBytes)
    {
        var request = RawClient.Request<MetadataRequest, MetadataResponse>(
            new() { Topics = [.. Enumerable.Range(0, 1_000).Select(number => new MetadataRequest.Topic { Name = $"n{number}" })] }, 8, 2);
        try
        {
            for (var writtenBytes = 0L; writtenBytes < lengthBytes; writtenBytes += request.Length)
                await stream.WriteAsync(request).AsTask().WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            // Nobody takes any more.
        }
    }

    private static byte[] LongFetch() => RawClient.Request<FetchRequest, FetchResponse>(
        new()
        {
            MaxWaitMs = 60_000,
            MinBytes = 1,
            MaxBytes = 1 << 20,
            Topics = [new() { Name = "departures", Partitions = [new() { PartitionMaxBytes = 1 << 20 }] }],
        },
        11,
        1);

    private static ProduceRequest Produce(byte[] batch) => new()
    {
        Acks = 0,
        TimeoutMs = 10_000,
        TopicData = [new() { Name = "departures", PartitionData = [new() { Records = new RecordBytes(batch) }] }],
    };
}
