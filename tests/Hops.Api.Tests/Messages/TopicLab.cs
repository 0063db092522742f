using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Reading;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Tests.Messages;

/// <summary>A project with a topic whose values have a schema, an owner and a scientist, and records that are appended as a producer would.</summary>
internal sealed class TopicLab : IDisposable
{
    internal const string Schema = """{"type":"record","name":"R","fields":[{"name":"id","type":"long"},{"name":"name","type":["null","string"],"default":null}]}""";

    private TopicLab(ApiServer server, string project, ApiClient owner, ApiClient scientist) =>
        (Server, Project, Owner, Scientist) = (server, project, owner, scientist);

    internal ApiServer Server { get; }

    internal string Project { get; }

    internal ApiClient Owner { get; }

    internal ApiClient Scientist { get; }

    internal int SchemaId { get; private set; }

    internal static async Task<TopicLab> OpenAsync(ApiServer server, string project, int partitions = 1)
    {
        var lab = new TopicLab(server, project, await server.UserAsync(project + "_own"), await server.UserAsync(project + "_sci"));
        (await lab.Owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        (await lab.Owner.SendAsync(HttpMethod.Post, $"projects/{project}/members", new { user = project + "_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await lab.Owner.SendAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = "t", partitions, valueSchema = Schema })).Status.ShouldBe(201);
        lab.SchemaId = (await lab.Owner.SendAsync(HttpMethod.Get, $"projects/{project}/schemas/t-value/versions/latest")).Body.GetProperty("id").GetInt32();
        return lab;
    }

    internal Partition Log(int partition) => Server.Logs.Get(Topic, partition);

    internal ITopicRecords Records() => Server.Host.Services.GetRequiredService<RecordsOf>()(Topic);

    private Topic Topic => Server.Platform.Topics.Snapshot.Find(Server.Platform.Roster.Now.FindProject(Project)!.Row.Id, "t")!;

    /// <summary>A value under the schema.</summary>
    internal byte[] Value(string json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        WireHeader.Write(bytes.GetSpan(WireHeader.LengthBytes), SchemaId);
        bytes.Advance(WireHeader.LengthBytes);
        PlainJson.Encode(AvroSchema.Parse(Schema), PlainJson.Parse(json), bytes);
        return bytes.WrittenSpan.ToArray();
    }

    internal async Task AppendAsync(int partition, params (string? Key, byte[]? Value)[] records)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        foreach (var (key, value) in records)
            writer.Add(1_700_000_000_000, key is null ? default : Encoding.UTF8.GetBytes(key), value is null ? default : value, [new("h"u8.ToArray(), "v"u8.ToArray())]);
        (await Log(partition).AppendAsync(writer.Build())).Error.ShouldBe(KafkaError.None);
    }

    /// <summary>Appends records with these numbers as a batch of a producer's transaction, which <see cref="EndAsync"/> ends.</summary>
    internal async Task AppendAsync(long producerId, int sequence, params int[] ids)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        foreach (var id in ids)
            writer.Add(1_700_000_000_000, default, Value($$"""{"id":{{id}}}"""));
        (await Log(0).AppendAsync(writer.Build(producerId, producerEpoch: 0, sequence, isTransactional: true))).Error.ShouldBe(KafkaError.None);
    }

    internal async Task EndAsync(long producerId, bool isCommit) =>
        (await Log(0).AppendMarkerAsync(producerId, producerEpoch: 0, coordinatorEpoch: 0, isCommit)).Error.ShouldBe(KafkaError.None);

    internal async Task<JsonElement> ReadAsync(ApiClient client, string query)
    {
        var answer = await client.SendAsync(HttpMethod.Get, $"projects/{Project}/topics/t/messages?{query}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Body;
    }

    internal async Task<IReadOnlyList<JsonElement>> TrailAsync() =>
        [.. (await Owner.SendAsync(HttpMethod.Get, $"projects/{Project}/audit?limit=1000")).Body.GetProperty("items").EnumerateArray()];

    public void Dispose()
    {
        Owner.Dispose();
        Scientist.Dispose();
    }
}
