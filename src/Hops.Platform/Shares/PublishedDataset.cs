using Hops.Metadata.Tables;

namespace Hops.Platform.Shares;

/// <summary>A dataset that the owners of every project may borrow for reading without being offered it.</summary>
/// <param name="ProjectId">Project that owns it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Note">What its owner says of it.</param>
/// <param name="PublishedBy">User who published it.</param>
/// <param name="Published">When.</param>
public sealed record PublishedDataset(long ProjectId, string Name, string Note, long PublishedBy, DateTimeOffset Published)
{
    internal static readonly Table<PublishedDataset> Table = new(
        "published_datasets",
        [
            new("project_id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("note", ColumnType.Text),
            new("published_by", ColumnType.Int64),
            new("published_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new PublishedDataset(read.Int64(), read.Text(), read.Text(), read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Name);
            write.Text(row.Note);
            write.Int64(row.PublishedBy);
            write.Int64(row.Published.ToUnixTimeMilliseconds());
        });

    internal Key Key => Key.Of(ProjectId, Name);
}
