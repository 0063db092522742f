using Hops.Core.Errors;
using Hops.Core.Storage;

namespace Hops.Core.Tests.Storage;

/// <summary>What programs may expect of every <see cref="Disk"/>.</summary>
public abstract class DiskConformance
{
    private protected abstract Disk Disk { get; }

    /// <summary>An existing, empty directory.</summary>
    private protected abstract string Root { get; }

    private string File => Path.Combine(Root, "file");

    [Fact]
    public void A_new_file_is_empty_and_exists()
    {
        using var file = Disk.Open(File, DiskMode.CreateNew);

        file.LengthBytes.ShouldBe(0);
        file.Path.ShouldBe(File);
        Disk.FileExists(File).ShouldBeTrue();
        Disk.DirectoryExists(File).ShouldBeFalse();
    }

    [Fact]
    public void Creating_over_an_existing_file_is_refused()
    {
        Write("content");

        Should.Throw<IOException>(() => Disk.Open(File, DiskMode.CreateNew));

        Read().ShouldBe("content");
    }

    [Theory]
    [InlineData(DiskMode.Read)]
    [InlineData(DiskMode.ReadWrite)]
    public void Opening_a_missing_file_is_refused(DiskMode mode) =>
        Should.Throw<FileNotFoundException>(() => Disk.Open(File, mode));

    [Theory]
    [InlineData(DiskMode.CreateNew)]
    [InlineData(DiskMode.OpenOrCreate)]
    public void Creating_in_a_missing_directory_is_refused(DiskMode mode) =>
        Should.Throw<FileNotFoundException>(() => Disk.Open(Path.Combine(Root, "no", "file"), mode));

    [Fact]
    public void Opening_or_creating_keeps_the_content()
    {
        Write("content");

        using (Disk.Open(File, DiskMode.OpenOrCreate))
        {
        }

        Read().ShouldBe("content");
    }

    [Fact]
    public void A_read_at_the_end_is_short_and_after_it_empty()
    {
        Write("content");
        using var file = Disk.Open(File, DiskMode.Read);
        var buffer = new byte[10];

        file.Read(buffer, 3).ShouldBe(4);
        file.Read(buffer, 7).ShouldBe(0);
        file.Read(buffer, 1_000).ShouldBe(0);
        Should.Throw<EndOfStreamException>(() => file.ReadExactly(new byte[8], 0));
    }

    [Fact]
    public void A_write_beyond_the_end_leaves_zeros_between()
    {
        using var file = Disk.Open(File, DiskMode.CreateNew);
        file.Write([1], 0);
        file.Write([2], 2_000);

        file.LengthBytes.ShouldBe(2_001);
        var content = new byte[2_001];
        file.ReadExactly(content, 0);
        content[0].ShouldBe((byte)1);
        content[2_000].ShouldBe((byte)2);
        content.AsSpan(1, 1_999).IndexOfAnyExcept((byte)0).ShouldBe(-1);
    }

