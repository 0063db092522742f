using Hops.Metadata.Tables;

namespace Hops.Platform.ShareRequests;

/// <summary>A dataset whose name, description and note everybody finds, who may then ask for it; nothing of it is opened by that.</summary>
/// <param name="ProjectId">Project that owns it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Note">What its owner says of it.</param>
/// <param name="ListedBy">User who listed it.</param>
/// <param name="Listed">When.</param>
public sealed record DatasetListing(long ProjectId, string Name, string Note, long ListedBy, DateTimeOffset Listed)
{
    internal static readonly Table<DatasetListing> Table = new(
        "listed_datasets",
        [
            new("project_id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("note", ColumnType.Text),
            new("listed_by", ColumnType.Int64),
            new("listed_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new DatasetListing(read.Int64(), read.Text(), read.Text(), read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Name);
            write.Text(row.Note);
            write.Int64(row.ListedBy);
            write.Int64(row.Listed.ToUnixTimeMilliseconds());
        });

    internal Key Key => Key.Of(ProjectId, Name);
}
