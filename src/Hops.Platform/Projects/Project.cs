using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Projects;

/// <summary>A project: the tenant to which members, datasets, topics, schemas and queries belong.</summary>
public sealed record Project
{
    /// <summary>Its id, never used again; the tenant of Kafka and of the schema registry.</summary>
    public required long Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in its members' words.</summary>
    public string Description { get; init; } = "";

    /// <summary>User who made it, or to whom that user has handed it over: it counts against the limit of that user.</summary>
    public required long CreatorId { get; init; }

    /// <summary>Storage quota in bytes.</summary>
    public required long QuotaBytes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Counts changes, from 1: the ETag.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Longest description, in characters.</summary>
    public const int DescriptionLengthMax = 2000;

    internal static readonly Lookup ByName = new("projects_by_name", "name");

    internal static readonly Table<Project> Table = new(
        "projects",
        [
            new("id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("description", ColumnType.Text),
            new("creator_id", ColumnType.Int64),
            new("quota_bytes", ColumnType.Int64),
            new("created_ms", ColumnType.Int64),
            new("revision", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new Project
        {
            Id = read.Int64(),
            Name = read.Text(),
            Description = read.Text(),
            CreatorId = read.Int64(),
            QuotaBytes = read.Int64(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Revision = read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.Id);
            write.Text(row.Name);
            write.Text(row.Description);
            write.Int64(row.CreatorId);
            write.Int64(row.QuotaBytes);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Revision);
        },
        ByName);

    /// <summary>A project in the transaction that works on it: it may be gone since its name was looked up.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    internal static async ValueTask<Project> FindAsync(WriteTransaction transaction, long id, LockMode lockMode) =>
        await transaction.GetAsync(Table, Key.Of(id), lockMode) ?? throw new PlatformException(ErrorCode.NotFound, "There is no such project.");
}
