namespace Hops.FileSystem;

/// <summary>What is known of a file or directory without reading its content.</summary>
public sealed record FileStatus
{
    /// <summary>Id, stable through renames, never given twice.</summary>
    public required long InodeId { get; init; }

    /// <summary>Last name of the path; empty for the root.</summary>
    public required string Name { get; init; }

    /// <summary>True for a directory, false for a file.</summary>
    public required bool IsDirectory { get; init; }

    /// <summary>Length of a file that is durable and readable; 0 for a directory.</summary>
    public required long LengthBytes { get; init; }

    /// <summary>Permission bits, rwx for owner, group and others with the sticky bit: 0 to 01777.</summary>
    public required int Mode { get; init; }

    /// <summary>Owner, <c>project__user</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>Group, <c>project__dataset</c>.</summary>
    public required string Group { get; init; }

    /// <summary>Time of the last change of content; of a directory to within a second.</summary>
    public required DateTimeOffset ModificationTime { get; init; }

    /// <summary>Time of creation, or as set by a caller; reading does not change it.</summary>
    public required DateTimeOffset AccessTime { get; init; }

    /// <summary>Preferred block size of a file; 0 for a directory.</summary>
    public required long BlockSizeBytes { get; init; }

    /// <summary>Replication asked for at creation; 0 for a directory. One copy is kept.</summary>
    public required int Replication { get; init; }

    /// <summary>True for a file that a writer holds open.</summary>
    public required bool IsUnderConstruction { get; init; }

    /// <summary>True for a directory that has a quota.</summary>
    public required bool HasQuota { get; init; }
}
