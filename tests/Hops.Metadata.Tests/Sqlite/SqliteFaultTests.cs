using System.Runtime.InteropServices;
using Hops.Core.Errors;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

public sealed partial class SqliteFaultTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-fault-").FullName;

    private string File => Path.Combine(_directory, "hops.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_full_disk_refuses_writes_while_reads_go_on_and_nothing_acknowledged_is_lost()
    {
        await using var store = Open(new SqliteOptions { PagesMax = 60 });
        var acknowledged = new List<string>();
        PlatformException? refusal = null;
        for (var i = 0; refusal is null && i < 1_000; i++)
        {
            var town = new Town(1, $"town{i:D4}", i, Seal: new byte[2_000]);
            try
            {
                await store.WriteAsync(t => t.InsertAsync(Town.Table, town));
                acknowledged.Add(town.Name);
            }
            catch (PlatformException full)
            {
                refusal = full;
            }
        }

        refusal.ShouldNotBeNull().Code.ShouldBe(ErrorCode.DiskFull);
        acknowledged.Count.ShouldBeGreaterThan(50);
        (await store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), null, 1_000))).Select(row => row.Name).ShouldBe(acknowledged);

        await store.WriteAsync(t => t.DeletePrefixAsync(Town.Table, Key.Of(1), 20));
        (await store.WriteAsync(t => t.InsertAsync(Town.Table, new Town(1, "again", 5_000, Seal: new byte[2_000])))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_commit_whose_sync_fails_is_not_acknowledged_and_stops_the_store()
    {
        var failures = new List<Exception>();
        var store = Open(new SqliteOptions { CommitFailed = (_, cause) => failures.Add(cause) });
        await store.WriteAsync(t => t.InsertAsync(Tally.Table, new Tally(1, 1)));

        // From now on the log of the writer is a device that takes every write and refuses to sync.
        using (var device = System.IO.File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite))
            DescriptorsOf(File + "-wal").ForEach(descriptor => Duplicate((int)device.DangerousGetHandle(), descriptor).ShouldBe(descriptor));

        await Should.ThrowAsync<IOException>(async () => await store.WriteAsync(t => t.InsertAsync(Tally.Table, new Tally(2, 2))));
        failures.ShouldHaveSingleItem();
        (await Should.ThrowAsync<PlatformException>(async () => await store.WriteAsync(t => t.InsertAsync(Tally.Table, new Tally(3, 3)))))
            .Code.ShouldBe(ErrorCode.Unavailable);
        failures.ShouldHaveSingleItem();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_damaged_page_is_an_error_and_never_served()
    {
        await using (var store = Open(new SqliteOptions()))
        {
            await store.WriteAsync(async t =>
            {
                for (var i = 0; i < 2_000; i++)
                    await t.InsertAsync(Town.Table, new Town(1, $"town{i:D4}", i, Motto: "by the sea"));
                return 0;
            });
        }

        using (var file = System.IO.File.OpenHandle(File, FileMode.Open, FileAccess.ReadWrite))
        {
            for (var page = 3; page < RandomAccess.GetLength(file) / 8192; page++)
                RandomAccess.Write(file, Enumerable.Repeat((byte)0xA5, 64).ToArray(), page * 8192L);
        }

        var refusal = await Should.ThrowAsync<PlatformException>(async () =>
        {
            await using var store = Open(new SqliteOptions());
            await store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), null, 10_000));
        });
        refusal.Code.ShouldBe(ErrorCode.CorruptData);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        System.IO.File.WriteAllText(File, new string('x', 10_000));

        Should.Throw<PlatformException>(() => Open(new SqliteOptions())).Code.ShouldBe(ErrorCode.CorruptData);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("without a byte")]
    [InlineData("without a table")]
    public async Task A_database_that_must_be_there_is_not_made_anew(string state)
    {
        await using (Open(new SqliteOptions()))
        {
        }

        System.IO.File.Delete(File);
        if (state == "without a byte")
            System.IO.File.WriteAllBytes(File, []);
        else if (state == "without a table")
            EmptyDatabase();

        var refusal = Should.Throw<Exception>(() => 
            SqliteStore.Open(_directory, [Town.Table, Mark.Table, Tally.Table], new SqliteOptions(), TimeProvider.System, mustExist: true));

        (refusal as PlatformException).ShouldNotBeNull().Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
        System.IO.File.Exists(File).ShouldBe(state != "missing");
    }

    private void EmptyDatabase()
    {
        using var connection = SqliteConnection.OpenWriter(File, new SqliteOptions());
        connection.Execute("CREATE TABLE passing (a INTEGER)");
        connection.Execute("DROP TABLE passing");
    }

    private SqliteStore Open(SqliteOptions options) =>
        SqliteStore.Open(_directory, [Town.Table, Mark.Table, Tally.Table], options, TimeProvider.System);

    private static List<int> DescriptorsOf(string path) =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Where(link => new FileInfo(link).LinkTarget == path)
            .Select(link => int.Parse(Path.GetFileName(link), System.Globalization.CultureInfo.InvariantCulture))
            .ToList();

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
