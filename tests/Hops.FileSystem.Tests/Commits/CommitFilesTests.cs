using Hops.Core.Errors;
using Hops.FileSystem.Commits;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Commits;

public sealed class CommitFilesTests
{
    [Fact]
    public async Task A_batch_becomes_visible_whole()
    {
        await using var test = await WithSinkAsync();
        await test.WriteAsync("/sink/_staged/1", Bytes(100, 1));
        await test.WriteAsync("/sink/_staged/2", Bytes(100_000, 2));
        await test.WriteAsync("/sink/old", Bytes(10, 3));
        var request = Request(0, ("/sink/_staged/1", "/sink/part-1"), ("/sink/_staged/2", "/sink/part-2")) with
        {
            Body = Bytes(80_000, 9),
            Removals = [FilePath.Parse("/sink/old"), FilePath.Parse("/sink/not-there")],
        };
        (await test.Files.CommitFilesAsync(Root, request, default)).Name.ShouldBe("0");
        (await test.NamesAsync("/sink")).ShouldBe(["_staged", "part-1", "part-2"]);
        (await test.NamesAsync("/sink/_staged")).ShouldBeEmpty();
        (await test.ReadAsync("/commits/0")).ShouldBe(Bytes(80_000, 9));
        (await test.ReadAsync("/sink/part-2")).ShouldBe(Bytes(100_000, 2));
    }

    [Fact]
    public async Task Of_two_writers_of_one_number_one_is_fenced_and_changes_nothing()
    {
        await using var test = await WithSinkAsync();
        for (var number = 0; number < 20; number++)
        {
            var commits = new List<Task<FileStatus>>();
            for (var writer = 0; writer < 4; writer++)
            {
                await test.WriteAsync($"/sink/_staged/{number}-{writer}", Bytes(10, writer));
                var request = Request(number, ($"/sink/_staged/{number}-{writer}", $"/sink/part-{number}-{writer}"));
                commits.Add(Task.Run(() => test.Files.CommitFilesAsync(Root, request, default).AsTask()));
            }

            await Task.WhenAll(commits.Select(async commit => await commit.ContinueWith(_ => { }, TaskScheduler.Default)));
            commits.Count(commit => commit.IsCompletedSuccessfully).ShouldBe(1);
            foreach (var commit in commits.Where(commit => commit.IsFaulted))
                await ((Task)commit).ShouldRefuseAsync(ErrorCode.Fenced);
        }

        (await test.NamesAsync("/sink")).Length.ShouldBe(21);
        (await test.NamesAsync("/sink/_staged")).Length.ShouldBe(60);
    }

    [Fact]
    public async Task Only_the_next_number_commits_also_after_a_restart_and_after_old_commits_are_purged()
    {
        await using var test = await WithSinkAsync();
        await test.Files.CommitFilesAsync(Root, Request(1), default).ShouldRefuseAsync(ErrorCode.Fenced);
        await test.Files.CommitFilesAsync(Root, Request(0), default);
        await test.Files.CommitFilesAsync(Root, Request(1), default);
        await test.RestartAsync();
        await test.Files.DeleteAsync(Root, "/commits/0", false, default);
        await test.Files.DeleteAsync(Root, "/commits/1", false, default);
        await test.Files.CommitFilesAsync(Root, Request(1), default).ShouldRefuseAsync(ErrorCode.Fenced);
        await test.Files.CommitFilesAsync(Root, Request(0), default).ShouldRefuseAsync(ErrorCode.Fenced);
        await test.Files.CommitFilesAsync(Root, Request(2), default);
    }

    [Fact]
    public async Task Commits_of_a_foreign_sink_are_gone_on_from()
    {
        await using var test = await WithSinkAsync();
        await test.WriteAsync("/commits/6", Bytes(1, 1));
        await test.Files.CommitFilesAsync(Root, Request(6), default).ShouldRefuseAsync(ErrorCode.Fenced);
        await test.Files.CommitFilesAsync(Root, Request(8), default).ShouldRefuseAsync(ErrorCode.Fenced);
        await test.Files.CommitFilesAsync(Root, Request(7), default);
    }

    [Fact]
    public async Task A_part_that_is_refused_refuses_the_whole()
    {
        await using var test = await WithSinkAsync();
        await test.WriteAsync("/sink/_staged/1", Bytes(10, 1));
        await using var open = await test.Files.CreateAsync(Root, "/sink/_staged/2", new CreateOptions(), default);
        var first = ("/sink/_staged/1", "/sink/part-1");
        await test.Files.CommitFilesAsync(Root, Request(0, first, ("/sink/_staged/2", "/sink/part-2")), default).ShouldRefuseAsync(ErrorCode.Conflict);
        await test.Files.CommitFilesAsync(Root, Request(0, first, ("/sink/no", "/sink/part-2")), default).ShouldRefuseAsync(ErrorCode.NotFound);
        await test.Files.CommitFilesAsync(Caller("mallory"), Request(0, first), default).ShouldRefuseAsync(ErrorCode.AccessDenied);
        (await test.NamesAsync("/sink")).ShouldBe(["_staged"]);
        (await test.NamesAsync("/commits")).ShouldBeEmpty();
        await test.Files.CommitFilesAsync(Root, Request(0, first), default);
    }

    private static CommitRequest Request(long number, params (string From, string To)[] moves) => new()
    {
        CommitDirectory = FilePath.Parse("/commits"),
        Sequence = number,
        Body = Bytes(10, (int)number),
        Moves = [.. moves.Select(move => new FileMove(FilePath.Parse(move.From), FilePath.Parse(move.To)))],
    };

    private static async Task<TestFileSystem> WithSinkAsync()
    {
        var test = await OpenAsync();
        await test.MkdirAsync("/commits");
        await test.MkdirAsync("/sink/_staged");
        return test;
    }
}
