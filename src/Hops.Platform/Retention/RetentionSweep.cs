using Hops.Metadata.Tables;

namespace Hops.Platform.Retention;

/// <summary>How far the sweep of a dataset has come, and what it has removed.</summary>
public sealed record RetentionSweep
{
    /// <summary>The project.</summary>
    public required long ProjectId { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Where in the dataset it goes on, as <see cref="UnchangedFiles"/> writes it; empty for its beginning.</summary>
    public string Cursor { get; init; } = "";

    /// <summary>When the dataset was looked at last.</summary>
    public DateTimeOffset Looked { get; init; }

    /// <summary>Files removed of which the trail does not tell yet.</summary>
    public long UntoldFiles { get; init; }

    /// <summary>Their bytes.</summary>
    public long UntoldBytes { get; init; }

    /// <summary>Files removed ever.</summary>
    public long Files { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }

    internal static readonly Table<RetentionSweep> Table = new(
        "retention_sweeps",
        [
            new("project_id", ColumnType.Int64),
            new("dataset", ColumnType.Text),
            new("cursor", ColumnType.Text),
            new("looked_ms", ColumnType.Int64),
            new("untold_files", ColumnType.Int64),
            new("untold_bytes", ColumnType.Int64),
            new("files", ColumnType.Int64),
            new("bytes", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new RetentionSweep
        {
            ProjectId = read.Int64(),
            Dataset = read.Text(),
            Cursor = read.Text(),
            Looked = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            UntoldFiles = read.Int64(),
            UntoldBytes = read.Int64(),
            Files = read.Int64(),
            Bytes = read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Dataset);
            write.Text(row.Cursor);
            write.Int64(row.Looked.ToUnixTimeMilliseconds());
            write.Int64(row.UntoldFiles);
            write.Int64(row.UntoldBytes);
            write.Int64(row.Files);
            write.Int64(row.Bytes);
        });

    internal RetentionSweep With(long files, long bytes) => this with
    {
        UntoldFiles = UntoldFiles + files, UntoldBytes = UntoldBytes + bytes, Files = Files + files, Bytes = Bytes + bytes,
    };
}
