using Hops.Metadata.Tables;

namespace Hops.Platform.Projects;

/// <summary>The README of a project: Markdown in its owners' words. A project without a row has none.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Text">Markdown; at most <see cref="LengthMaxBytes"/> of UTF-8.</param>
/// <param name="ByUserId">User who wrote it last.</param>
/// <param name="Changed">When.</param>
/// <param name="Revision">Counts changes, from 1: the ETag. A README that is not there has revision 0.</param>
public sealed record Readme(long ProjectId, string Text, long ByUserId, DateTimeOffset Changed, long Revision)
{
    /// <summary>Most bytes of it, as UTF-8: 64 KiB, some thirty pages.</summary>
    public const int LengthMaxBytes = 64 * 1024;

    internal static readonly Table<Readme> Table = new(
        "project_readmes",
        [
            new("project_id", ColumnType.Int64),
            new("text", ColumnType.Text),
            new("by_user_id", ColumnType.Int64),
            new("changed_ms", ColumnType.Int64),
            new("revision", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new Readme(read.Int64(), read.Text(), read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Text);
            write.Int64(row.ByUserId);
            write.Int64(row.Changed.ToUnixTimeMilliseconds());
            write.Int64(row.Revision);
        });
}
