using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Namespace;

public sealed class RenameTests
{
    [Fact]
    public async Task A_directory_moves_with_all_that_is_below_it()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/a/b/c");
        await test.WriteAsync("/a/b/c/f", Bytes(100, 1));
        await test.Files.RenameAsync(Root, "/a/b", "/x", false, default);

        (await test.ReadAsync("/x/c/f")).ShouldBe(Bytes(100, 1));
        (await test.Files.FindAsync(Root, "/a/b/c/f", default)).ShouldBeNull();
        (await test.NamesAsync("/a")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rename_keeps_the_inode_and_its_attributes()
    {
        await using var test = await OpenAsync();
        await test.WriteAsync("/f", Bytes(10, 1));
        var before = await test.Files.StatAsync(Root, "/f", default);
        await test.Files.RenameAsync(Root, "/f", "/g", false, default);
        (await test.Files.StatAsync(Root, "/g", default)).ShouldBe(before with { Name = "g" });
    }

    [Fact]
    public async Task Rename_over_an_existing_file_is_refused_unless_asked_for()
    {
        await using var test = await OpenAsync();
        await test.WriteAsync("/f", Bytes(10, 1));
        await test.WriteAsync("/g", Bytes(10, 2));
        await test.Files.RenameAsync(Root, "/f", "/g", false, default).ShouldRefuseAsync(ErrorCode.AlreadyExists);
        await test.Files.RenameAsync(Root, "/f", "/g", true, default);
        (await test.ReadAsync("/g")).ShouldBe(Bytes(10, 1));
        (await test.NamesAsync("/")).ShouldBe(["g"]);
    }

    [Fact]
    public async Task A_directory_replaces_an_empty_directory_only()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/a/1");
        await test.MkdirAsync("/b");
        await test.MkdirAsync("/full/2");
        await test.WriteAsync("/f", default);
        await test.Files.RenameAsync(Root, "/a", "/full", true, default).ShouldRefuseAsync(ErrorCode.DirectoryNotEmpty);
        await test.Files.RenameAsync(Root, "/a", "/f", true, default).ShouldRefuseAsync(ErrorCode.NotADirectory);
        await test.Files.RenameAsync(Root, "/f", "/b", true, default).ShouldRefuseAsync(ErrorCode.IsADirectory);
        await test.Files.RenameAsync(Root, "/a", "/b", true, default);
        (await test.NamesAsync("/b")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_directory_cannot_move_below_itself()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/a/b");
        await test.MkdirAsync("/ab");
        await test.Files.RenameAsync(Root, "/a", "/a/b/c", false, default).ShouldRefuseAsync(ErrorCode.InvalidArgument);
        await test.Files.RenameAsync(Root, "/a", "/a", false, default).ShouldRefuseAsync(ErrorCode.AlreadyExists);
        await test.Files.RenameAsync(Root, "/", "/a/b/c", false, default).ShouldRefuseAsync(ErrorCode.InvalidArgument);
        await test.Files.RenameAsync(Root, "/a", "/", false, default).ShouldRefuseAsync(ErrorCode.InvalidArgument);
        await test.Files.RenameAsync(Root, "/a", "/ab/a", false, default);
        (await test.NamesAsync("/ab/a")).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Missing_sources_and_parents_are_named()
    {
        await using var test = await OpenAsync();
        await test.WriteAsync("/f", default);
        (await test.Files.RenameAsync(Root, "/no", "/x", false, default).ShouldRefuseAsync(ErrorCode.NotFound)).Message.ShouldContain("rename source /no");
        (await test.Files.RenameAsync(Root, "/f", "/no/x", false, default).ShouldRefuseAsync(ErrorCode.NotFound)).Message.ShouldContain("parent /no");
        await test.MkdirAsync("/d");
        await test.Files.RenameAsync(Root, "/d", "/f/x", false, default).ShouldRefuseAsync(ErrorCode.NotADirectory);
    }

    [Fact]
    public async Task Opposite_renames_at_the_same_time_make_no_cycle()
    {
        await using var test = await OpenAsync();
        for (var round = 0; round < 20; round++)
        {
            await test.MkdirAsync($"/r{round}/a/x");
            await test.MkdirAsync($"/r{round}/b/y");
            var renames = new[]
            {
                test.Files.RenameAsync(Root, $"/r{round}/a", $"/r{round}/b/y/a", false, default).AsTask(),
                test.Files.RenameAsync(Root, $"/r{round}/b", $"/r{round}/a/x/b", false, default).AsTask(),
            };
            await Task.WhenAll(renames.Select(async rename => await rename.ContinueWith(_ => { }, TaskScheduler.Default)));
            renames.Count(rename => rename.IsCompletedSuccessfully).ShouldBe(1);
            (await test.Files.SummarizeAsync(Root, $"/r{round}", default)).DirectoryCount.ShouldBe(5);
        }
    }

    [Fact]
    public async Task The_older_rename_moves_into_a_directory_and_answers_no_instead_of_refusing()
    {
        await using var test = await OpenAsync();
        await test.WriteAsync("/f", default);
        await test.WriteAsync("/g", default);
        await test.MkdirAsync("/d/e");
        (await test.Files.MoveAsync(Root, "/no", "/x", default)).ShouldBeFalse();
        (await test.Files.MoveAsync(Root, "/f", "/g", default)).ShouldBeFalse();
        (await test.Files.MoveAsync(Root, "/f", "/no/g", default)).ShouldBeFalse();
        (await test.Files.MoveAsync(Root, "/d", "/d/e", default)).ShouldBeFalse();
        (await test.Files.MoveAsync(Root, "/f", "/f", default)).ShouldBeTrue();
        (await test.Files.MoveAsync(Root, "/f", "/d", default)).ShouldBeTrue();
        (await test.NamesAsync("/d")).ShouldBe(["e", "f"]);
    }
}
