using System.Globalization;
using System.Text.Json;
using Hops.Cli.Tests.Support;
using Hops.Core.Storage;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Cli.Tests.Commands;

/// <summary>A topic into whose log transactions are written while the server is down, read by the executable.</summary>
public sealed class TopicTransactionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-txn-").FullName;

    private string Data => Path.Combine(_directory, "data");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_is_printed_is_what_is_committed_and_what_nobody_will_end_holds_nothing_up()
    {
        await using (var server = await StartedServer.StartAsync(_directory, Data))
        {
            var admin = await server.SignInAsync(_directory);
            await admin.DoAsync("project", "create", "lab");
            await admin.DoAsync("project", "use", "lab");
            var schema = admin.Write("s.avsc", """{"type":"record","name":"R","fields":[{"name":"n","type":"string"}]}""");
            await admin.DoAsync("topic", "create", "t", "--partitions", "1", "--value-schema", schema);
            await admin.TypeAsync("""{"n":"0"}""", "topic", "produce", "t");
        }

        var value = await ValueAsync();
        await WriteAsync(async log =>
        {
            await AppendAsync(log, producerId: 1, "a");
            await AppendAsync(log, producerId: 2, "1");
            await log.AppendMarkerAsync(1, 0, 0, isCommit: false);
            await AppendAsync(log, producerId: 3, "b");
            await log.AppendMarkerAsync(2, 0, 0, isCommit: true);
        });

        // The third is open and known to no coordinator: the server has aborted it at its start.
        (await ReadAsync()).ShouldBe(["0", "1"]);
        await WriteAsync(async log =>
        {
            await AppendAsync(log, producerId: 4, "2");
            await log.AppendMarkerAsync(4, 0, 0, isCommit: true);
        });
        (await ReadAsync()).ShouldBe(["0", "1", "2"]);

        // A value as the executable has written it; only its last letter is another.
        async Task<byte[]> ValueAsync()
        {
            byte[] found = [];
            await WriteAsync(log =>
            {
                using var slice = log.Read(0, 1 << 20, atLeastOne: true);
                using var batch = RecordBatch.Open(slice.Buffers[0], 1 << 20);
                var records = batch.Read();
                records.MoveNext().ShouldBeTrue();
                found = records.Current.Value.ToArray();
                return Task.CompletedTask;
            });
            return found;
        }

        async Task AppendAsync(Partition log, long producerId, string text)
        {
            using var writer = new RecordBatchWriter(CompressionCodec.None);
            writer.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), default, [.. value[..^1], (byte)text[0]]);
            (await log.AppendAsync(writer.Build(producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true))).Error.ShouldBe(KafkaError.None);
        }
    }

    private async Task WriteAsync(Func<Partition, Task> write)
    {
        var partition = Directory.EnumerateDirectories(Path.Combine(Data, "topics"), "0", SearchOption.AllDirectories).Single();
        var topicId = Guid.Parse(Path.GetFileName(Path.GetDirectoryName(partition))!, CultureInfo.InvariantCulture);
        await using var store = PartitionStore.Start(
            new RealDisk(), Path.Combine(Data, "topics"), new LogOptions(), TimeProvider.System, NullLogger<PartitionStore>.Instance, leaderEpoch: 1);
        await write(store.Open(new PartitionId(topicId, 0), TopicSettings.Default));
    }

    private async Task<IEnumerable<string>> ReadAsync()
    {
        await using var server = await StartedServer.StartAsync(_directory, Data);
        var admin = new Person(_directory, server.Http);
        await admin.TypeAsync(LiveServer.PasswordOf("admin") + "\n", "login", "admin", "--password-stdin");
        await admin.DoAsync("project", "use", "lab");
        return (await admin.DoAsync("topic", "read", "t")).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line).GetProperty("n").GetString()!);
    }
}
