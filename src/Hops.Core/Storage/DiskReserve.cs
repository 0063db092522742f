using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Health;

namespace Hops.Core.Storage;

/// <summary>
/// Room that is kept back, as a file of that length, for what has to go on when the disk is full: deletes, which must write before they free
/// anything, and a start. It is given up then, all other growth is refused until there is room again, and it is made again. Thread safe.
/// </summary>
public sealed class DiskReserve
{
    /// <summary>It is made when so many times its length are free, so that it never takes the last room.</summary>
    private const int FreeToMake = 4;

    /// <summary>With less than this part of its length free, a start needs it.</summary>
    private const int PartToStart = 4;

    private const string Subject = "disk";
    private const double Megabyte = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Disk _disk;
    private readonly string _path;
    private readonly long _lengthBytes;
    private readonly HealthBoard? _health;

    private DiskReserve(Disk disk, string path, long lengthBytes, HealthBoard? health) =>
        (_disk, _path, _lengthBytes, _health) = (disk, path, lengthBytes, health);

    private string DirectoryPath => Path.GetDirectoryName(_path)!;

    /// <summary>True from when it was given up until it is made again: nothing but deletes may take room.</summary>
    public bool IsGivenUp => _disk.IsGrowthRefused;

    /// <summary>Takes the reserve of a data directory for this process: before anything else of it is opened, for that may need the room.</summary>
    /// <param name="disk">The disk; its growth is refused while the reserve is given up.</param>
    /// <param name="path">The file.</param>
    /// <param name="lengthBytes">Its length in bytes; 0 for none.</param>
    /// <param name="health">Where it says how full the disk is; null for nowhere.</param>
    public static DiskReserve Open(Disk disk, string path, long lengthBytes, HealthBoard? health)
    {
        var reserve = new DiskReserve(disk, path, lengthBytes, health);
        if (lengthBytes > 0 && disk.FreeBytes(reserve.DirectoryPath) < lengthBytes / PartToStart)
            reserve.GiveUp();
        else
            reserve.Look();
        return reserve;
    }

    /// <summary>
    /// Runs something that frees room; if the disk is full it gives up the reserve and runs it once more, also if another has given it up
    /// meanwhile: that may have been after this one met the full disk.
    /// </summary>
    public async ValueTask<T> FreeAsync<T>(Func<ValueTask<T>> workAsync)
    {
        try
        {
            return await workAsync();
        }
        catch (PlatformException full) when (full.Code == ErrorCode.DiskFull && _lengthBytes > 0)
        {
            GiveUp();
        }

        return await workAsync();
    }

    /// <summary>Refuses what would take room while the reserve is given up.</summary>
    /// <exception cref="PlatformException"><c>DiskFull</c>.</exception>
    public void RequireRoom()
    {
        if (IsGivenUp)
            throw Disk.Full("the reserve is given up");
    }

    /// <summary>Gives it up.</summary>
    /// <returns>True if there was one.</returns>
    public bool GiveUp()
    {
        if (_lengthBytes == 0)
            return false;
        lock (_lock)
        {
            _disk.IsGrowthRefused = true;
            var wasHeld = _disk.FileExists(_path);
            if (wasHeld)
            {
                _disk.Delete(_path);
                _disk.SyncDirectory(DirectoryPath);
            }

            Tell(_disk.FreeBytes(DirectoryPath));
            return wasHeld;
        }
    }

    /// <summary>Makes it again if it is not there and there is room, and says how full the disk is. To be called now and then.</summary>
    public void Look()
    {
        if (_lengthBytes == 0)
            return;
        lock (_lock)
        {
            var freeBytes = _disk.FreeBytes(DirectoryPath);
            if (_disk.FileExists(_path))
                _disk.IsGrowthRefused = false;
            else if (freeBytes >= FreeToMake * _lengthBytes)
                Make();
            Tell(_disk.FreeBytes(DirectoryPath));
        }
    }

    private void Make()
    {
        _disk.IsGrowthRefused = false;
        try
        {
            using var file = _disk.Open(_path, DiskMode.OpenOrCreate);
            file.Allocate(0, _lengthBytes);
            file.Sync();
            _disk.SyncDirectory(DirectoryPath);
        }
        catch (PlatformException full) when (full.Code == ErrorCode.DiskFull)
        {
            _disk.Delete(_path);
        }
    }

    private void Tell(long freeBytes)
    {
        if (IsGivenUp)
        {
            _health?.Post(
                Subject,
                HealthSeverity.Failing,
                string.Create(CultureInfo.InvariantCulture, $"The disk is full ({freeBytes / Megabyte:F0} MB left): writes are refused; reads and deletes go on. Delete something, or give it more room."));
        }
        else if (freeBytes < FreeToMake * _lengthBytes)
        {
            _health?.Post(
                Subject,
                HealthSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"The disk has {freeBytes / Megabyte:F0} MB left: writes are refused when it is full. Delete something, or give it more room."));
        }
        else
        {
            _health?.Clear(Subject);
        }
    }
}
