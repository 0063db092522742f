namespace Hops.FileSystem;

/// <summary>How a file is created.</summary>
public sealed record CreateOptions
{
    /// <summary>Replace a file of that path, open or not: its writer is fenced. Default false.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Make missing directories above, with the mode of the nearest existing one. Default true.</summary>
    public bool CreateParents { get; init; } = true;

    /// <summary>Permission bits, the caller's umask applied. Default 0644.</summary>
    public int Mode { get; init; } = 0x1A4;

    /// <summary>Block size; null for the default of the file system.</summary>
    public long? BlockSizeBytes { get; init; }

    /// <summary>Replication to remember, 1 to 512; one copy is kept. Default 1.</summary>
    public int Replication { get; init; } = 1;

    /// <summary>Name of the client for messages about the lease.</summary>
    public string Holder { get; init; } = "";
}
