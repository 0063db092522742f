using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Datasets;

/// <summary>A dataset: the directory <c>/Projects/project/dataset</c> with a group of its own.</summary>
public sealed record Dataset
{
    /// <summary>Project that it belongs to.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Name, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds, in its members' words.</summary>
    public string Description { get; init; } = "";

    /// <summary>User who made it: the owner of the directory.</summary>
    public required long CreatorId { get; init; }

    /// <summary>Who may write.</summary>
    public required DatasetAccess Access { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Counts changes, from 1: the ETag.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Longest description, in characters.</summary>
    public const int DescriptionLengthMax = 3000;

    internal static readonly Table<Dataset> Table = new(
        "datasets",
        [
            new("project_id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("description", ColumnType.Text),
            new("creator_id", ColumnType.Int64),
            new("access", ColumnType.Int64),
            new("created_ms", ColumnType.Int64),
            new("revision", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Dataset
        {
            ProjectId = read.Int64(),
            Name = read.Text(),
            Description = read.Text(),
            CreatorId = read.Int64(),
            Access = (DatasetAccess)read.Int64(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Revision = read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Name);
            write.Text(row.Description);
            write.Int64(row.CreatorId);
            write.Int64((long)row.Access);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Revision);
        });

    /// <summary>File system group of all who may read it.</summary>
    public static string GroupOf(string project, string dataset) => $"{project}__{dataset}";

    /// <summary>Its directory.</summary>
    public static string PathOf(string project, string dataset) => $"{Names.ProjectDirectory(project)}/{dataset}";
}

/// <summary>Who may write into a dataset. Stored as a number: never renumber.</summary>
public enum DatasetAccess
{
    /// <summary>Every member reads, its creator writes (mode 0750).</summary>
    ReadOnly = 1,

    /// <summary>Every member reads and writes and removes only what is its own (mode 1770).</summary>
    Editable = 2,
}
