using Hops.Core.Errors;

namespace Hops.Core.Storage;

/// <summary>
/// A disk in memory for crash tests. Same seed and same calls: same outcome. A <see cref="PowerCut"/> leaves what was synced, and of the
/// rest whatever a real disk might: any version of each 512-byte sector, any length in between, any of the unsynced creations, renames and
/// removals. Files and their directory entries are synced apart from each other, as POSIX has it.
/// </summary>
/// <remarks>
/// A failed sync stops the simulated process unless a test replaces <see cref="Disk.SyncFailed"/>: every later call throws
/// <see cref="IOException"/> until <see cref="PowerCut"/>, which is also how a test restarts the machine. Content at most 1 GiB a file.
/// </remarks>
public sealed class SimulatedDisk : Disk
{
    private readonly Random _random;
    private readonly SimulatedJournal _journal = new();
    private readonly SimulatedDirectory _root = new();
    private long _capacityBytes;
    private long _usedBytes;
    private int _boot;
    private bool _isStopped;
    private int? _changesLeft;
    private int? _syncsLeft;
    private int _openFilesMax = int.MaxValue;
    private int _openFiles;

    /// <param name="seed">Decides what each power cut leaves.</param>
    /// <param name="capacityBytes">Room for the content of all files.</param>
    public SimulatedDisk(int seed, long capacityBytes = 1L << 30)
    {
        // Reproducible on purpose: the seed of a failed test has to give the same failure again.
        _random = new Random(seed);
        _capacityBytes = capacityBytes;
        SyncFailed = (_, _) => _isStopped = true;
    }

    /// <summary>Room for the content of all files; may be changed at any time.</summary>
    public long CapacityBytes
    {
        get => _capacityBytes;
        set
        {
            lock (Sync)
                _capacityBytes = value;
        }
    }

    /// <inheritdoc/>
    public override int OpenFilesMax => _openFilesMax;

    /// <summary>Files that are open now.</summary>
    public int OpenFiles
    {
        get
        {
            lock (Sync)
                return _openFiles;
        }
    }

    /// <summary>Lets at most so many files be open at once; the next one is refused as by EMFILE.</summary>
    public void LimitOpenFiles(int countMax)
    {
        lock (Sync)
            _openFilesMax = countMax;
    }

    /// <summary>Writes, syncs and changes of the namespace so far: the number of points at which <see cref="StopAfter"/> can stop.</summary>
    public long Changes { get; private set; }

    /// <summary>True if the simulated process has stopped.</summary>
    public bool IsStopped
    {
        get
        {
            lock (Sync)
                return _isStopped;
        }
    }

    internal Lock Sync { get; } = new();

    /// <summary>
    /// Cuts the power and starts again: open files are dead, what was not synced is lost, torn or kept. Faults that were asked for and
    /// have not struck are forgotten.
    /// </summary>
    public void PowerCut()
    {
        lock (Sync)
        {
            Restart();
            _journal.LosePower(_random);
            _root.LosePower(_random);
            _usedBytes = _root.Files().Sum(file => file.UsedBytes);
        }
    }

    /// <summary>
    /// Kills the process (kill -9) and starts another: open files are dead, and what was written is there, synced or not. Faults that were asked
    /// for and have not struck are forgotten.
    /// </summary>
    public void Kill()
    {
        lock (Sync)
            Restart();
    }

    /// <summary>
    /// Lets so many further changes (<see cref="Changes"/>) happen; during the next one, of which a write may be done in part, the simulated
    /// process stops.
    /// </summary>
    public void StopAfter(int changes)
    {
        lock (Sync)
            _changesLeft = changes;
    }

    /// <summary>Lets so many further syncs succeed; the next one fails, and what it should have made durable never will be.</summary>
    public void FailSyncAfter(int syncs)
    {
        lock (Sync)
            _syncsLeft = syncs;
    }

