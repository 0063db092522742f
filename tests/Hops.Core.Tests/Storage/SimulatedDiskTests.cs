using Hops.Core.Errors;
using Hops.Core.Storage;

namespace Hops.Core.Tests.Storage;

public sealed class SimulatedDiskTests : DiskConformance
{
    private const string Data = "/data";
    private readonly SimulatedDisk _disk = NewDisk(1);

    private protected override Disk Disk => _disk;

    private protected override string Root => Data;

    [Fact]
    public void What_was_synced_survives_every_power_cut()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = NewDisk(seed);
            using (var file = disk.Open("/data/file", DiskMode.CreateNew))
            {
                file.Write(Filled(2_000, 1), 0);
                file.Sync();
                disk.SyncDirectory(Data);
                file.Write(Filled(3_000, 2), 1_900);
            }

            disk.PowerCut();

            var content = disk.ReadAll("/data/file", 1 << 20);
            content.Length.ShouldBeInRange(2_000, 4_900);
            content.AsSpan(0, 1_900).IndexOfAnyExcept((byte)1).ShouldBe(-1);
        }
    }

    [Fact]
    public void What_was_written_survives_a_kill_synced_or_not()
    {
        using var file = _disk.Open("/data/file", DiskMode.CreateNew);
        file.Write(Filled(3_000, 1), 0);
        _disk.StopAfter(0);
        Should.Throw<IOException>(() => _disk.Rename("/data/file", "/data/other"));

        _disk.Kill();

        _disk.IsStopped.ShouldBeFalse();
        _disk.ReadAll("/data/file", 1 << 20).ShouldBe(Filled(3_000, 1));
        Should.Throw<IOException>(() => file.Write(Filled(1, 1), 0)).Message.ShouldContain("before");
    }

    [Fact]
    public void What_was_not_synced_is_lost_torn_or_kept()
    {
        var lengths = new HashSet<long>();
        var tornCount = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var disk = NewDisk(seed);
            using (var file = disk.Open("/data/file", DiskMode.CreateNew))
            {
                disk.SyncDirectory(Data);
                file.Write(Filled(4 * 512, 1), 0);
            }

            disk.PowerCut();

            var content = disk.ReadAll("/data/file", 1 << 20);
            lengths.Add(content.Length);
            tornCount += content.Contains((byte)0) && content.Contains((byte)1) ? 1 : 0;
        }

        lengths.ShouldContain(0);
        lengths.ShouldContain(4 * 512);
        lengths.Count.ShouldBeGreaterThan(5);
        tornCount.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void An_overwritten_sector_may_hold_any_of_its_versions()
    {
        var versions = new HashSet<byte>();
        for (var seed = 0; seed < 100; seed++)
        {
            var disk = NewDisk(seed);
            using (var file = disk.Open("/data/file", DiskMode.CreateNew))
            {
                file.Write(Filled(512, 1), 0);
                file.Sync();
                disk.SyncDirectory(Data);
                file.Write(Filled(512, 2), 0);
                file.Write(Filled(512, 3), 0);
            }

            disk.PowerCut();
            var content = disk.ReadAll("/data/file", 512);
            content.Distinct().Count().ShouldBe(1);
            versions.Add(content[0]);
        }

        versions.Order().ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_synced_file_in_an_unsynced_directory_may_be_lost()
    {
        Outcomes(disk =>
        {
            using var file = disk.Open("/data/file", DiskMode.CreateNew);
            file.Write([1], 0);
            file.Sync();
        }).ShouldBe(["", "file"]);
    }

    [Fact]
    public void An_unsynced_rename_happens_as_a_whole_or_not_at_all()
    {
        Outcomes(disk =>
        {
            Put(disk, "/data/old", 1);
            Put(disk, "/data/new", 2);
            disk.SyncDirectory(Data);
            disk.Rename("/data/new", "/data/old");
        }).ShouldBe(["new,old", "old"]);
    }

    [Fact]
    public void An_unsynced_removal_may_not_have_happened()
    {
        Outcomes(disk =>
        {
            Put(disk, "/data/file", 1);
            disk.SyncDirectory(Data);
            disk.Delete("/data/file");
        }).ShouldBe(["", "file"]);
    }

    [Fact]
    public void Synced_directory_entries_survive()
    {
        Outcomes(disk =>
        {
            Put(disk, "/data/a", 1);
            Put(disk, "/data/b", 2);
            disk.Rename("/data/a", "/data/c");
            disk.Delete("/data/b");
            disk.SyncDirectory(Data);
        }).ShouldBe(["c"]);
    }

    [Fact]
    public void A_move_needs_the_sync_of_both_directories()
    {
        Outcomes(disk =>
        {
            Put(disk, "/data/a", 1);
            disk.CreateDirectory("/data/to");
            disk.SyncDirectory(Data);
            disk.Rename("/data/a", "/data/to/a");
            disk.SyncDirectory("/data/to");
        }).ShouldBe(["a,to", "to"]);
        Outcomes(disk =>
        {
            Put(disk, "/data/a", 1);
            disk.CreateDirectory("/data/to");
            disk.SyncDirectory(Data);
            disk.Rename("/data/a", "/data/to/a");
            disk.SyncDirectory("/data/to");
            disk.SyncDirectory(Data);
        }).ShouldBe(["to"]);
    }

    [Fact]
    public void A_small_file_is_replaced_atomically_whenever_the_process_stops()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var disk = NewDisk(seed);
            disk.Replace("/data/file", "old content"u8);
            disk.StopAfter(seed % 7);
            var isReplaced = false;
            try
            {
                disk.Replace("/data/file", "new content, longer"u8);
                isReplaced = true;
            }
            catch (IOException)
            {
                disk.IsStopped.ShouldBeTrue();
            }

            disk.PowerCut();

            var content = System.Text.Encoding.ASCII.GetString(disk.ReadAll("/data/file", 100));
            if (isReplaced)
                content.ShouldBe("new content, longer");
            else
                content.ShouldBeOneOf("old content", "new content, longer");
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_outcome()
    {
        string Outcome()
        {
            var disk = NewDisk(42);
            using (var file = disk.Open("/data/file", DiskMode.CreateNew))
            {
                disk.SyncDirectory(Data);
                for (var i = 0; i < 50; i++)
                    file.Write(Filled(700, (byte)i), i * 300);
            }

            disk.PowerCut();
            return Convert.ToHexString(disk.ReadAll("/data/file", 1 << 20));
        }

        Outcome().ShouldBe(Outcome());
    }

    [Fact]
    public void Files_opened_before_a_power_cut_are_dead()
    {
        using var file = _disk.Open("/data/file", DiskMode.CreateNew);
        _disk.PowerCut();

        Should.Throw<IOException>(() => file.Write([1], 0));
        Should.Throw<IOException>(() => file.Read(new byte[1], 0));
        Should.Throw<IOException>(file.Sync);
    }

    [Fact]
    public void A_failed_sync_stops_the_process()
    {
        using var file = _disk.Open("/data/file", DiskMode.CreateNew);
        file.Write([1], 0);
        _disk.FailSyncAfter(1);
        file.Sync();

        Should.Throw<IOException>(file.Sync);

        _disk.IsStopped.ShouldBeTrue();
        Should.Throw<IOException>(() => file.Write([1], 0));
        Should.Throw<IOException>(() => _disk.Open("/data/other", DiskMode.CreateNew));
    }

    [Fact]
    public void A_sync_that_is_tried_again_after_a_failure_lies()
    {
        var lostCount = 0;
        for (var seed = 0; seed < 50; seed++)
        {
            var disk = NewDisk(seed);
            disk.SyncFailed = (_, _) => { };
            using (var file = disk.Open("/data/file", DiskMode.CreateNew))
            {
                disk.SyncDirectory(Data);
                file.Write([1], 0);
                disk.FailSyncAfter(0);
                Should.Throw<IOException>(file.Sync);
                file.Sync();
            }

            disk.PowerCut();
            lostCount += disk.ReadAll("/data/file", 1) is [1] ? 0 : 1;
        }

        lostCount.ShouldBeInRange(5, 45);
    }

    [Fact]
    public void A_flipped_bit_stays_flipped()
    {
        Put(_disk, "/data/file", 0b100);
        _disk.SyncDirectory(Data);

        _disk.FlipBit("/data/file", 0, 1);
        _disk.ReadAll("/data/file", 1).ShouldBe([0b110]);
        _disk.PowerCut();
        _disk.ReadAll("/data/file", 1).ShouldBe([0b110]);
    }

    [Fact]
    public void Room_is_counted_exactly()
    {
        var disk = NewDisk(1);
        disk.CapacityBytes = 10_000;
        Put(disk, "/data/a", new byte[4_000]);
        using (var file = disk.Open("/data/b", DiskMode.CreateNew))
        {
            file.Allocate(0, 5_000);
            disk.FreeBytes(Data).ShouldBe(1_000);
            Should.Throw<PlatformException>(() => file.Allocate(0, 6_001)).Code.ShouldBe(ErrorCode.DiskFull);
            file.Write(new byte[5_000], 0);
            Should.Throw<PlatformException>(() => file.Write(new byte[1_001], 5_000)).Code.ShouldBe(ErrorCode.DiskFull);
            file.SetLength(2_000);
            disk.FreeBytes(Data).ShouldBe(4_000);
        }

        disk.Rename("/data/b", "/data/a");
        disk.FreeBytes(Data).ShouldBe(8_000);
        disk.Delete("/data/a");
        disk.FreeBytes(Data).ShouldBe(10_000);
    }

    private protected override DiskFile OpenOnFullDisk()
    {
        _disk.CapacityBytes = 100;
        return _disk.Open("/data/full", DiskMode.CreateNew);
    }

    private static SimulatedDisk NewDisk(int seed)
    {
        var disk = new SimulatedDisk(seed);
        disk.CreateDirectory(Data);
        disk.SyncDirectory("/");
        return disk;
    }

    /// <summary>Every listing of the directory that power cuts leave, over many seeds.</summary>
    private static IEnumerable<string> Outcomes(Action<SimulatedDisk> script)
    {
        var outcomes = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 100; seed++)
        {
            var disk = NewDisk(seed);
            script(disk);
            disk.PowerCut();
            outcomes.Add(string.Join(',', disk.List(Data)));
        }

        return outcomes;
    }

    private static void Put(SimulatedDisk disk, string path, params byte[] content)
    {
        using var file = disk.Open(path, DiskMode.CreateNew);
        file.Write(content, 0);
        file.Sync();
    }

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
