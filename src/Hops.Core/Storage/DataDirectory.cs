using System.Globalization;
using System.Text;
using Hops.Core.Errors;

namespace Hops.Core.Storage;

/// <summary>
/// The directory in which a server keeps everything (architecture section 7). Opening it takes it for this process: the file <c>LOCK</c> is
/// locked with flock, which the kernel gives back when the process dies, and holds a generation number that grows with each opening, so
/// that whatever an earlier process left can be told from what this one made. The file <c>VERSION</c> holds the format number.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int FormatNumber = 1;

    /// <summary>File of settings that an operator may put there, before the first start too.</summary>
    public const string SettingsName = "hops.json";

    private const string VersionName = "VERSION";
    private const string LockName = "LOCK";
    private const int SmallFileMaxBytes = 4096;

    private readonly DiskFile _lock;

    private DataDirectory(string path, DiskFile lockFile, long generation)
    {
        Path = path;
        _lock = lockFile;
        Generation = generation;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Grows by one with each opening, from 1.</summary>
    public long Generation { get; }

    /// <summary>The metadata database.</summary>
    public string Metadata => System.IO.Path.Combine(Path, "metadata");

    /// <summary>The logs of topics.</summary>
    public string Topics => System.IO.Path.Combine(Path, "topics");

    /// <summary>The blocks of files.</summary>
    public string Blocks => System.IO.Path.Combine(Path, "blocks");

    /// <summary>Keys; the only place of them.</summary>
    public string Secrets => System.IO.Path.Combine(Path, "secrets");

    /// <summary>Sockets, staging, process ids: may be emptied while no server runs.</summary>
    public string Run => System.IO.Path.Combine(Path, "run");

    /// <summary>The logs of the server itself.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Opens a data directory, or makes one where there is nothing or an empty directory.</summary>
    /// <exception cref="PlatformException">
    /// <c>DataDirectoryUnusable</c>: it is in use, of a newer format, or holds something else. <c>CorruptData</c>: its own files are damaged.
    /// </exception>
    public static DataDirectory Open(Disk disk, string path)
    {
        path = System.IO.Path.GetFullPath(path);
        Create(disk, path);
        var lockFile = disk.Open(System.IO.Path.Combine(path, LockName), DiskMode.OpenOrCreate);
        try
        {
            if (!lockFile.TryLock())
                throw InUse(path, lockFile);
            var isNew = !HasFormat(disk, path);
            var generation = 1 + (isNew ? 0 : ReadNumbers(lockFile).Generation);
            WriteNumbers(lockFile, generation);
            if (isNew)
                disk.Replace(System.IO.Path.Combine(path, VersionName), Encoding.ASCII.GetBytes(FormattableString.Invariant($"{FormatNumber}\n")));
            var directory = new DataDirectory(path, lockFile, generation);
            foreach (var part in new[] { directory.Metadata, directory.Topics, directory.Blocks, directory.Secrets, directory.Run, directory.Logs })
                disk.CreateDirectory(part);
            disk.SyncDirectory(path);
            return directory;
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Gives the directory back.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Makes a directory and its parents, each durably.</summary>
    private static void Create(Disk disk, string path)
    {
        if (disk.DirectoryExists(path))
            return;
        var parent = System.IO.Path.GetDirectoryName(path)!;
        Create(disk, parent);
        disk.CreateDirectory(path);
        disk.SyncDirectory(parent);
    }

    /// <summary>
    /// True if the directory has a format that this version knows, false if it is empty. The format is written last, so that without it
    /// nothing else counts: a half-written lock file of an opening that was cut short is one.
    /// </summary>
    private static bool HasFormat(Disk disk, string path)
    {
        var version = System.IO.Path.Combine(path, VersionName);
        if (!disk.FileExists(version))
        {
            var foreign = disk.List(path).FirstOrDefault(name => name is not (LockName or SettingsName or VersionName + ".tmp"));
            if (foreign is not null)
                throw Unusable($"The data directory holds '{foreign}' but no {VersionName}: it was not made by this platform. Name an empty directory.");
            return false;
        }

        var text = Encoding.ASCII.GetString(disk.ReadAll(version, SmallFileMaxBytes)).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var format) || format < 1)
            throw new PlatformException(ErrorCode.CorruptData, $"The file {VersionName} of the data directory is damaged: restore it from a backup.");
        if (format > FormatNumber)
        {
            throw Unusable($"The data directory has format {format}; this version knows formats up to {FormatNumber}. Start the version that wrote it, or a newer one.")
                .With("format", format)
                .With("formatMax", FormatNumber);
        }

        return true;
    }

    /// <summary>In place, since the lock is on this file. It is within one sector: after a power cut it is the old text or the new.</summary>
    private static void WriteNumbers(DiskFile lockFile, long generation)
    {
        lockFile.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{generation:D20} {Environment.ProcessId:D10}\n")), 0);
        lockFile.Sync();
    }

    private static (long Generation, int ProcessId) ReadNumbers(DiskFile lockFile)
    {
        var buffer = new byte[SmallFileMaxBytes];
        var text = Encoding.ASCII.GetString(buffer, 0, lockFile.Read(buffer, 0)).Trim('\0', '\n');
        if (text.Length == 0)
            return (0, 0);
        var parts = text.Split(' ');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
            return (generation, processId);
        throw new PlatformException(ErrorCode.CorruptData, $"The file {LockName} of the data directory is damaged: restore it from a backup.");
    }

    private static PlatformException InUse(string path, DiskFile lockFile)
    {
        var holder = ReadNumbers(lockFile).ProcessId;
        return Unusable($"The data directory {path} is in use by process {holder}: stop that server, or name another directory.").With("process", holder);
    }

    private static PlatformException Unusable(string message) => new(ErrorCode.DataDirectoryUnusable, message);
}
