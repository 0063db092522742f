using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Hops.Cli.Demo;
using Hops.Cli.Tests.Support;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Wire.Messages;

namespace Hops.Benchmarks;

/// <summary>What is done to the broker of <see cref="HeavyBrokerBenchmark"/>, and by whom.</summary>
internal sealed class HeavyBrokerUse : IAsyncDisposable
{
    private const string Project = "heavy";
    private const string NeighbourProject = "neighbour";
    private const string Topic = "events";
    private const int TopicPartitions = 100;
    private const int Connections = 50;
    private const int WarmRecords = 100;
    private const int HeartbeatsOfMember = 5;
    private const int RebalanceTimeoutMs = 60_000;
    private const int TransactionTimeoutMs = 3_600_000;
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DemoServer _server;
    private readonly List<DemoUser> _users = [];
    private DemoUser _admin = null!;
    private DemoUser _owner = null!;
    private DemoUser _other = null!;
    private BrokerConnection _otherConnection = null!;

    private HeavyBrokerUse(string data) => _server = new DemoServer(data, BuiltProgram.Hops);

    /// <summary>Who produces to a topic of its own meanwhile.</summary>
    internal Neighbour Neighbour => new("records", _server.ProcessId, number => string.Create(CultureInfo.InvariantCulture, $"record {number}"), ProduceAsNeighbourAsync);

    internal static async Task<HeavyBrokerUse> BeginAsync(string data)
    {
        var use = new HeavyBrokerUse(data);
        await use._server.StartAsync(CancellationToken.None);
        use._admin = await DemoUser.SignInAsync(use._server, "admin", use._server.OneTimePassword);
        (use._owner, use._other) = (await use.UserAsync("owner", Project, TopicPartitions), await use.UserAsync("other", NeighbourProject, 1));
        use._otherConnection = await use._other.ConnectAsync(CancellationToken.None);

        // What is compiled at the first record belongs to the start.
        for (var number = 0; number < WarmRecords; number++)
            await use.ProduceAsNeighbourAsync("");
        return use;
    }

