using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Core.Errors;
using Hops.Streaming.Batches;

namespace Hops.Streaming.Checkpoints;

/// <summary>
/// The one redo record of a batch: from where to where it read, the watermark after it, the state that it leaves and the files that it
/// made visible. A batch without it never happened (reference 07 section 2.5).
/// </summary>
public sealed record CommitRecord
{
    /// <summary>Longest record, in bytes.</summary>
    public const int LengthMaxBytes = 1024 * 1024;

    private const int VersionWritten = 1;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>Version of the record, 1 also where it is absent; one that is larger is refused, not guessed at.</summary>
    public int Version { get; init; } = VersionWritten;

    /// <summary>Number of the batch, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>Id of the query.</summary>
    public required string QueryId { get; init; }

    /// <summary>Fingerprint of what of the definition must not change between batches.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Topic that was read.</summary>
    public required string Topic { get; init; }

    /// <summary>Its id, which another topic of that name does not have; empty if the broker knows none.</summary>
    public Guid TopicId { get; init; }

    /// <summary>First offset of the batch, by partition.</summary>
    public required IReadOnlyList<long> From { get; init; }

    /// <summary>Offset after the last of the batch, by partition.</summary>
    public required IReadOnlyList<long> To { get; init; }

    /// <summary>Watermark for the next batch in milliseconds since 1970; 0 while none is known.</summary>
    public long WatermarkMs { get; init; }

    /// <summary>
    /// Latest event time of each partition until then, by number, milliseconds since 1970; null for a partition that has shown none, and as
    /// a whole where there is no watermark or the record is of a version that did not keep it.
    /// </summary>
    public IReadOnlyList<long?>? LatestMs { get; init; }

    /// <summary>Time of the batch in milliseconds since 1970: its <c>current_timestamp</c>.</summary>
    public required long TimestampMs { get; init; }

    /// <summary>State files that hold the state after the batch, as names in the state directory.</summary>
    public StateManifest State { get; init; } = StateManifest.Empty;

    /// <summary>Names of the files that the batch made visible in the sink.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Records read.</summary>
    public long RowsIn { get; init; }

    /// <summary>Rows written.</summary>
    public long RowsOut { get; init; }

    /// <summary>Rows that came later than the watermark allowed.</summary>
    public long RowsLate { get; init; }

    /// <summary>How long before they came the windows of the late rows had been closed at most, in milliseconds of event time.</summary>
    public long LateMaxMs { get; init; }

    /// <summary>Rows without event time, which belong to no window.</summary>
    public long RowsWithoutTime { get; init; }

    /// <summary>Records that did not decode and were not to fail the query.</summary>
    public long RecordsBad { get; init; }

    /// <summary>The counts above over all batches, this one included.</summary>
    public required CommitTotals Totals { get; init; }

    /// <summary>Id of the runner that made it.</summary>
    public required string Runner { get; init; }

    /// <summary>The record as the content of its file.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="PlatformException"><c>CorruptData</c>; <c>Unsupported</c>: a newer version wrote it.</exception>
    public static CommitRecord Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            RefuseNewer(content);
            var record = JsonSerializer.Deserialize<CommitRecord>(content, Format) ?? throw new JsonException("null");
            if (record.State.Deltas is null)
                throw new JsonException("the state names no files");
            // Every member who may write into the sink may write a record: its names must not lead anywhere else.
            return record.State.Names.Concat(record.Files).Any(name => name is null or "" or "." or ".." || name.Contains('/'))
                ? throw new JsonException("a file is not named by a plain name")
                : record;
        }
        catch (JsonException exception)
        {
            throw new PlatformException(
                ErrorCode.CorruptData, "The last commit of the checkpoint cannot be read; the query must not go on from it.", exception);
        }
    }

    /// <summary>Before the rest is read, which may have another shape by then.</summary>
    private static void RefuseNewer(ReadOnlySpan<byte> content)
    {
        var version = JsonSerializer.Deserialize<VersionOnly>(content, Format)?.Version ?? VersionWritten;
        if (version > VersionWritten)
        {
            throw new PlatformException(
                ErrorCode.Unsupported,
                $"The checkpoint of the query has version {version}; this version knows versions up to {VersionWritten}. Start the version that wrote it, or a newer one.")
                .With("version", version);
        }
    }

    private sealed record VersionOnly(int? Version);
}

/// <summary>Counts over all batches of a query up to a commit.</summary>
/// <param name="RowsIn">Records read.</param>
/// <param name="RowsOut">Rows written.</param>
/// <param name="RowsLate">Rows that came later than the watermark allowed.</param>
/// <param name="RecordsBad">Records that did not decode and were not to fail the query.</param>
/// <param name="LateMaxMs">How long before they came the windows of the late rows had been closed at most, in milliseconds of event time.</param>
/// <param name="RowsWithoutTime">Rows without event time, which belong to no window.</param>
public sealed record CommitTotals(
    long RowsIn, long RowsOut, long RowsLate, long RecordsBad, long LateMaxMs = 0, long RowsWithoutTime = 0)
{
    /// <summary>The counts with those of one more batch.</summary>
    public CommitTotals With(BatchResult batch) => new(
        RowsIn + batch.RowsIn,
        RowsOut + batch.RowsOut,
        RowsLate + batch.LateRows,
        RecordsBad + batch.BadRecordCount,
        Math.Max(LateMaxMs, batch.LateMaxMs),
        RowsWithoutTime + batch.RowsWithoutTime);

    /// <summary>Before the first batch.</summary>
    public static CommitTotals Zero { get; } = new(0, 0, 0, 0);
}
