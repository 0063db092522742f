using System.Globalization;
using Hops.Core.Errors;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Runner;

/// <summary>
/// The newest records of the topics that one statement reads, decoded as a streaming query decodes them, as Parquet files in its staging directory:
/// the locked engine reads there and nowhere else. Bounded in records of each topic and in bytes of all.
/// </summary>
internal sealed class TopicCopies(RunnerContext context, long copiedMaxBytes)
{
    /// <summary>What stands before the name of a topic where a statement names it.</summary>
    private const string Prefix = "topics.";

    /// <summary>Records that are decoded at once: all of them are in memory.</summary>
    private const int BatchRecords = 50_000;

    private readonly List<TopicPart> _parts = [];
    private readonly HashSet<string> _keyless = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Bytes of all copies.</summary>
    public long CopiedBytes { get; private set; }

    /// <summary>How much of each topic was read.</summary>
    public IReadOnlyList<TopicPart> Parts => _parts;

    /// <summary>The topic that a table is; null if it is none.</summary>
    public static string? TopicOf(string table) => table.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? table[Prefix.Length..] : null;

    /// <summary>True if the keys of a topic were to be read and have no schema.</summary>
    public bool LacksKey(string table) => TopicOf(table) is { } topic && _keyless.Contains(topic);

    /// <summary>Reads the newest records of a topic, evenly from its partitions; those that do not decode are counted and left out.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="namesKey">True if the statement names its <c>_typed_key</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Paths of the copies, none if there are no records; and the columns: the fields of the schema, and what Kafka knows of a record.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such topic, or it has no schema; <c>ResourcesExceeded</c>: too many bytes.</exception>
    public async Task<(IReadOnlyList<string> Files, IReadOnlyList<SqlColumn> Columns)> CopyAsync(string topic, bool namesKey, CancellationToken cancellationToken)
    {
        var definition = new StreamingQuery
        {
            Name = "statement",
            Topic = topic,
            Sql = $"SELECT * FROM {SqlText.Quote(topic)}",
            Sink = "/none",
            BadRecords = BadRecordPolicy.Drop,
            Limits = new QueryLimits { MemoryMaxMiB = (int)(context.Assignment.MemoryMaxBytes >> 20), Threads = context.Assignment.Threads },
        };
        var schemas = await TopicSchemas.LatestAsync(context.Registry, topic, namesKey, cancellationToken);
        var plan = QueryPlan.Create(definition, schemas.Value, key: schemas.Key);
        if (namesKey && !plan.Layout.HasKeyColumn)
            _keyless.Add(topic);
        await using var connection = await context.ConnectAsync(cancellationToken);
        var source = await context.OpenSourceAsync(connection, topic, cancellationToken);
        var (earliest, latest) = (await source.EarliestAsync(cancellationToken), await source.LatestAsync(cancellationToken));
        var each = Math.Max(1, context.Assignment.TopicRecordsMax / Math.Max(1, latest.Length));
        long[] from = [.. latest.Select((end, partition) => Math.Max(earliest[partition], end - each))];
        var older = from.Zip(earliest, (first, oldest) => first - oldest).Sum();

        var directory = Directory.CreateDirectory(Path.Combine(context.StagingDirectory, "topic" + _parts.Count.ToString(CultureInfo.InvariantCulture))).FullName;
        using var engine = BatchEngine.Open(plan, PlanRun.Writers(context), new BatchEngineOptions
        {
            StagingDirectory = directory,
            RunToken = Guid.NewGuid().ToString("N")[..12],
        });
        using var interrupt = cancellationToken.Register(engine.Interrupt);
        var files = new List<string>();
        var (records, undecoded) = (0L, 0L);
        IReadOnlyList<long> position = from;
        for (var sequence = 0L; ; sequence++)
        {
            using var range = await source.ReadAsync(position, latest, BatchRecords, cancellationToken);
            if (range.IsEmpty)
                break;
            var batch = engine.Process(sequence, range.Batch, TimeProvider.System.GetUtcNow());
            engine.Accept();
            Reserve(topic, batch.Files.Sum(file => file.LengthBytes));
            files.AddRange(batch.Files.Select(file => file.Path));
            (records, undecoded, position) = (records + batch.RowsIn, undecoded + batch.BadRecordCount, range.To);
        }

        _parts.Add(new TopicPart(topic, records, older, undecoded));
        return (files, plan.OutputColumns);
    }

    private void Reserve(string topic, long lengthBytes)
    {
        CopiedBytes += lengthBytes;
        if (CopiedBytes > copiedMaxBytes)
            throw new PlatformException(ErrorCode.ResourcesExceeded, $"With the topic {topic} the statement reads more than {copiedMaxBytes >> 20} MB, for which a runner has no room.");
    }
}

/// <summary>How much of a topic a statement has read.</summary>
/// <param name="Name">Name of the topic.</param>
/// <param name="Records">Records that were read: the newest.</param>
/// <param name="Older">Records that were left out for being older than those.</param>
/// <param name="Undecoded">Records that were left out because the schema does not decode them.</param>
public sealed record TopicPart(string Name, long Records, long Older, long Undecoded);