    /// <summary>More transactional ids than a project may have; each begins a transaction over a partition, and none ends it.</summary>
    internal async Task OpenTransactionsAsync(Report report)
    {
        var answers = new ConcurrentDictionary<(string Step, KafkaError Error), int>();
        await OnConnectionsAsync(HeavyScenarios.Scaled(20_000), async (connection, number) =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"never-{number}");
            var begun = await connection.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(
                new() { TransactionalId = id, TransactionTimeoutMs = TransactionTimeoutMs }, 4, CancellationToken.None);
            Count(answers, "begun", begun.ErrorCode);
            if (begun.ErrorCode != KafkaError.None)
                return;
            var added = await connection.SendAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
                new() { TransactionalId = id, ProducerId = begun.ProducerId, ProducerEpoch = begun.ProducerEpoch, Topics = [new() { Name = Topic, Partitions = [number % TopicPartitions] }] },
                3,
                CancellationToken.None);
            Count(answers, "added", added.ResultsByTopic[0].Partitions[0].ErrorCode);
        });
        report.Fact("transactions: answers", Told(answers));
    }

    /// <summary>A hundred thousand idempotent producers, each with one record.</summary>
    internal async Task BeProducersAsync(Report report)
    {
        var answers = new ConcurrentDictionary<(string Step, KafkaError Error), int>();
        await OnConnectionsAsync(HeavyScenarios.Scaled(100_000), async (connection, number) =>
        {
            var begun = await connection.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(new(), 4, CancellationToken.None);
            Count(answers, "begun", begun.ErrorCode);
            if (begun.ErrorCode == KafkaError.None)
                Count(answers, "written", await ProduceAsync(connection, Topic, number % TopicPartitions, begun.ProducerId, begun.ProducerEpoch));
        });
        report.Fact("producers: answers", Told(answers));
    }

    /// <summary>A thousand members join one group of the classic protocol, are assigned, and beat.</summary>
    internal async Task JoinClassicGroupAsync(Report report)
    {
        var (answers, members) = (new ConcurrentDictionary<(string Step, KafkaError Error), int>(), HeavyScenarios.Scaled(1_000));
        using var patience = new CancellationTokenSource(Patience);
        using var signingIn = new SemaphoreSlim(Connections);
        await Parallel.ForAsync(0, members, new ParallelOptions { MaxDegreeOfParallelism = members }, async (number, _) =>
        {
            await signingIn.WaitAsync(patience.Token);
            await using var connection = await _owner.ConnectAsync(patience.Token);
            signingIn.Release();
            var (memberId, generation, beats) = ("", -1, 0);
            while (beats < HeartbeatsOfMember)
            {
                if (generation < 0)
                {
                    var joined = await connection.SendAsync<JoinGroupRequest, JoinGroupResponse>(
                        new()
                        {
                            GroupId = "many", MemberId = memberId, SessionTimeoutMs = RebalanceTimeoutMs, RebalanceTimeoutMs = RebalanceTimeoutMs, ProtocolType = "consumer",
                            Protocols = [new() { Name = "range", Metadata = [0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff] }],
                        },
                        7,
                        patience.Token);
                    Count(answers, "joined", joined.ErrorCode);
                    memberId = joined.MemberId;
                    if (joined.ErrorCode != KafkaError.None)
                        continue;
                    var synced = await connection.SendAsync<SyncGroupRequest, SyncGroupResponse>(
                        new() { GroupId = "many", MemberId = memberId, GenerationId = joined.GenerationId, Assignments = [.. joined.Members.Select(member => new SyncGroupRequest.Assignment { MemberId = member.MemberId, Content = new byte[100] })] },
                        4,
                        patience.Token);
                    Count(answers, "synced", synced.ErrorCode);
                    generation = synced.ErrorCode == KafkaError.None ? joined.GenerationId : -1;
                    continue;
                }

                await Task.Delay(HeartbeatInterval, patience.Token);
                var beat = await connection.SendAsync<HeartbeatRequest, HeartbeatResponse>(new() { GroupId = "many", MemberId = memberId, GenerationId = generation }, 4, patience.Token);
                Count(answers, "beat", beat.ErrorCode);
                (generation, beats) = beat.ErrorCode == KafkaError.None ? (generation, beats + 1) : (-1, beats);
            }
        });
        report.Fact($"classic: {members} members, answers", Told(answers));
    }

    /// <summary>A thousand members of a group of the newer protocol join and leave, and join again.</summary>
    internal async Task FlapAsync(Report report)
    {
        const int Rounds = 10;
        var (answers, members) = (new ConcurrentDictionary<(string Step, KafkaError Error), int>(), HeavyScenarios.Scaled(1_000));
        await OnConnectionsAsync(members, async (connection, number) =>
        {
            var memberId = Guid.NewGuid().ToString("N");
            for (var round = 0; round < Rounds; round++)
            {
                var joined = await BeatAsync(0, [Topic]);
                Count(answers, "joined", joined.ErrorCode);
                if (joined.ErrorCode == KafkaError.None)
                    Count(answers, "left", (await BeatAsync(round == Rounds - 1 ? joined.MemberEpoch : -1, null)).ErrorCode);
            }

            Task<ConsumerGroupHeartbeatResponse> BeatAsync(int epoch, string[]? topics) => connection.SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
                new() { GroupId = "flapping", MemberId = memberId, MemberEpoch = epoch, SubscribedTopicNames = topics, RebalanceTimeoutMs = RebalanceTimeoutMs, OwnedPartitions = epoch == 0 ? [] : null }, 0, CancellationToken.None);
        });
        report.Fact($"flapping: {members} members, answers", Told(answers));
    }

    /// <summary>Expressions that take exponential time and memory where they are not matched by an automaton of bounded size.</summary>
    internal async Task SubscribeByExpressionsAsync(Report report)
    {
        string[] evil = ["(a+)+$", "(a|aa)+$", "(.*a){25}", "((e|v|n|t|s)*)*x", "(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y", "((a{0,100}){0,100}){0,100}", "(.{1,1000}){1,1000}", "[^\\x00-\\x{10FFFF}]*"];
        var (answers, groups) = (new ConcurrentDictionary<(string Step, KafkaError Error), int>(), HeavyScenarios.Scaled(1_000));
        await OnConnectionsAsync(groups, async (connection, number) =>
        {
            var answer = await connection.SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
                new()
                {
                    GroupId = string.Create(CultureInfo.InvariantCulture, $"expression-{number}"), MemberId = Guid.NewGuid().ToString("N"), RebalanceTimeoutMs = RebalanceTimeoutMs,
                    SubscribedTopicRegex = evil[number % evil.Length] + string.Create(CultureInfo.InvariantCulture, $"|{number}"), OwnedPartitions = [],
                },
                1,
                CancellationToken.None);
            Count(answers, "joined", answer.ErrorCode);
        });
        report.Fact("expressions: answers", Told(answers));
    }

    /// <summary>Schemas as large and as nested as they get; each is registered twice, so that the second is held against the first.</summary>
    internal async Task RegisterSchemasAsync(Report report)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_server.Addresses.Registry.ToString().TrimEnd('/') + "/"), Timeout = Patience };
        var credential = _owner.Credential!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Name}:{credential.Secret}")));
        foreach (var (name, type, text) in HostileSchemas.All)
        {
            var told = new List<string>();
            foreach (var schema in new[] { text(1), text(2) })
            {
                var begun = Stopwatch.GetTimestamp();
                using var answer = await http.PostAsJsonAsync($"subjects/{name}-value/versions", new { schemaType = type, schema });
                told.Add(string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} after {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms"));
            }

            report.Fact($"schemas: {name}, {text(1).Length >> 10} KiB", string.Join(", then ", told));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _otherConnection.DisposeAsync();
        _users.ForEach(user => user.Dispose());
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<bool> ProduceAsNeighbourAsync(string name)
    {
        try
        {
            return await ProduceAsync(_otherConnection, Topic, 0, -1, -1) == KafkaError.None;
        }
        catch (PlatformException)
        {
            return false;
        }
    }

    private static async Task<KafkaError> ProduceAsync(BrokerConnection connection, string topic, int partition, long producerId, short producerEpoch)
    {
        using var batch = new RecordBatchWriter(CompressionCodec.None);
        batch.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), default, "a record of somebody"u8);
        var answer = await connection.SendAsync<ProduceRequest, ProduceResponse>(
            new()
            {
                Acks = -1, TimeoutMs = 30_000,
                TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = new(batch.Build(producerId, producerEpoch, producerId < 0 ? -1 : 0)) }] }],
            },
            9,
            CancellationToken.None);
        return answer.Responses[0].PartitionResponses[0].ErrorCode;
    }

    /// <summary>Does something so many times, over fifty connections at once.</summary>
    private async Task OnConnectionsAsync(int count, Func<BrokerConnection, int, Task> act) => await Task.WhenAll(Enumerable.Range(0, Connections).Select(async first =>
    {
        await using var connection = await _owner.ConnectAsync(CancellationToken.None);
        for (var number = first; number < count; number += Connections)
            await act(connection, number);
    }));

    private async Task<DemoUser> UserAsync(string name, string project, int partitions)
    {
        var made = (await _admin.Rest.CallAsync(HttpMethod.Post, "users", new { name })).Body;
        var user = await DemoUser.SignInAsync(_server, name, made.GetProperty("oneTimePassword").GetString()!);
        _users.Add(user);
        await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = project });
        await user.JoinAsync(project);
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = Topic, partitions });
        return user;
    }

    private static void Count(ConcurrentDictionary<(string, KafkaError), int> answers, string step, KafkaError error) => answers.AddOrUpdate((step, error), 1, (_, count) => count + 1);

    private static string Told(ConcurrentDictionary<(string Step, KafkaError Error), int> answers) =>
        string.Join(", ", answers.OrderBy(pair => pair.Key.Step, StringComparer.Ordinal).ThenBy(pair => pair.Key.Error).Select(pair => $"{pair.Key.Step} {pair.Key.Error}: {pair.Value}"));
}
