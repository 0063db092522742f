using System.Diagnostics;
using System.Globalization;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Compression;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Benchmarks;

/// <summary>
/// One broker in a process of its own with 1,000 topics of 4 partitions, 100 groups of one member each that sends heartbeats and commits, and
/// 10,000 connections that say nothing, while somebody produces to each partition in turn. <c>SCALE=0.1</c> makes all of it smaller.
/// </summary>
internal sealed class BrokerScaleBenchmark(Report report, int port, int processId)
{
    private const int PartitionsPerTopic = 4;
    private const int TopicsPerRequest = 100;
    private const int ConnectsAtOnce = 64;
    private const int ProduceTimeoutMs = 30_000;
    private const int SessionTimeoutMs = 30_000;
    private const int RecordBytes = 1_000;
    private const int HandlesAtRest = 1_000;
    private static readonly double Scale = double.Parse(Environment.GetEnvironmentVariable("SCALE") ?? "1", CultureInfo.InvariantCulture);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly BrokerAddress _address = new("127.0.0.1", port);
    private int _errors;

    private static int Topics => (int)(1_000 * Scale);

    private static int Groups => (int)(100 * Scale);

    private static int IdleConnections => (int)(10_000 * Scale);

    internal static async Task RunAsync(Report report)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"scale-{Environment.ProcessId}")).FullName;
        var port = 20_000 + (Environment.ProcessId % 10_000);
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Hops.Benchmarks.dll"), "broker", directory, port.ToString(CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.Ordinal))
            start.ArgumentList.RemoveAt(0);
        using var server = Process.Start(start)!;
        try
        {
            while (await server.StandardOutput.ReadLineAsync() is { } line && line != "ready")
                report.Fact("broker", line);
            await new BrokerScaleBenchmark(report, port, server.Id).MeasureAsync();
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task MeasureAsync()
    {
        Tell("nothing yet");
        await using var admin = await OpenAsync();
        await CreateTopicsAsync(admin);
        Tell("topics");
        await ProduceAsync("produce before the others come");
        using var end = new CancellationTokenSource();
        var members = new List<Task>();
        for (var group = 0; group < Groups; group++)
            members.Add(TakePartAsync(group, await JoinAsync(group), end.Token));
        Tell("groups");
        var idle = await OpenIdleAsync();
        Tell("connections");
        await ProduceAsync("produce beside all of them");
        Tell("records");
        await end.CancelAsync();
        await Task.WhenAll(members);

        // Each still answers, and whoever left is forgotten.
        foreach (var connection in idle)
        {
            await CountAsync(() => connection.SendAsync<ApiVersionsRequest, ApiVersionsResponse>(new(), 2, CancellationToken.None));
            await connection.DisposeAsync();
        }

        var begun = Stopwatch.GetTimestamp();
        while (Handles() > HandlesAtRest && Stopwatch.GetElapsedTime(begun) < Patience)
            await Task.Delay(HeartbeatInterval / 10);
        Tell("connections closed");
        report.Fact("errors", _errors.ToString(CultureInfo.InvariantCulture));
    }

    private void Tell(string after)
    {
        var (nowBytes, peakBytes) = ProcessFigures.Memory(processId);
        report.Fact($"after: {after}", string.Create(CultureInfo.InvariantCulture, $"{nowBytes >> 20} MiB, peak {peakBytes >> 20} MiB, {Handles()} handles"));
    }

    private int Handles() => Directory.GetFiles($"/proc/{processId}/fd").Length;

    private Task<BrokerConnection> OpenAsync() => BrokerConnection.OpenAsync(_address, credential: null, CancellationToken.None);

    private async Task CountAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (PlatformException)
        {
            Interlocked.Increment(ref _errors);
        }
    }

    private void Count(KafkaError error)
    {
        if (error != KafkaError.None)
            Interlocked.Increment(ref _errors);
    }

    private static string TopicName(int topic) => $"topic-{topic}";

    private async Task CreateTopicsAsync(BrokerConnection admin)
    {
        var begun = Stopwatch.GetTimestamp();
        foreach (var some in Enumerable.Range(0, Topics).Chunk(TopicsPerRequest))
        {
            var request = new CreateTopicsRequest
            {
                Topics = [.. some.Select(topic => new CreateTopicsRequest.Topic { Name = TopicName(topic), NumPartitions = PartitionsPerTopic, ReplicationFactor = 1 })],
            };
            var answer = await admin.SendAsync<CreateTopicsRequest, CreateTopicsResponse>(request, 5, CancellationToken.None);
            answer.Topics.ForEach(topic => Count(topic.ErrorCode));
        }

        report.Rate($"topics of {PartitionsPerTopic} partitions made", Topics, Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>One record to each partition in turn, the next when the one before is durable.</summary>
    private async Task ProduceAsync(string name)
    {
        await using var connection = await OpenAsync();
        using var batch = new RecordBatchWriter(CompressionCodec.None);
        var waits = new List<double>();
        foreach (var number in Enumerable.Range(0, Topics * PartitionsPerTopic))
        {
            batch.Clear();
            batch.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), default, new byte[RecordBytes]);
            var request = new ProduceRequest { Acks = -1, TimeoutMs = ProduceTimeoutMs, TopicData = [Data(TopicName(number / PartitionsPerTopic), number % PartitionsPerTopic, batch.Build())] };
            var begun = Stopwatch.GetTimestamp();
            var answer = await connection.SendAsync<ProduceRequest, ProduceResponse>(request, 9, CancellationToken.None);
            waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            Count(answer.Responses[0].PartitionResponses[0].ErrorCode);
        }

        report.Fact($"{name}, ms: median, 99th percentile", string.Create(
            CultureInfo.InvariantCulture, $"{Neighbour.Percentile(waits, 0.5):F1}, {Neighbour.Percentile(waits, 0.99):F1}"));
    }

    private static ProduceRequest.Topic Data(string topic, int partition, ReadOnlyMemory<byte> batch) =>
        new() { Name = topic, PartitionData = [new() { Index = partition, Records = new RecordBytes(batch) }] };

    private async Task<(BrokerConnection Connection, string MemberId, int Generation)> JoinAsync(int group)
    {
        var connection = await OpenAsync();
        var join = new JoinGroupRequest
        {
            GroupId = $"group-{group}",
            SessionTimeoutMs = SessionTimeoutMs,
            RebalanceTimeoutMs = SessionTimeoutMs,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = [0] }],
        };
        var joined = await connection.SendAsync<JoinGroupRequest, JoinGroupResponse>(join, 3, CancellationToken.None);
        Count(joined.ErrorCode);
        var sync = new SyncGroupRequest
        {
            GroupId = join.GroupId,
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            Assignments = [new() { MemberId = joined.MemberId, Content = [0] }],
        };
        Count((await connection.SendAsync<SyncGroupRequest, SyncGroupResponse>(sync, 2, CancellationToken.None)).ErrorCode);
        return (connection, joined.MemberId, joined.GenerationId);
    }

    /// <summary>Heartbeats, and commits an offset with each.</summary>
    private async Task TakePartAsync(int group, (BrokerConnection Connection, string MemberId, int Generation) member, CancellationToken end)
    {
        await using var connection = member.Connection;
        for (var offset = 0L; !end.IsCancellationRequested; offset++)
        {
            var heartbeat = new HeartbeatRequest { GroupId = $"group-{group}", GenerationId = member.Generation, MemberId = member.MemberId };
            var commit = new OffsetCommitRequest
            {
                GroupId = heartbeat.GroupId,
                GenerationIdOrMemberEpoch = member.Generation,
                MemberId = member.MemberId,
                Topics = [new() { Name = TopicName(group), Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset }] }],
            };
            await CountAsync(async () => Count((await connection.SendAsync<HeartbeatRequest, HeartbeatResponse>(heartbeat, 2, CancellationToken.None)).ErrorCode));
            await CountAsync(async () => Count(
                (await connection.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(commit, 5, CancellationToken.None)).Topics[0].Partitions[0].ErrorCode));
            await Task.WhenAny(Task.Delay(HeartbeatInterval, end));
        }
    }

    private async Task<List<BrokerConnection>> OpenIdleAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        var open = new List<BrokerConnection>();
        foreach (var some in Enumerable.Range(0, IdleConnections).Chunk(ConnectsAtOnce))
        {
            await CountAsync(async () => open.AddRange(await Task.WhenAll(some.Select(_ => OpenAsync()))));
        }

        report.Rate("connections opened", open.Count, Stopwatch.GetElapsedTime(begun));
        return open;
    }
}
