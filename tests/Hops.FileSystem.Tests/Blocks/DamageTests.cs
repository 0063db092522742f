using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Blocks;

public sealed class DamageTests
{
    [Fact]
    public async Task A_flipped_bit_anywhere_is_never_served()
    {
        var disk = new SimulatedDisk(1);
        await using var test = await OpenAsync(disk: disk);
        var content = Bytes(200_000, 1);
        await test.WriteAsync("/f", content);
        var random = new Random(1);
        foreach (var file in test.BlockFiles())
        {
            for (var round = 0; round < 150; round++)
            {
                var (offset, bit) = (random.NextInt64(LengthOf(disk, file)), random.Next(8));
                disk.FlipBit(file, offset, bit);
                await test.Files.OpenFileAsync(Root, "/f", default).AsTask().ContinueWith(
                    open => ReadAllAsync(open.Result), TaskScheduler.Default).Unwrap().ShouldRefuseAsync(ErrorCode.CorruptData);
                disk.FlipBit(file, offset, bit);
            }
        }

        (await test.ReadAsync("/f")).ShouldBe(content);
    }

    [Fact]
    public async Task A_block_that_is_cut_short_or_missing_is_never_served()
    {
        var disk = new SimulatedDisk(1);
        await using var test = await OpenAsync(disk: disk);
        foreach (var which in new[] { 0, 1 })
        {
            await test.WriteAsync($"/f{which}", Bytes(200_000, 1));
            var file = test.BlockFiles()[^(2 - which)];
            using (var handle = disk.Open(file, DiskMode.ReadWrite))
                handle.SetLength(handle.LengthBytes - 1);
            await ReadAsync(test, $"/f{which}").ShouldRefuseAsync(ErrorCode.CorruptData);
            disk.Delete(file);
            await ReadAsync(test, $"/f{which}").ShouldRefuseAsync(ErrorCode.CorruptData);
        }
    }

    [Fact]
    public async Task An_undamaged_part_of_a_damaged_file_is_served()
    {
        var disk = new SimulatedDisk(1);
        await using var test = await OpenAsync(disk: disk);
        await test.WriteAsync("/f", Bytes(200_000, 1));
        disk.FlipBit(test.BlockFiles()[0], 150_000, 3);
        using var reader = await test.Files.OpenFileAsync(Root, "/f", default);
        var buffer = new byte[1000];
        (await reader.ReadAsync(100_000, buffer)).ShouldBe(1000);
        buffer.ShouldBe(Bytes(200_000, 1)[100_000..101_000]);
        await Task.Run(() => reader.ReadAsync(150_000, buffer).AsTask()).ShouldRefuseAsync(ErrorCode.CorruptData);
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_while_reads_go_on()
    {
        var disk = new SimulatedDisk(1) { CapacityBytes = 10_000_000 };
        await using var test = await OpenAsync(disk: disk);
        await test.WriteAsync("/f", Bytes(1_000_000, 1));
        await test.Files.WriteFileAsync(Root, "/g", Bytes(20_000_000, 2), new CreateOptions(), default).ShouldRefuseAsync(ErrorCode.DiskFull);
        (await test.Files.FindAsync(Root, "/g", default)).ShouldBeNull();
        (await test.ReadAsync("/f")).ShouldBe(Bytes(1_000_000, 1));
        disk.CapacityBytes = 50_000_000;
        await test.WriteAsync("/g", Bytes(20_000_000, 2));
        (await test.ReadAsync("/g")).ShouldBe(Bytes(20_000_000, 2));
    }

    private static Task<byte[]> ReadAsync(TestFileSystem test, string path) => test.ReadAsync(path);

    private static long LengthOf(Disk disk, string file)
    {
        using var handle = disk.Open(file, DiskMode.Read);
        return handle.LengthBytes;
    }
}
