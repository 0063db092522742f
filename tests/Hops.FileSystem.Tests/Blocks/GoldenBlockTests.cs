using System.Buffers.Binary;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Blocks;

namespace Hops.FileSystem.Tests.Blocks;

/// <summary>A checksum file as version 1 wrote it, once: block 7 of generation 2, 70,000 bytes in two chunks. It is read for ever.</summary>
public sealed class GoldenBlockTests
{
    private const string Version1 =
        "48424c4b010000000700000000000000020000000000000000000100020000007011010000000000111111112222222256968668";

    [Fact]
    public void Version_1_of_the_checksums_is_read_and_written()
    {
        var golden = Convert.FromHexString(Version1);

        BlockFormat.ReadMeta(golden, 7, 2, 70_000).ShouldBe([0x11111111u, 0x22222222u]);
        BlockFormat.WriteMeta(7, 2, 70_000, [0x11111111u, 0x22222222u]).ShouldBe(golden);
    }

    [Fact]
    public void A_newer_version_is_refused()
    {
        var newer = Convert.FromHexString(Version1);
        newer[4] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(newer.Length - 4), Crc32C.Of(newer.AsSpan(0, newer.Length - 4)));

        Should.Throw<PlatformException>(() => BlockFormat.ReadMeta(newer, 7, 2, 70_000)).Code.ShouldBe(ErrorCode.CorruptData);
    }
}
