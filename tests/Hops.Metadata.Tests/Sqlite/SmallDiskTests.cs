using System.Diagnostics;
using Hops.Core.Errors;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

/// <summary>A file system of 4 MiB that really runs full.</summary>
public sealed class SmallDiskTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-small-").FullName;
    private readonly bool _isMounted;

    public SmallDiskTests() => _isMounted = Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", _directory);

    public void Dispose()
    {
        if (_isMounted)
            Run("umount", "-l", _directory);
        Directory.Delete(_directory, recursive: true);
    }

    [MountingFact]
    public async Task Writes_are_refused_reads_go_on_and_room_heals_it()
    {
        _isMounted.ShouldBeTrue();
        var ballast = Path.Combine(_directory, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[2 << 20]);
        await using var store = SqliteStore.Open(_directory, [Town.Table], new SqliteOptions(), TimeProvider.System);
        var acknowledged = 0;

        var refusal = await Should.ThrowAsync<PlatformException>(async () =>
        {
            while (acknowledged < 10_000)
            {
                await InsertAsync(store, acknowledged);
                acknowledged++;
            }
        });

        refusal.Code.ShouldBe(ErrorCode.DiskFull);
        acknowledged.ShouldBeGreaterThan(20);
        (await CountAsync(store)).ShouldBe(acknowledged);

        File.Delete(ballast);
        await InsertAsync(store, acknowledged);
        (await CountAsync(store)).ShouldBe(acknowledged + 1);
    }

    internal static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        return process.WaitForExit(TimeSpan.FromSeconds(20)) && process.ExitCode == 0;
    }

    private static async Task InsertAsync(SqliteStore store, int id)
    {
        var town = new Town(1, $"town{id:D5}", id, Seal: new byte[10_000]);
        await store.WriteAsync(t => t.InsertAsync(Town.Table, town));
    }

    private static async Task<int> CountAsync(SqliteStore store) =>
        (await store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), null, 10_000))).Count;
}

/// <summary>A test that mounts a file system, which not every user may.</summary>
internal sealed class MountingFactAttribute : FactAttribute
{
    public MountingFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess || !SmallDiskTests.Run("unshare", "--mount", "true"))
            Skip = "mounting a file system needs a privilege that this user does not have";
    }
}
