using System.Text;
using System.Text.Json;
using Hops.Schemas.Types;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests;

/// <summary>An engine over a temporary directory, and a second database that reads what it wrote.</summary>
internal sealed class EngineFixture : IDisposable
{
    private readonly Dictionary<int, TypedSchema> _schemas = [];
    private BatchEngine? _engine;

    public EngineFixture() => System.IO.Directory.CreateDirectory(Directory);

    public string Directory { get; } = Path.Combine(Path.GetTempPath(), "hops-streaming-" + Guid.NewGuid().ToString("N"));

    public BatchEngine Engine => _engine!;

    public EngineFixture Schema(int id, string text, SchemaType type = SchemaType.Avro, params NamedSchema[] references)
    {
        _schemas[id] = TypedSchema.Parse(type, text, references);
        return this;
    }

    public QueryPlan Plan(StreamingQuery query, int readerId = 1, int keyId = 0) => QueryPlan.Create(query, _schemas[readerId], key: _schemas.GetValueOrDefault(keyId));

    public BatchEngine Open(StreamingQuery query, int readerId = 1, int snapshotInterval = 20, int keyId = 0)
    {
        _engine?.Dispose();
        _engine = BatchEngine.Open(
            Plan(query, readerId, keyId),
            new WriterSchemas(id => _schemas.GetValueOrDefault(id)),
            new BatchEngineOptions { StagingDirectory = Directory, RunToken = Guid.NewGuid().ToString("N")[..8], SnapshotInterval = snapshotInterval });
        return _engine;
    }

    public BatchResult Run(long sequence, SourceBatch batch)
    {
        var result = Engine.Process(sequence, batch, DateTimeOffset.UnixEpoch.AddDays(20_000));
        Engine.Accept();
        return result;
    }

    /// <summary>Rows of a SELECT over what a batch wrote, each as JSON; the SELECT reads <c>output</c>.</summary>
    public IReadOnlyList<string> Rows(IEnumerable<StagedFile> files, string select = "SELECT * FROM output")
    {
        var paths = files.Select(file => file.Path).ToArray();
        if (paths.Length == 0)
            return [];
        using var database = Database.Open(new DatabaseOptions { Threads = 1, AllowedDirectories = [Directory] });
        using var connection = database.Connect();
        connection.Execute($"CREATE VIEW output AS SELECT * FROM read_parquet({SqlText.List(paths)})");
        using var result = connection.Query(select);
        return Read(result);
    }

    public static IReadOnlyList<string> Read(QueryResult result)
    {
        var rows = new List<string>();
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                    rows.Add(RowOf(chunk, row));
            }
        }
        return rows;
    }

    public void Dispose()
    {
        _engine?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string RowOf(DataChunk chunk, int row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            chunk.WriteRow(json, row);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
