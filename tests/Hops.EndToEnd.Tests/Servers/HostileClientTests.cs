using System.Diagnostics;
using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Xunit.Abstractions;

namespace Hops.EndToEnd.Tests.Servers;

/// <summary>
/// Clients that ask for as much as they can, each attack against a server of its own: its memory stays small, another project is served
/// meanwhile, and nothing goes on when the attackers have gone.
/// </summary>
public sealed class HostileClientTests(ITestOutputHelper output)
{
    private const long ResidentMaxBytes = 600L << 20;

    /// <summary>These two are generous, for a machine that is busy with other things; the bars of 200 ms and 1 s are in the slow run.</summary>
    private static readonly TimeSpan OthersWaitMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(3);

    public static TheoryData<string> Attacks => [.. Programs.Keys];

    private static Dictionary<string, (int Connections, int Requests, Func<byte[]> Request)> Programs { get; } = new(StringComparer.Ordinal)
    {
        ["time search in a batch that opens to very much"] = (16, 200, TimeSearch),
        ["metadata of a million names"] = (24, 3, () => Names(990_000)),
        ["metadata of as many names as are allowed"] = (24, 20, () => Names(99_000)),
        ["half a million topics of invalid names"] = (24, 3, () => Topics(495_000)),
        ["as many topics of invalid names as are allowed"] = (24, 10, () => Topics(19_000)),
        ["batches that open to very much"] = (16, 100, () => Produce(Bomb(62))),
        ["batches that open to more than is allowed"] = (16, 100, () => Produce(Bomb(200))),
    };

    [SpineTheory]
    [MemberData(nameof(Attacks))]
    public async Task Memory_is_bounded_others_are_served_and_all_ends_with_the_connections(string attack)
    {
        var (waits, ended) = await AttackAsync(attack);
        waits[^1].ShouldBeLessThan(OthersWaitMax);
        ended.ShouldBeLessThan(EndsWithin);
    }

