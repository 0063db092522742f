namespace Hops.Client.Files;

/// <summary>
/// What <see cref="WebHdfsClient.CommitFilesAsync"/> does in one transaction: if the last commit of the directory is
/// <paramref name="Sequence"/> - 1, rename, delete, and create the commit; otherwise nothing.
/// </summary>
/// <param name="Directory">The commit directory.</param>
/// <param name="Sequence">Number of the commit, from 0 up.</param>
/// <param name="Renames">Staged files and where they go.</param>
/// <param name="Deletes">Files to remove.</param>
/// <param name="Body">Content of the commit file.</param>
public sealed record FileCommit(
    string Directory, long Sequence, IReadOnlyList<FileRename> Renames, IReadOnlyList<string> Deletes, ReadOnlyMemory<byte> Body);

/// <summary>One rename of a <see cref="FileCommit"/>.</summary>
public sealed record FileRename(string Source, string Destination);
