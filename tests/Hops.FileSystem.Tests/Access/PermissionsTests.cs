using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Tables;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Access;

public sealed class PermissionsTests
{
    private static readonly Principal Alice = Caller("p__alice", "p__data");
    private static readonly Principal Bob = Caller("p__bob", "p__data");
    private static readonly Principal Mallory = Caller("q__mallory", "q__data");

    [Fact]
    public void The_first_class_that_fits_decides_for_every_mode()
    {
        for (var mode = 0; mode < 512; mode++)
        {
            var inode = new Inode { ParentId = 1, Name = "f", Id = 2, Mode = mode, Owner = Alice.Name, Group = "p__data", ModifiedMs = 0, AccessedMs = 0 };
            for (var rights = 0; rights < 8; rights++)
            {
                Permissions.Allows(Alice, inode, (Rights)rights).ShouldBe(((mode >> 6) & rights) == rights);
                Permissions.Allows(Bob, inode, (Rights)rights).ShouldBe(((mode >> 3) & rights) == rights);
                Permissions.Allows(Mallory, inode, (Rights)rights).ShouldBe((mode & rights) == rights);
                Permissions.Allows(Root, inode, (Rights)rights).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public async Task Every_operation_of_a_stranger_on_a_closed_dataset_is_refused()
    {
        await using var test = await WithDatasetAsync(0x1F8); // 0770
        Func<ValueTask>[] operations =
        [
            async () => await test.Files.StatAsync(Mallory, "/d/f", default),
            async () => await test.Files.FindAsync(Mallory, "/d/no", default),
            async () => await test.Files.ListAsync(Mallory, "/d", "", 10, default),
            async () => await test.Files.OpenFileAsync(Mallory, "/d/f", default),
            async () => await test.Files.CreateAsync(Mallory, "/d/new", new CreateOptions(), default),
            async () => await test.Files.CreateAsync(Mallory, "/d/f", new CreateOptions { Overwrite = true }, default),
            async () => await test.Files.WriteFileAsync(Mallory, "/d/new", default, new CreateOptions(), default),
            async () => await test.Files.AppendAsync(Mallory, "/d/f", "", default),
            async () => await test.Files.MkdirsAsync(Mallory, "/d/x/y", 0x1FF, true, default),
            async () => await test.Files.DeleteAsync(Mallory, "/d/f", false, default),
            async () => await test.Files.DeleteAsync(Mallory, "/d", true, default),
            async () => await test.Files.RenameAsync(Mallory, "/d/f", "/tmp/f", false, default),
            async () => await test.Files.RenameAsync(Mallory, "/tmp/m", "/d/m", false, default),
            async () => await test.Files.MoveAsync(Mallory, "/tmp/m", "/d", default),
            async () => await test.Files.SetOwnerAsync(Mallory, "/d/f", Mallory.Name, null, default),
            async () => await test.Files.SetPermissionAsync(Mallory, "/d", 0x1FF, default),
            async () => await test.Files.SetTimesAsync(Mallory, "/d/f", DateTimeOffset.UnixEpoch, null, default),
            async () => await test.Files.SummarizeAsync(Mallory, "/d", default),
            async () => await test.Files.SetQuotaAsync(Mallory, "/d", -1, -1, default),
            async () => await test.Files.FindQuotaAsync(Mallory, "/d/e", default),
            async () => await test.Files.RecoverLeaseAsync(Mallory, "/d/f", default),
        ];
        await test.WriteAsync("/tmp/m", default, Mallory);
        for (var index = 0; index < operations.Length; index++)
        {
            var refusal = await Should.ThrowAsync<PlatformException>(() => operations[index]().AsTask(), $"operation {index}");
            refusal.Code.ShouldBe(ErrorCode.AccessDenied, $"operation {index}: {refusal.Message}");
        }

        (await test.NamesAsync("/d")).ShouldBe(["e", "f"]);
    }

    [Fact]
    public async Task A_member_reads_by_the_group_and_new_names_take_the_group_of_their_directory()
    {
        await using var test = await WithDatasetAsync(0x1F8);
        (await test.ReadAsync("/d/f", Bob)).Length.ShouldBe(10);
        await test.WriteAsync("/d/e/new/bobs", default, Bob);
        var status = await test.Files.StatAsync(Bob, "/d/e/new/bobs", default);
        (status.Owner, status.Group).ShouldBe((Bob.Name, "p__data"));
        (await test.Files.StatAsync(Bob, "/d/e/new", default)).Group.ShouldBe("p__data");
        await test.Files.AppendAsync(Bob, "/d/f", "", default).ShouldRefuseAsync(ErrorCode.AccessDenied);
    }

    [Fact]
    public async Task The_sticky_bit_keeps_the_names_of_others()
    {
        await using var test = await WithDatasetAsync(0x1F8);
        await test.WriteAsync("/tmp/alices", default, Alice);
        await test.WriteAsync("/tmp/bobs", default, Bob);
        await test.Files.DeleteAsync(Bob, "/tmp/alices", false, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.RenameAsync(Bob, "/tmp/alices", "/tmp/x", false, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.RenameAsync(Bob, "/tmp/bobs", "/tmp/alices", true, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        (await test.Files.DeleteAsync(Alice, "/tmp/alices", false, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_tree_with_a_directory_of_another_is_not_deleted_by_its_owner()
    {
        await using var test = await WithDatasetAsync(0x1F8);
        await test.MkdirAsync("/d/e/bobs", 0x1C0, Bob); // 0700
        await test.WriteAsync("/d/e/bobs/f", default, Bob);
        await test.Files.DeleteAsync(Alice, "/d/e", true, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.DeleteAsync(Bob, "/d/e/bobs/f", false, default);
        (await test.Files.DeleteAsync(Alice, "/d/e", true, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Owner_and_group_change_as_in_hdfs()
    {
        await using var test = await WithDatasetAsync(0x1F8);
        await test.Files.SetOwnerAsync(Alice, "/d/f", Bob.Name, null, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.SetOwnerAsync(Alice, "/d/f", null, "q__data", default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.SetOwnerAsync(Alice, "/d/f", "", "p__data", default);
        await test.Files.SetOwnerAsync(Root, "/d/f", Bob.Name, "other", default);
        var status = await test.Files.StatAsync(Root, "/d/f", default);
        (status.Owner, status.Group).ShouldBe((Bob.Name, "other"));
        await test.Files.SetPermissionAsync(Alice, "/d/f", 0x1FF, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.SetOwnerAsync(Root, "/d/f", "a:b", null, default).ShouldRefuseAsync(ErrorCode.InvalidPath);
    }

    [Fact]
    public async Task A_change_of_rights_holds_at_once_for_a_path_that_is_cached()
    {
        await using var test = await WithDatasetAsync(0x1F8);
        await test.Files.StatAsync(Bob, "/d/e", default);
        await test.Files.SetPermissionAsync(Alice, "/d", 0x1C0, default);
        await test.Files.StatAsync(Bob, "/d/e", default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        await test.Files.WriteFileAsync(Bob, "/d/e/x", default, new CreateOptions(), default).ShouldRefuseAsync(ErrorCode.AccessDenied);
    }

    private static async Task<TestFileSystem> WithDatasetAsync(int mode)
    {
        var test = await OpenAsync();
        await test.MkdirAsync("/tmp", 0x3FF);
        await test.MkdirAsync("/d", mode);
        await test.Files.SetOwnerAsync(Root, "/d", Alice.Name, "p__data", default);
        await test.MkdirAsync("/d/e", mode, Alice);
        await test.WriteAsync("/d/f", Bytes(10, 1), Alice);
        return test;
    }
}
