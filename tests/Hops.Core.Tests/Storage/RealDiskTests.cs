using Hops.Core.Storage;

namespace Hops.Core.Tests.Storage;

public sealed class RealDiskTests : DiskConformance, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-disk-").FullName;
    private readonly RealDisk _disk = new();

    private protected override Disk Disk => _disk;

    private protected override string Root => _directory;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void New_files_and_directories_are_for_their_owner_alone()
    {
        _disk.CreateDirectory(Path.Combine(_directory, "secret"));
        using var file = _disk.Open(Path.Combine(_directory, "secret", "key"), DiskMode.CreateNew);

        File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.Combine(_directory, "secret"))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_failed_sync_is_reported_and_thrown()
    {
        var failures = new List<string>();
        _disk.SyncFailed = (path, _) => failures.Add(path);

        // A character device refuses fsync with EINVAL: the nearest to a failing disk that needs no privilege.
        using var device = _disk.Open("/dev/null", DiskMode.ReadWrite);

        Should.Throw<IOException>(device.Sync);
        Should.Throw<IOException>(device.SyncData);
        failures.ShouldBe(["/dev/null", "/dev/null"]);
    }

    [Fact]
    public void A_failed_sync_of_a_directory_is_reported_and_thrown()
    {
        var failures = new List<string>();
        _disk.SyncFailed = (path, _) => failures.Add(path);

        Should.Throw<IOException>(() => _disk.SyncDirectory("/proc/self"));
        failures.ShouldBe(["/proc/self"]);
    }

    private protected override DiskFile OpenOnFullDisk() => _disk.Open("/dev/full", DiskMode.ReadWrite);
}
