using Hops.Core.Errors;

namespace Hops.Core.Storage;

/// <summary>
/// The only door to durable bytes of our own formats. <see cref="RealDisk"/> calls the operating system; <c>SimulatedDisk</c>
/// keeps a page cache that a simulated power cut loses, so that crash tests run in process. All calls are synchronous and thread safe.
/// </summary>
/// <remarks>
/// Errors: a full disk or an exhausted quota is a <see cref="PlatformException"/> with <c>DiskFull</c>; no descriptor left is one with
/// <c>Unavailable</c>; a missing file is a <see cref="FileNotFoundException"/>; any other failure is an <see cref="IOException"/>. A failed sync is never survivable (reference
/// 08 section 4.2, rule D2): it goes to <see cref="SyncFailed"/>, which stops the process unless a test replaced it.
/// </remarks>
public abstract class Disk
{
    private bool _isGrowthRefused;

    /// <summary>Files and sockets that this process may hold open at once. Who keeps files open bounds itself to a part of it.</summary>
    public virtual int OpenFilesMax => int.MaxValue;

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileNotFoundException">The mode needs an existing file and there is none.</exception>
    /// <exception cref="IOException"><see cref="DiskMode.CreateNew"/> and the file exists.</exception>
    public abstract DiskFile Open(string path, DiskMode mode);

    /// <summary>True if a file of that path exists.</summary>
    public abstract bool FileExists(string path);

    /// <summary>True if a directory of that path exists.</summary>
    public abstract bool DirectoryExists(string path);

    /// <summary>Makes a directory and its parents; durable only after <see cref="SyncDirectory"/> of the parent of each new one.</summary>
    public abstract void CreateDirectory(string path);

    /// <summary>Renames a file or directory, atomically, over an existing file; durable after <see cref="SyncDirectory"/> of both parents.</summary>
    public abstract void Rename(string from, string to);

    /// <summary>Removes a file; nothing happens if there is none.</summary>
    public abstract void Delete(string path);

    /// <summary>Removes a directory with all that is in it; nothing happens if there is none.</summary>
    public abstract void DeleteDirectory(string path);

    /// <summary>Names (not paths) of the files and directories in a directory, in ordinal order; empty if it does not exist.</summary>
    public abstract IReadOnlyList<string> List(string path);

    /// <summary>Makes creations, renames and removals in a directory durable.</summary>
    public abstract void SyncDirectory(string path);

    /// <summary>Bytes free for us on the file system of a path.</summary>
    public abstract long FreeBytes(string path);

    /// <summary>
    /// While true, <see cref="DiskFile.Allocate"/> is refused as on a full disk, so that room which deletes gain is not taken at once. Set by
    /// <see cref="DiskReserve"/>.
    /// </summary>
    public bool IsGrowthRefused
    {
        get => Volatile.Read(ref _isGrowthRefused);
        set => Volatile.Write(ref _isGrowthRefused, value);
    }

    /// <summary>
    /// Called with the path and the cause when a sync failed: what was written may be lost although the kernel forgot about it, so
    /// nothing may be acknowledged any more. The default ends the process; a test replaces it.
    /// </summary>
    public Action<string, Exception> SyncFailed { get; set; } =
        (path, cause) => Environment.FailFast($"hops: sync of {path} failed; stopping so that nothing lost is acknowledged", cause);

    /// <summary>
    /// Writes a whole small file durably and atomically: temporary file beside it, write, sync, rename, sync of the directory.
    /// </summary>
    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        Delete(temporary);
        using (var file = Open(temporary, DiskMode.CreateNew))
        {
            file.Write(content, 0);
            file.Sync();
        }

        Rename(temporary, path);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>The refusal of a write that finds no room.</summary>
    internal static PlatformException Full(string cause) => new(
        ErrorCode.DiskFull, "The disk is full: free some space; reads and deletes go on, writes are refused until then.", new IOException(cause));

    /// <summary>Reads a whole file of at most <paramref name="lengthMaxBytes"/>.</summary>
    /// <exception cref="IOException">The file is larger.</exception>
    public byte[] ReadAll(string path, int lengthMaxBytes)
    {
        using var file = Open(path, DiskMode.Read);
        if (file.LengthBytes > lengthMaxBytes)
            throw new IOException($"{path} has {file.LengthBytes} bytes; at most {lengthMaxBytes} were expected");
        var content = new byte[file.LengthBytes];
        file.ReadExactly(content, 0);
        return content;
    }
}

/// <summary>How <see cref="Disk.Open"/> treats an existing or missing file.</summary>
public enum DiskMode
{
    /// <summary>Existing file, read only.</summary>
    Read,

    /// <summary>Existing file, read and write.</summary>
    ReadWrite,

    /// <summary>New file, read and write; fails if it exists.</summary>
    CreateNew,

    /// <summary>New or existing file, read and write, content kept.</summary>
    OpenOrCreate,
}
