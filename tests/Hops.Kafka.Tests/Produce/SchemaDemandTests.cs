using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hops.Core.Identity;
using Hops.Kafka.Compression;
using Hops.Kafka.Produce;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using static Hops.Kafka.Tests.Support.CraftedBatch;

namespace Hops.Kafka.Tests.Produce;

/// <summary>Topics that demand schema ids of their records.</summary>
public sealed class SchemaDemandTests : IAsyncLifetime
{
    private const int Known = 0x40000007;
    private const int OfAnother = 0x40000008;
    private const string Values = "confluent.value.schema.validation";
    private const string Keys = "confluent.key.schema.validation";

    private readonly ConcurrentDictionary<(long, string), int[]> _registered = new() { [(0, "departures-value")] = [Known], [(0, "arrivals-value")] = [OfAnother] };
    private readonly TopicSchemas _schemas;
    private TestBroker _broker = null!;
    private int _reads;

    public SchemaDemandTests() => _schemas = new TopicSchemas((tenant, subject, _) =>
    {
        Interlocked.Increment(ref _reads);
        return new(_registered.GetValueOrDefault((tenant, subject), []));
    });

    public static TheoryData<CompressionCodec> Codecs =>
        [CompressionCodec.None, CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd];

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(schemas: _schemas);
        await _broker.CreateTopicAsync("departures");
        await DemandAsync(Values, "true");
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task One_value_of_another_subject_refuses_the_batch_whole_and_is_named(CompressionCodec codec)
    {
        var refused = await ProduceAsync(Of(codec, Record(0, null, Schemed(Known)), Record(1, null, Schemed(OfAnother)), Record(2, null, Schemed(Known))));

        refused.ErrorCode.ShouldBe(KafkaError.InvalidRecord);
        var error = refused.RecordErrors.ShouldHaveSingleItem();
        error.BatchIndex.ShouldBe(1);
        error.BatchIndexErrorMessage.ShouldNotBeNull().ShouldContain($"schema id {OfAnother}, which is not registered under the subject 'departures-value'");
        refused.ErrorMessage.ShouldBe(error.BatchIndexErrorMessage);
        _broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Values_by_a_registered_schema_and_tombstones_are_taken(CompressionCodec codec)
    {
        (await ProduceAsync(Of(codec, Record(0, [1], Schemed(Known)), Record(1, [1], null), Record(2, [2], Schemed(Known))))).ErrorCode.ShouldBe(KafkaError.None);

        _broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(3);
        Volatile.Read(ref _reads).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00400000")]
    [InlineData("0140000007AA")]
    [InlineData("7B7D7B7D7B7D")]
    public async Task Values_that_begin_otherwise_are_refused_with_what_to_do(string hex)
    {
        var refused = await ProduceAsync(Of(CompressionCodec.None, Record(0, null, Convert.FromHexString(hex))));

        refused.ErrorCode.ShouldBe(KafkaError.InvalidRecord);
        refused.ErrorMessage.ShouldNotBeNull().ShouldContain($"({Values}): write it with a serializer of the schema registry");
    }

    [Fact]
    public async Task Keys_are_looked_at_where_the_topic_demands_that_and_may_be_absent()
    {
        await DemandAsync(Keys, "TRUE");
        _registered[(0, "departures-key")] = [OfAnother];

        (await ProduceAsync(Of(CompressionCodec.None, Record(0, Schemed(OfAnother), Schemed(Known)), Record(1, null, Schemed(Known))))).ErrorCode.ShouldBe(KafkaError.None);
        var refused = await ProduceAsync(Of(CompressionCodec.None, Record(0, Schemed(Known), Schemed(Known))));

        refused.ErrorMessage.ShouldNotBeNull().ShouldContain("The key of the record has the schema id");
        refused.ErrorMessage.ShouldContain("'departures-key'");
    }

    [Fact]
    public async Task What_the_registry_tells_counts_from_the_next_batch_on()
    {
        (await ProduceAsync(Of(CompressionCodec.None, Record(0, null, Schemed(OfAnother))))).ErrorCode.ShouldBe(KafkaError.InvalidRecord);
        _registered[(0, "departures-value")] = [Known, OfAnother];
        _schemas.Forget(0, "departures-value");

        (await ProduceAsync(Of(CompressionCodec.None, Record(0, null, Schemed(OfAnother))))).ErrorCode.ShouldBe(KafkaError.None);

        _registered.Clear();
        _schemas.Forget(0, null);
        (await ProduceAsync(Of(CompressionCodec.None, Record(0, null, Schemed(OfAnother))))).ErrorCode.ShouldBe(KafkaError.InvalidRecord);
    }

    [Fact]
    public async Task What_is_changed_while_it_is_read_is_read_again()
    {
        var reading = new TaskCompletionSource();
        var go = new TaskCompletionSource<int[]>();
        var slow = new TopicSchemas(async (_, _, _) =>
        {
            reading.TrySetResult();
            return await go.Task;
        });
        await using var broker = await TestBroker.StartAsync(schemas: slow);
        var topic = await broker.CreateTopicAsync("slow");
        var settings = new Kafka.Log.TopicSettings { AreValueSchemasChecked = true };
        var first = slow.DemandAsync(topic, settings, CancellationToken.None).AsTask();
        await reading.Task;

        slow.Forget(0, "slow-value");
        go.SetResult([Known]);

        (await first)!.Values!.Ids.ShouldBe([Known]);
        go = new TaskCompletionSource<int[]>();
        go.SetResult([OfAnother]);
        (await slow.DemandAsync(topic, settings, CancellationToken.None))!.Values!.Ids.ShouldBe([OfAnother]);
    }

    [Fact]
    public async Task A_project_with_more_ids_than_are_kept_is_answered_from_what_was_asked_for_last()
    {
        var many = new TopicSchemas((_, _, _) =>
        {
            Interlocked.Increment(ref _reads);
            return new(Enumerable.Range(1, 60_000).ToArray());
        });
        var settings = new Kafka.Log.TopicSettings { AreValueSchemasChecked = true };
        var (one, other) = (await _broker.CreateTopicAsync("one"), await _broker.CreateTopicAsync("other"));
        foreach (var topic in new[] { one, other, other, one })
            (await many.DemandAsync(topic, settings, CancellationToken.None))!.Values!.Ids.Count.ShouldBe(60_000);

        Volatile.Read(ref _reads).ShouldBe(3);
    }

    [Fact]
    public async Task Rest_is_held_to_it_too()
    {
        var topic = _broker.Broker.Topics.Snapshot.Find(0, "departures")!;

        (await _broker.Broker.Logs.AppendAsync(topic, 0, Of(CompressionCodec.None, Record(0, null, [1, 2])), CancellationToken.None)).Error.ShouldBe(KafkaError.InvalidRecord);
        (await _broker.Broker.Logs.AppendAsync(topic, 0, Of(CompressionCodec.None, Record(0, null, Schemed(Known))), CancellationToken.None)).Error.ShouldBe(KafkaError.None);
    }

    [ToolFact(ForeignTool.Kcat)]
    public async Task Kcat_is_refused_plain_bytes_until_the_topic_demands_nothing_any_more()
    {
        (await KcatAsync()).Errors.ShouldContain("Broker failed to validate record");

        await DemandAsync(Values, null);

        (await KcatAsync()).Succeeded();
        _broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(1);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Kafka_configs_shows_and_changes_the_setting()
    {
        string[] of = ["configs", "--bootstrap-server", _broker.Address, "--entity-type", "topics", "--entity-name", "departures"];

        (await Tool.RunAsync(ToolFactAttribute.JavaTool, [.. of, "--describe"])).Succeeded().ShouldContain($"{Values}=true");
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, [.. of, "--alter", "--add-config", $"{Values}=perhaps"])).Errors.ShouldContain("it is true or false");
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, [.. of, "--alter", "--delete-config", Values, "--add-config", $"{Keys}=true"])).Succeeded();

        var config = _broker.Broker.Topics.Snapshot.Find(0, "departures")!.Config;
        config.ShouldBe(ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(Keys, "true")]));
    }

    private static byte[] Schemed(int id) => [0, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, 6, (byte)'a'];

    private ValueTask<Kafka.Topics.Topic> DemandAsync(string setting, string? value) => _broker.Store.WriteAsync(write => _broker.Broker.Topics.ConfigureInAsync(
        write, OpenGate.Everybody, 0, "departures", present => value is null ? present.Remove(setting) : present.SetItem(setting, value)));

    private Task<ToolResult> KcatAsync() => Tool.RunAsync("kcat", ["-P", "-b", _broker.Address, "-t", "departures"], "plain\n");

    private async Task<ProduceResponse.Topic.Partition> ProduceAsync(byte[] batch)
    {
        using var client = new RawClient(_broker.Port);
        var request = new ProduceRequest { Acks = -1, TimeoutMs = 10_000, TopicData = [new() { Name = "departures", PartitionData = [new() { Records = new RecordBytes(batch) }] }] };
        return (await client.AskAsync<ProduceRequest, ProduceResponse>(request, 9)).Responses.Single().PartitionResponses.Single();
    }
}
