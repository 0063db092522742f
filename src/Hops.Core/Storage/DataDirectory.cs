using System.Globalization;
using System.Text;
using Hops.Core.Errors;

namespace Hops.Core.Storage;

/// <summary>
/// The directory in which a server keeps everything (architecture section 7). Opening it takes it for this process: the file <c>LOCK</c> is
/// locked with flock, which the kernel gives back when the process dies, and holds a generation number that grows with each opening, so
/// that whatever an earlier process left can be told from what this one made. The file <c>VERSION</c> holds the format number; it is written
/// by <see cref="Found"/>, after the metadata database was made, so that with it and without a database something was lost: such a
/// directory is refused, for a new database would know nothing of the topics and blocks that are there.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int FormatNumber = 1;

    /// <summary>File of settings that an operator may put there, before the first start too.</summary>
    public const string SettingsName = "hops.json";

    private const string VersionName = "VERSION";
    private const string LockName = "LOCK";
    private const string MetadataName = "metadata";
    private const string DatabaseName = "hops.db";
    private const string TopicsName = "topics";
    private const string BlocksName = "blocks";
    private const int SmallFileMaxBytes = 4096;

    private readonly DiskFile _lock;

    private readonly Disk _disk;

    private DataDirectory(Disk disk, string path, DiskFile lockFile, long generation, bool isNew)
    {
        _disk = disk;
        Path = path;
        _lock = lockFile;
        Generation = generation;
        IsNew = isNew;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Grows by one with each opening, from 1.</summary>
    public long Generation { get; }

    /// <summary>True until <see cref="Found"/>: there may be no database yet, and none must be missed.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The directory of the metadata database.</summary>
    public string Metadata => System.IO.Path.Combine(Path, MetadataName);

    /// <summary>The metadata database itself.</summary>
    public string Database => System.IO.Path.Combine(Metadata, DatabaseName);

    /// <summary>The logs of topics.</summary>
    public string Topics => System.IO.Path.Combine(Path, TopicsName);

    /// <summary>The blocks of files.</summary>
    public string Blocks => System.IO.Path.Combine(Path, BlocksName);

    /// <summary>Keys; the only place of them.</summary>
    public string Secrets => System.IO.Path.Combine(Path, "secrets");

    /// <summary>Sockets, staging, process ids: may be emptied while no server runs.</summary>
    public string Run => System.IO.Path.Combine(Path, "run");

    /// <summary>The logs of the server itself.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    private string[] Parts => [Metadata, Topics, Blocks, Secrets, Run, Logs];

    /// <summary>Opens a data directory, or makes one where there is nothing or an empty directory.</summary>
    /// <exception cref="PlatformException">
    /// <c>DataDirectoryUnusable</c>: it is in use, of a newer format, without its metadata database, or holds something else.
    /// <c>CorruptData</c>: its own files are damaged.
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
            var generation = 1 + (ReadNumbers(lockFile)?.Generation ?? (isNew ? 0 : throw Damaged(LockName)));
            WriteNumbers(lockFile, generation);
            var directory = new DataDirectory(disk, path, lockFile, generation, isNew);
            foreach (var part in directory.Parts)
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

    /// <summary>Says that the metadata database is made: from now on it is missed when it is not there. Nothing happens after the first time.</summary>
    public void Found()
    {
        if (!IsNew)
            return;
        _disk.Replace(System.IO.Path.Combine(Path, VersionName), Encoding.ASCII.GetBytes(FormattableString.Invariant($"{FormatNumber}\n")));
        IsNew = false;
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
    /// True if the directory has a format that this version knows, false if there is nothing in it yet. The format is written last, so that
    /// without it nothing else counts: a half-written lock file, or a database without a row, of a first start that was cut short.
    /// </summary>
    private static bool HasFormat(Disk disk, string path)
    {
        var version = System.IO.Path.Combine(path, VersionName);
        if (!disk.FileExists(version))
        {
            RequireNothing(disk, path);
            return false;
        }

        var text = Encoding.ASCII.GetString(disk.ReadAll(version, SmallFileMaxBytes)).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var format) || format < 1)
            throw Damaged(VersionName);
        if (format > FormatNumber)
        {
            throw Unusable($"The data directory has format {format}; this version knows formats up to {FormatNumber}. Start the version that wrote it, or a newer one.")
                .With("format", format)
                .With("formatMax", FormatNumber);
        }

        RequireDatabase(disk, path);
        return true;
    }

    /// <summary>Without a format there is at most what a first start makes before it.</summary>
    private static void RequireNothing(Disk disk, string path)
    {
        string[] known = [LockName, SettingsName, VersionName + ".tmp", MetadataName, TopicsName, BlocksName, "secrets", "run", "logs"];
        if (disk.List(path).FirstOrDefault(name => !known.Contains(name)) is { } foreign)
            throw Unusable($"The data directory holds '{foreign}' but no {VersionName}: it was not made by this platform. Name an empty directory.");
        foreach (var part in (string[])[TopicsName, BlocksName])
        {
            if (disk.List(System.IO.Path.Combine(path, part)).Count > 0)
            {
                throw Unusable(
                    $"The data directory has no file {VersionName}, but {part} are there. Restore the file from a backup (its one line is the number of the format, {FormatNumber} for this version), or name an empty directory.");
            }
        }
    }

    /// <summary>
    /// A server without its database is not a new one: everything in the directory would be unknown to it. Nothing is opened, so that a
    /// write-ahead log beside the missing file stays as it is.
    /// </summary>
    private static void RequireDatabase(Disk disk, string path)
    {
        var metadata = System.IO.Path.Combine(path, MetadataName);
        var database = System.IO.Path.Combine(metadata, DatabaseName);
        var isThere = disk.FileExists(database);
        if (isThere)
        {
            using var file = disk.Open(database, DiskMode.Read);
            if (file.LengthBytes > 0)
                return;
        }

        var topics = disk.List(System.IO.Path.Combine(path, TopicsName)).Count;
        var blocks = disk.List(System.IO.Path.Combine(path, BlocksName)).Count;
        var beside = disk.List(metadata).Where(name => name != DatabaseName).ToArray();
        throw Unusable(
            $"The metadata database {database} is {(isThere ? "empty" : "missing")}, and this is not a new data directory: it holds {topics} directories of topics and {blocks} of blocks"
            + (beside.Length == 0 ? "" : $", and beside the database {string.Join(", ", beside)}")
            + ". Nothing was changed. Put the database back where it was, or restore it from a backup, with its hops.db-wal if there is one;"
            + " what is newer than the backup is put aside and named, not deleted. To begin anew, name an empty directory.")
            .With("topicDirectories", topics)
            .With("blockDirectories", blocks);
    }

    /// <summary>In place, since the lock is on this file. It is within one sector: after a power cut it is the old text or the new.</summary>
    private static void WriteNumbers(DiskFile lockFile, long generation)
    {
        lockFile.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{generation:D20} {Environment.ProcessId:D10}\n")), 0);
        lockFile.Sync();
    }

    /// <summary>The numbers of the opening before, zeros if the file is empty; null if it holds something else.</summary>
    private static (long Generation, int ProcessId)? ReadNumbers(DiskFile lockFile)
    {
        var buffer = new byte[SmallFileMaxBytes];
        var text = Encoding.ASCII.GetString(buffer, 0, lockFile.Read(buffer, 0)).Trim('\0', '\n');
        if (text.Length == 0)
            return (0, 0);
        var parts = text.Split(' ');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            ? (generation, processId) : null;
    }

    private static PlatformException InUse(string path, DiskFile lockFile)
    {
        var holder = ReadNumbers(lockFile)?.ProcessId ?? 0;
        return Unusable($"The data directory {path} is in use by process {holder}: stop that server, or name another directory.").With("process", holder);
    }

    private static PlatformException Damaged(string name) =>
        new(ErrorCode.CorruptData, $"The file {name} of the data directory is damaged: restore it from a backup.");

    private static PlatformException Unusable(string message) => new(ErrorCode.DataDirectoryUnusable, message);
}