    [SpineTheory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Attacks))]
    public async Task On_an_idle_machine_the_others_hardly_notice(string attack)
    {
        var (waits, ended) = await AttackAsync(attack);
        waits[(int)(waits.Count * 0.99)].ShouldBeLessThan(TimeSpan.FromMilliseconds(200));
        ended.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [SpineFact]
    public async Task Crowds_before_the_doors_shut_nobody_out()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("other");
        await project.TopicAsync("t");
        await using var inside = await project.ConnectAsync(CancellationToken.None);
        var crowd = new List<HostileConnection>();
        for (var number = 0; number < 520; number++)
        {
            crowd.Add(HostileConnection.Open(platform.Server.Kafka));
            await crowd[^1].Stream.WriteAsync(new byte[] { 0, 0, 0xFF, 0xFF, 0, 18, 0, 0 });
        }

        for (var number = 0; number < 1_200; number++)
        {
            crowd.Add(HostileConnection.Open(platform.Server.Http.Authority));
            await crowd[^1].Stream.WriteAsync("PUT /api/v1/projects HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray());
        }

        var watch = Stopwatch.StartNew();
        await WriteOneAsync(inside);
        await using (var newcomer = await project.ConnectAsync(CancellationToken.None))
            await WriteOneAsync(newcomer);
        await project.TopicAsync("another");
        output.WriteLine($"served in {watch.ElapsedMilliseconds} ms, peak {ServerFigures.PeakBytes(platform.Server.ProcessId) >> 20} MB");
        watch.Elapsed.ShouldBeLessThan(OthersWaitMax * 2);
        ServerFigures.PeakBytes(platform.Server.ProcessId).ShouldBeLessThan(ResidentMaxBytes);
        crowd.ForEach(connection => connection.Dispose());
    }

    /// <summary>Runs an attack.</summary>
    /// <returns>How long each produce of another project took, in ascending order, and how long the server worked on after the attack.</returns>
    private async Task<(List<TimeSpan> Waits, TimeSpan Ended)> AttackAsync(string attack)
    {
        var (connections, requests, make) = Programs[attack];
        await using var platform = await TestPlatform.StartAsync();
        await using var hostile = await platform.ProjectAsync("hostile");
        await using var other = await platform.ProjectAsync("other");
        await hostile.TopicAsync("t");
        await other.TopicAsync("t");
        var request = make();
        await using (var loading = await hostile.ConnectAsync(CancellationToken.None))
            await loading.SendAsync<ProduceRequest, ProduceResponse>(ProduceOf(Bomb(62)), 9, CancellationToken.None);
        await using var victim = await other.ConnectAsync(CancellationToken.None);
        await WriteOneAsync(victim);

        var attackers = new List<HostileConnection>();
        for (var number = 0; number < connections; number++)
            attackers.Add(await HostileConnection.SignInAsync(platform.Server.Kafka, "hostile__ada", hostile.Secret));
        var floods = attackers.Select(attacker => attacker.FloodAsync(request, requests)).ToList();
        var waits = new List<TimeSpan>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(3);)
        {
            var begun = Stopwatch.GetTimestamp();
            await WriteOneAsync(victim);
            waits.Add(Stopwatch.GetElapsedTime(begun));
        }

        attackers.ForEach(attacker => attacker.Dispose());
        var ended = await IdleAfterAsync(platform.Server.ProcessId);
        await Task.WhenAll(floods);
        waits.Sort();
        var peakBytes = ServerFigures.PeakBytes(platform.Server.ProcessId);
        output.WriteLine($"{attack}: peak {peakBytes >> 20} MB, {waits.Count} writes of others, median {waits[waits.Count / 2].TotalMilliseconds:F0} ms, p99 {waits[(int)(waits.Count * 0.99)].TotalMilliseconds:F0} ms, worst {waits[^1].TotalMilliseconds:F0} ms, idle after {ended.TotalMilliseconds:F0} ms");
        peakBytes.ShouldBeLessThan(ResidentMaxBytes);
        return (waits, ended);
    }

    /// <summary>How long the server goes on working: until it uses less than a third of a processor over a while.</summary>
    private static async Task<TimeSpan> IdleAfterAsync(int processId)
    {
        var window = TimeSpan.FromMilliseconds(300);
        var watch = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(window);
        while (watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            var (begun, used) = (watch.Elapsed, ServerFigures.Processor(processId));
            await ticks.WaitForNextTickAsync();
            if ((ServerFigures.Processor(processId) - used) * 3 < watch.Elapsed - begun)
                return begun;
        }

        return watch.Elapsed;
    }

    private static async Task WriteOneAsync(BrokerConnection connection)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        writer.Add(1_700_000_000_000, default, "a value"u8);
        var answer = await connection.SendAsync<ProduceRequest, ProduceResponse>(ProduceOf(writer.Build().ToArray()), 9, CancellationToken.None);
        answer.Responses.Single().PartitionResponses.Single().ErrorCode.ShouldBe(KafkaError.None);
    }

    private static byte[] TimeSearch() => HostileConnection.Frame<ListOffsetsRequest, ListOffsetsResponse>(
        new() { Topics = [new() { Name = "t", Partitions = [new() { PartitionIndex = 0, Timestamp = 1_700_000_000_000 + 61 }] }] }, 7);

    private static byte[] Names(int count) => HostileConnection.Frame<MetadataRequest, MetadataResponse>(
        new() { Topics = [.. Enumerable.Range(0, count).Select(number => new MetadataRequest.Topic { Name = $"n{number}" })] }, 8);

    private static byte[] Topics(int count) => HostileConnection.Frame<CreateTopicsRequest, CreateTopicsResponse>(
        new() { Topics = [.. Enumerable.Range(0, count).Select(number => new CreateTopicsRequest.Topic { Name = $"!{number}", NumPartitions = 1, ReplicationFactor = 1 })] }, 4);

    private static byte[] Produce(byte[] batch) => HostileConnection.Frame<ProduceRequest, ProduceResponse>(ProduceOf(batch), 9);

    private static ProduceRequest ProduceOf(byte[] batch) => new()
    {
        Acks = -1,
        TimeoutMs = 30_000,
        TopicData = [new() { Name = "t", PartitionData = [new() { Records = new RecordBytes(batch) }] }],
    };

    /// <summary>A batch of so many records of a mebibyte each, a millisecond apart, in few bytes of gzip.</summary>
    private static byte[] Bomb(int records)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.Gzip);
        var value = new byte[1 << 20];
        for (var number = 0; number < records; number++)
            writer.Add(1_700_000_000_000 + number, default, value);
        return writer.Build().ToArray();
    }
}