    [Fact]
    public void A_gather_write_puts_buffers_one_after_the_other()
    {
        using var file = Disk.Open(File, DiskMode.CreateNew);
        file.Write([new byte[] { 1, 2 }, ReadOnlyMemory<byte>.Empty, new byte[] { 3 }], 1);

        Disk.ReadAll(File, 10).ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public void Cutting_and_extending_a_file_leaves_zeros()
    {
        Write("content");
        using var file = Disk.Open(File, DiskMode.ReadWrite);
        file.SetLength(3);
        file.SetLength(6);

        Read().ShouldBe("con\0\0\0");
    }

    [Fact]
    public void Reserving_room_does_not_change_the_length()
    {
        using var file = Disk.Open(File, DiskMode.CreateNew);
        file.Write([1], 0);
        file.Allocate(0, 100_000);

        file.LengthBytes.ShouldBe(1);
    }

    [Fact]
    public void A_file_open_for_reading_cannot_be_written()
    {
        Write("content");
        using var file = Disk.Open(File, DiskMode.Read);

        Should.Throw<IOException>(() => file.Write([1], 0));
        Should.Throw<IOException>(() => file.SetLength(0));
        Read().ShouldBe("content");
    }

    [Fact]
    public void A_closed_file_is_refused()
    {
        var file = Disk.Open(File, DiskMode.CreateNew);
        file.Dispose();
        file.Dispose();

        Should.Throw<ObjectDisposedException>(() => file.Write([1], 0));
        Should.Throw<ObjectDisposedException>(() => file.Read(new byte[1], 0));
        Should.Throw<ObjectDisposedException>(file.Sync);
    }

    [Fact]
    public void Syncs_succeed()
    {
        using var file = Disk.Open(File, DiskMode.CreateNew);
        file.Write([1], 0);
        file.SyncData();
        file.Sync();
        Disk.SyncDirectory(Root);
    }

    [Fact]
    public void A_rename_replaces_a_file()
    {
        Write("new", "a");
        Write("old", "b");

        Disk.Rename(Path.Combine(Root, "a"), Path.Combine(Root, "b"));

        Disk.List(Root).ShouldBe(["b"]);
        Read("b").ShouldBe("new");
    }

    [Fact]
    public void A_rename_of_a_directory_takes_its_content_along()
    {
        Disk.CreateDirectory(Path.Combine(Root, "a", "deep"));
        Write("content", "a/deep/file");

        Disk.Rename(Path.Combine(Root, "a"), Path.Combine(Root, "b"));

        Read("b/deep/file").ShouldBe("content");
        Disk.DirectoryExists(Path.Combine(Root, "a")).ShouldBeFalse();
    }

    [Fact]
    public void A_rename_over_a_filled_directory_or_of_nothing_is_refused()
    {
        Disk.CreateDirectory(Path.Combine(Root, "a"));
        Disk.CreateDirectory(Path.Combine(Root, "b"));
        Write("content", "b/file");

        Should.Throw<IOException>(() => Disk.Rename(Path.Combine(Root, "a"), Path.Combine(Root, "b")));
        Should.Throw<FileNotFoundException>(() => Disk.Rename(Path.Combine(Root, "x"), Path.Combine(Root, "y")));
        Read("b/file").ShouldBe("content");
    }

    [Fact]
    public void An_open_file_outlives_its_name()
    {
        Write("content");
        using var file = Disk.Open(File, DiskMode.ReadWrite);
        Disk.Delete(File);

        file.Write("C"u8, 0);
        var content = new byte[7];
        file.ReadExactly(content, 0);
        content.ShouldBe("Content"u8.ToArray());
        Disk.FileExists(File).ShouldBeFalse();
    }

    [Fact]
    public void Removing_what_is_not_there_does_nothing()
    {
        Disk.Delete(File);
        Disk.DeleteDirectory(Path.Combine(Root, "none"));
        Disk.List(Path.Combine(Root, "none")).ShouldBeEmpty();
    }

    [Fact]
    public void A_directory_is_removed_with_its_content()
    {
        Disk.CreateDirectory(Path.Combine(Root, "a", "b"));
        Write("content", "a/b/file");
        Write("content", "a/file");

        Should.Throw<IOException>(() => Disk.Delete(Path.Combine(Root, "a")));
        Disk.DeleteDirectory(Path.Combine(Root, "a"));

        Disk.List(Root).ShouldBeEmpty();
    }

    [Fact]
    public void Names_are_listed_in_ordinal_order()
    {
        foreach (var name in new[] { "b", "B", "a", "_" })
            Write("", name);
        Disk.CreateDirectory(Path.Combine(Root, "A"));

        Disk.List(Root).ShouldBe(["A", "B", "_", "a", "b"]);
    }

    [Fact]
    public void A_lock_is_held_by_one_open_file_until_it_is_closed()
    {
        var first = Disk.Open(File, DiskMode.CreateNew);
        using var second = Disk.Open(File, DiskMode.ReadWrite);

        first.TryLock().ShouldBeTrue();
        first.TryLock().ShouldBeTrue();
        second.TryLock().ShouldBeFalse();
        first.Dispose();
        second.TryLock().ShouldBeTrue();
    }

    [Fact]
    public void A_small_file_is_replaced_as_a_whole()
    {
        Disk.Replace(File, "one"u8);
        Disk.Replace(File, "two"u8);

        Read().ShouldBe("two");
        Disk.List(Root).ShouldBe(["file"]);
        Should.Throw<IOException>(() => Disk.ReadAll(File, 2));
    }

    [Fact]
    public void There_is_free_room() => Disk.FreeBytes(Root).ShouldBeGreaterThan(0);

    [Fact]
    public void A_write_to_a_full_disk_is_refused_and_reads_go_on()
    {
        using var full = OpenOnFullDisk();

        Should.Throw<PlatformException>(() => full.Write(new byte[4096], 0)).Code.ShouldBe(ErrorCode.DiskFull);
    }

    /// <summary>A file whose next write finds the disk full.</summary>
    private protected abstract DiskFile OpenOnFullDisk();

    private protected void Write(string content, string name = "file")
    {
        using var file = Disk.Open(Path.Combine(Root, name), DiskMode.CreateNew);
        file.Write(System.Text.Encoding.UTF8.GetBytes(content), 0);
    }

    private protected string Read(string name = "file") => System.Text.Encoding.UTF8.GetString(Disk.ReadAll(Path.Combine(Root, name), 1 << 20));
}
