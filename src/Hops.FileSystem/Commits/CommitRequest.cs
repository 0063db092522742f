using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Commits;

/// <summary>
/// What <c>CommitFiles</c> does at once: checks that the last commit of a directory is <c>Sequence - 1</c>, moves staged files to their final
/// paths, removes files, and creates the commit file.
/// </summary>
public sealed record CommitRequest
{
    /// <summary>The most files that one commit moves or removes.</summary>
    public const int FilesMax = 10_000;

    /// <summary>Longest commit file.</summary>
    public const int BodyMaxBytes = 1024 * 1024;

    /// <summary>Directory of the commit files; it exists.</summary>
    public required FilePath CommitDirectory { get; init; }

    /// <summary>Sequence number of this commit, from 0; the commit file is named by it in decimal.</summary>
    public required long Sequence { get; init; }

    /// <summary>Content of the commit file, at most <see cref="BodyMaxBytes"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Closed files and where they go; the destinations are free and their directories exist.</summary>
    public IReadOnlyList<FileMove> Moves { get; init; } = [];

    /// <summary>Files to remove; those that do not exist are passed over.</summary>
    public IReadOnlyList<FilePath> Removals { get; init; } = [];

    /// <summary>Permission bits of the commit file. Default 0640.</summary>
    public int Mode { get; init; } = 0x1A0;
}

/// <summary>One move of a commit.</summary>
public readonly record struct FileMove(FilePath From, FilePath To);
