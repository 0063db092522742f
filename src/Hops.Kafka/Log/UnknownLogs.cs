using System.Globalization;
using Hops.Core.Storage;

namespace Hops.Kafka.Log;

/// <summary>
/// The directory <c>unknown</c> of a store: files of topics and partitions that nobody knows, kept for whoever does. A metadata database
/// that was restored from a backup may be older than the logs, and a newer one may come back.
/// </summary>
internal sealed class UnknownLogs(Disk disk, string store)
{
    private const string Name = "unknown";

    private readonly string _directory = Path.Combine(store, Name);

    /// <summary>Moves a directory here, durably.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">Its name here, of one part or two; a number is added if there is one of that name.</param>
    /// <returns>Where it is now.</returns>
    public string Put(string directory, string name)
    {
        var target = Path.Combine(_directory, name);
        for (var number = 1; disk.DirectoryExists(target); number++)
            target = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
        var parent = Path.GetDirectoryName(target)!;
        disk.CreateDirectory(parent);
        disk.SyncDirectory(store);
        disk.SyncDirectory(_directory);
        disk.Rename(directory, target);
        disk.SyncDirectory(parent);
        disk.SyncDirectory(Path.GetDirectoryName(directory)!);
        return target;
    }

    /// <summary>True if a directory of that name is here.</summary>
    public bool Holds(string name) => disk.DirectoryExists(Path.Combine(_directory, name));

    /// <summary>Moves a directory back, durably, if it is here and nothing is in its place.</summary>
    /// <returns>Where it was; null if nothing was done.</returns>
    public string? TryTakeBack(string name, string directory)
    {
        var aside = Path.Combine(_directory, name);
        if (!disk.DirectoryExists(aside) || disk.DirectoryExists(directory))
            return null;
        disk.Rename(aside, directory);
        disk.SyncDirectory(Path.GetDirectoryName(directory)!);
        disk.SyncDirectory(Path.GetDirectoryName(aside)!);
        return aside;
    }

    /// <summary>Removes a directory from which everything was taken back, so that its name is free again.</summary>
    public void Leave(string name)
    {
        var directory = Path.Combine(_directory, name);
        if (disk.List(directory).Count == 0)
            disk.DeleteDirectory(directory);
    }

    /// <summary>What is here, relative to the directory of the store; an empty directory is nothing.</summary>
    public IReadOnlyList<string> List() =>
        [.. disk.List(_directory).Where(name => disk.List(Path.Combine(_directory, name)).Count > 0).Select(name => Path.Combine(Name, name))];
}
