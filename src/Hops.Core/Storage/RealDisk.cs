namespace Hops.Core.Storage;

/// <summary>
/// The operating system's disk (Linux). Calls pwrite, fdatasync, fsync and fallocate itself, because the framework's own flush returns
/// normally when fsync fails (reference 08 section 0.1) and cannot sync a directory at all.
/// </summary>
public sealed class RealDisk : Disk
{
    private static readonly int RaisedLimit = RaiseLimit();

    /// <inheritdoc/>
    /// <remarks>The soft limit of the process, which is raised to the hard one when it is first asked for.</remarks>
    public override int OpenFilesMax => RaisedLimit;

    /// <inheritdoc/>
    public override DiskFile Open(string path, DiskMode mode)
    {
        var flags = mode switch
        {
            DiskMode.Read => Posix.ReadOnly,
            DiskMode.ReadWrite => Posix.ReadAndWrite,
            DiskMode.CreateNew => Posix.ReadAndWrite | Posix.Create | Posix.Exclusive,
            DiskMode.OpenOrCreate => Posix.ReadAndWrite | Posix.Create,
        };
        var descriptor = Posix.OpenFile(path, flags | Posix.CloseOnExec, 0x180 /* 0600 */);
        if (descriptor < 0)
            throw Posix.Failure("open", path);
        return new RealDiskFile(this, path, descriptor);
    }

    /// <inheritdoc/>
    public override bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public override bool DirectoryExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public override void CreateDirectory(string path) =>
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <inheritdoc/>
    public override void Rename(string from, string to)
    {
        if (Posix.RenamePath(from, to) != 0)
            throw Posix.Failure("rename", from);
    }

    /// <inheritdoc/>
    public override void Delete(string path)
    {
        if (Posix.Unlink(path) != 0 && Posix.LastError != Posix.NoEntry)
            throw Posix.Failure("unlink", path);
    }

    /// <inheritdoc/>
    public override void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> List(string path)
    {
        if (!Directory.Exists(path))
            return [];
        var names = Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public override void SyncDirectory(string path)
    {
        var descriptor = Posix.OpenFile(path, Posix.ReadOnly | Posix.CloseOnExec | Posix.DirectoryOnly, 0);
        if (descriptor < 0)
            throw Posix.Failure("open", path);
        var failed = Posix.FSync(descriptor) != 0;
        var cause = failed ? Posix.Failure("fsync", path) : null;
        _ = Posix.CloseFile(descriptor);
        if (cause is not null)
        {
            SyncFailed(path, cause);
            throw cause;
        }
    }

    /// <inheritdoc/>
    public override long FreeBytes(string path) => new DriveInfo(path).AvailableFreeSpace;

    /// <summary>A shell gives 1,024 by habit although the system allows far more (setrlimit(2), RLIMIT_NOFILE).</summary>
    private static unsafe int RaiseLimit()
    {
        ulong* limits = stackalloc ulong[2];
        if (Posix.GetLimit(Posix.OpenFilesLimit, limits) != 0)
            throw Posix.Failure("getrlimit", "RLIMIT_NOFILE");
        var (soft, hard) = (limits[0], limits[1]);
        limits[0] = hard;
        var isRaised = soft < hard && Posix.SetLimit(Posix.OpenFilesLimit, limits) == 0;
        return (int)Math.Min(isRaised ? hard : soft, int.MaxValue);
    }
}