    /// <summary>Turns over one bit of a file, as a decaying disk does.</summary>
    public void FlipBit(string path, long offset, int bit)
    {
        lock (Sync)
        {
            var file = Find(path) as SimulatedContent ?? throw NotFound(path);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, file.LengthBytes);
            file.Flip(offset, bit);
        }
    }

    /// <inheritdoc/>
    public override DiskFile Open(string path, DiskMode mode)
    {
        lock (Sync)
        {
            ThrowIfStopped();
            var (directory, name) = Parent(path);
            var node = directory.Cached.GetValueOrDefault(name);
            if (node is SimulatedDirectory || (node is not null && mode == DiskMode.CreateNew))
                throw new IOException($"open {path}: {(node is SimulatedDirectory ? "is a directory" : "file exists")}");
            ThrowIfNoneLeft(path);
            if (node is null)
            {
                if (mode is DiskMode.Read or DiskMode.ReadWrite)
                    throw NotFound(path);
                CountChange(path);
                _journal.Do(new SimulatedEdit(directory, name, null, node = new SimulatedContent()));
            }

            _openFiles++;
            return new SimulatedFile(this, path, (SimulatedContent)node, mode != DiskMode.Read, _boot);
        }
    }

    /// <summary>A file was closed, of this start of the machine or of one before.</summary>
    internal void Closed(int boot)
    {
        if (boot == _boot)
            _openFiles--;
    }

    /// <inheritdoc/>
    public override bool FileExists(string path)
    {
        lock (Sync)
            return Find(path) is SimulatedContent;
    }

    /// <inheritdoc/>
    public override bool DirectoryExists(string path)
    {
        lock (Sync)
            return Find(path) is SimulatedDirectory;
    }

    /// <inheritdoc/>
    public override void CreateDirectory(string path)
    {
        lock (Sync)
        {
            ThrowIfStopped();
            var directory = _root;
            foreach (var name in Names(path))
            {
                if (!directory.Cached.TryGetValue(name, out var child))
                {
                    CountChange(path);
                    _journal.Do(new SimulatedEdit(directory, name, null, child = new SimulatedDirectory()));
                }

                directory = child as SimulatedDirectory ?? throw new IOException($"mkdir {path}: {name} is a file");
            }
        }
    }

    /// <inheritdoc/>
    public override void Rename(string from, string to)
    {
        lock (Sync)
        {
            ThrowIfStopped();
            var (fromDirectory, fromName) = Parent(from);
            var (toDirectory, toName) = Parent(to);
            var node = fromDirectory.Cached.GetValueOrDefault(fromName) ?? throw NotFound(from);
            var replaced = toDirectory.Cached.GetValueOrDefault(toName);
            if (ReferenceEquals(node, replaced))
                return;
            if (replaced is SimulatedDirectory { Cached.Count: > 0 } || (replaced is not null && replaced.GetType() != node.GetType()))
                throw new IOException($"rename {from}: {to} is in the way");
            CountChange(from);
            Release(replaced);
            _journal.Do(new SimulatedEdit(fromDirectory, fromName, node, null), new SimulatedEdit(toDirectory, toName, replaced, node));
        }
    }

    /// <inheritdoc/>
    public override void Delete(string path)
    {
        lock (Sync)
        {
            ThrowIfStopped();
            var node = Find(path);
            if (node is null)
                return;
            if (node is SimulatedDirectory)
                throw new IOException($"unlink {path}: is a directory");
            Remove(path, node);
        }
    }

    /// <inheritdoc/>
    public override void DeleteDirectory(string path)
    {
        lock (Sync)
        {
            ThrowIfStopped();
            if (Find(path) is not SimulatedDirectory directory)
                return;
            foreach (var (name, node) in directory.Cached.ToArray())
            {
                if (node is SimulatedDirectory)
                    DeleteDirectory(Path.Combine(path, name));
                else
                    Remove(Path.Combine(path, name), node);
            }

            Remove(path, directory);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> List(string path)
    {
        lock (Sync)
            return Find(path) is SimulatedDirectory directory ? [.. directory.Cached.Keys] : [];
    }

    /// <inheritdoc/>
    public override void SyncDirectory(string path)
    {
        lock (Sync)
        {
            ThrowIfStopped();
            ThrowIfNoneLeft(path);
            var directory = Find(path) as SimulatedDirectory ?? throw NotFound(path);
            CountChange(path);
            CountSync(path);
            _journal.Sync(directory);
        }
    }

    /// <inheritdoc/>
    public override long FreeBytes(string path)
    {
        lock (Sync)
            return Math.Max(0, _capacityBytes - _usedBytes);
    }

    internal T Reading<T>(SimulatedFile file, Func<T> read)
    {
        lock (Sync)
        {
            file.ThrowIfClosed();
            ThrowIfDead(file);
            return read();
        }
    }

    /// <summary>Writes all, or as much as fits or as happens before the process stops.</summary>
    internal void Write(SimulatedFile file, ReadOnlySpan<byte> bytes, long offset)
    {
        ThrowIfReadOnly(file);
        var grown = Math.Max(0, offset + bytes.Length - file.Content.UsedBytes);
        var missing = grown == 0 ? 0 : grown - FreeBytes(file.Path);
        var isStopping = _changesLeft == 0;
        var done = isStopping ? _random.Next(bytes.Length + 1) : bytes.Length;
        done = (int)Math.Clamp(bytes.Length - missing, 0, done);
        var usedBefore = file.Content.UsedBytes;
        file.Content.Write(bytes[..done], offset);
        _usedBytes += file.Content.UsedBytes - usedBefore;
        CountChange(file.Path);
        if (missing > 0)
            throw Full($"no space for {file.Path}");
    }

    internal void SetLength(SimulatedFile file, long lengthBytes)
    {
        lock (Sync)
        {
            ThrowIfReadOnly(file);
            CountChange(file.Path);
            if (lengthBytes - file.Content.UsedBytes > FreeBytes(file.Path))
                throw Full($"no space for {file.Path}");
            var usedBefore = file.Content.UsedBytes;
            file.Content.SetLength(lengthBytes);
            _usedBytes += file.Content.UsedBytes - usedBefore;
        }
    }

    internal void Allocate(SimulatedFile file, long endBytes)
    {
        lock (Sync)
        {
            ThrowIfReadOnly(file);
            if (IsGrowthRefused || endBytes - file.Content.UsedBytes > FreeBytes(file.Path))
                throw Full($"no space for {file.Path}");
            var usedBefore = file.Content.UsedBytes;
            file.Content.AllocatedBytes = Math.Max(file.Content.AllocatedBytes, endBytes);
            _usedBytes += file.Content.UsedBytes - usedBefore;
        }
    }

    internal void SyncFile(SimulatedFile file)
    {
        lock (Sync)
        {
            file.ThrowIfClosed();
            ThrowIfDead(file);
            CountChange(file.Path);
            if (_syncsLeft == 0)
                file.Content.FailSync();
            CountSync(file.Path);
            file.Content.Sync();
        }
    }

    internal void ThrowIfDead(SimulatedFile file)
    {
        ThrowIfStopped();
        if (file.Boot != _boot)
            throw new IOException($"{file.Path} was opened before the process was started again");
    }

    private void Restart()
    {
        _boot++;
        _openFiles = 0;
        _isStopped = false;
        _changesLeft = null;
        _syncsLeft = null;
    }

    private static FileNotFoundException NotFound(string path) => new($"{path}: no such file or directory", path);

    private static string[] Names(string path) => Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries);

    private void ThrowIfReadOnly(SimulatedFile file)
    {
        file.ThrowIfClosed();
        ThrowIfDead(file);
        if (!file.IsWritable)
            throw new IOException($"{file.Path} is open for reading only");
    }

    private void ThrowIfStopped()
    {
        if (_isStopped)
            throw new IOException("the simulated process has stopped");
    }

    private void ThrowIfNoneLeft(string path)
    {
        if (_openFiles >= _openFilesMax)
            throw new PlatformException(ErrorCode.Unavailable, $"open {path}: the simulated process may hold {_openFilesMax} files open.");
    }

    private void CountChange(string path)
    {
        if (_changesLeft == 0)
        {
            _isStopped = true;
            throw new IOException($"the simulated process stopped while it changed {path}");
        }

        _changesLeft--;
        Changes++;
    }

    private void CountSync(string path)
    {
        if (_syncsLeft == 0)
        {
            _syncsLeft = null;
            var cause = new IOException($"sync {path}: simulated input/output error");
            SyncFailed(path, cause);
            throw cause;
        }

        _syncsLeft--;
    }

    private void Remove(string path, object node)
    {
        CountChange(path);
        Release(node);
        var (directory, name) = Parent(path);
        _journal.Do(new SimulatedEdit(directory, name, node, null));
    }

    private void Release(object? node) => _usedBytes -= (node as SimulatedContent)?.UsedBytes ?? 0;

    private object? Find(string path)
    {
        object node = _root;
        foreach (var name in Names(path))
        {
            if (node is not SimulatedDirectory directory || !directory.Cached.TryGetValue(name, out var child))
                return null;
            node = child;
        }

        return node;
    }

    private (SimulatedDirectory Directory, string Name) Parent(string path)
    {
        var full = Path.GetFullPath(path);
        var parent = Find(Path.GetDirectoryName(full) ?? throw new IOException($"{path} is the root")) as SimulatedDirectory;
        return (parent ?? throw NotFound(path), Path.GetFileName(full));
    }
}
