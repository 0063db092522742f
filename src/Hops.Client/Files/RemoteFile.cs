namespace Hops.Client.Files;

/// <summary>A file or directory as WebHDFS describes it (<c>FileStatus</c>).</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="IsDirectory">True for a directory.</param>
/// <param name="LengthBytes">Length of a file; 0 for a directory.</param>
/// <param name="Owner">Owner, <c>project__user</c>.</param>
/// <param name="Group">Group.</param>
/// <param name="Permission">Permission bits up to octal 1777.</param>
/// <param name="Modified">Time of the last change.</param>
/// <param name="FileId">Id of the inode.</param>
public sealed record RemoteFile(
    string Path, bool IsDirectory, long LengthBytes, string Owner, string Group, int Permission, DateTimeOffset Modified, long FileId)
{
    /// <summary>Last component of the path; empty for the root.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
