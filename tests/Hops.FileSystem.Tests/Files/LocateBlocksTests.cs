using Hops.Core.Identity;
using Hops.FileSystem.Door;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tests.Testing;

namespace Hops.FileSystem.Tests.Files;

public sealed class LocateBlocksTests
{
    private const int BlockSizeBytes = 65_536;

    [Fact]
    public async Task Blocks_of_a_file_that_was_appended_to_are_told_as_they_are()
    {
        await using var test = await TestFileSystem.OpenAsync();
        await test.WriteAsync("/file", new byte[100_000], options: new CreateOptions { BlockSizeBytes = BlockSizeBytes });
        await using (var writer = await test.Files.AppendAsync(TestFileSystem.Root, "/file", "test", default))
        {
            await writer.WriteAsync(new byte[70_000]);
            await writer.CloseAsync();
        }

        (await BlocksAsync(test, "/file", 0, long.MaxValue)).ShouldBe(
            [new BlockSpan(0, 65_536), new BlockSpan(65_536, 34_464), new BlockSpan(100_000, 65_536), new BlockSpan(165_536, 4_464)]);
        (await BlocksAsync(test, "/file", 99_999, 2)).ShouldBe([new BlockSpan(65_536, 34_464), new BlockSpan(100_000, 65_536)]);
        (await BlocksAsync(test, "/file", 100_000, 1)).ShouldBe([new BlockSpan(100_000, 65_536)]);
        (await BlocksAsync(test, "/file", 170_000, 1)).ShouldBeEmpty();
        (await BlocksAsync(test, "/file", 0, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_small_file_is_one_block_and_a_directory_none()
    {
        await using var test = await TestFileSystem.OpenAsync();
        await test.WriteAsync("/small", new byte[10]);
        await test.WriteAsync("/empty", Array.Empty<byte>());
        (await BlocksAsync(test, "/small", 0, long.MaxValue)).ShouldBe([new BlockSpan(0, 10)]);
        (await BlocksAsync(test, "/empty", 0, long.MaxValue)).ShouldBeEmpty();
        (await BlocksAsync(test, "/", 0, long.MaxValue)).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<BlockSpan>> BlocksAsync(TestFileSystem test, string path, long offset, long lengthBytes) =>
        (await new FileDoor(test.Files, new OpenGate()).LocateBlocksAsync(TestFileSystem.Root, FilePath.Parse(path), offset, lengthBytes, default)).Blocks;
}
