using System.Buffers.Binary;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Blocks;

namespace Hops.FileSystem.Tests.Blocks;

/// <summary>Each field of a checksum file is held against what is known of the block, also where the checksum of the whole is right.</summary>
public sealed class BlockFormatTests
{
    private const long BlockId = 0x1122334455667788;
    private const long Generation = 7;
    private const long Length = 3 * BlockFormat.ChunkLengthBytes - 5;

    private static readonly uint[] Checksums = [0xAABBCCDD, 1, 0xFFFFFFFF];

    public static TheoryData<string, int, int, long> Fields => new()
    {
        { "magic", 0, 4, 0x4B4C4243 },
        { "version", 4, 4, 2 },
        { "block id", 8, 8, BlockId + 1 },
        { "generation", 16, 8, Generation - 1 },
        { "chunk length", 24, 4, 512 },
        { "chunk count", 28, 4, 2 },
        { "block length", 32, 8, Length - 1 },
    };

    [Fact]
    public void Checksums_are_read_as_they_were_written() => BlockFormat.ReadMeta(Meta(), BlockId, Generation, Length).ShouldBe(Checksums);

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_file_that_is_whole_and_speaks_of_something_else_is_refused(string field, int at, int width, long value)
    {
        var meta = Meta();
        if (width == 4)
            BinaryPrimitives.WriteInt32LittleEndian(meta.AsSpan(at), (int)value);
        else
            BinaryPrimitives.WriteInt64LittleEndian(meta.AsSpan(at), value);
        BinaryPrimitives.WriteUInt32LittleEndian(meta.AsSpan(meta.Length - 4), Crc32C.Of(meta.AsSpan(0, meta.Length - 4)));

        Refused(meta, field);
    }

    [Fact]
    public void Every_flipped_bit_and_every_cut_is_refused()
    {
        for (var bit = 0; bit < Meta().Length * 8; bit++)
        {
            var meta = Meta();
            meta[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(meta, $"bit {bit}");
        }

        for (var length = 0; length < Meta().Length; length++)
            Refused(Meta()[..length], $"cut to {length}");
        Refused([.. Meta(), 0], "a byte more");
        Refused([.. Meta(), .. Meta()], "twice");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(65_535, 1)]
    [InlineData(65_536, 1)]
    [InlineData(65_537, 2)]
    [InlineData(131_072, 2)]
    [InlineData(131_073, 3)]
    public void A_block_has_a_checksum_for_each_begun_chunk(long lengthBytes, int chunks)
    {
        var meta = BlockFormat.WriteMeta(1, 1, lengthBytes, new uint[chunks]);

        BlockFormat.ReadMeta(meta, 1, 1, lengthBytes).Length.ShouldBe(chunks);
        BlockFormat.IsMetaOf(BlockFormat.WriteMeta(1, 1, lengthBytes, new uint[chunks + 1]), 1, 1, lengthBytes).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1_2", 1L, 2L)]
    [InlineData("1_2.meta", 1L, 2L)]
    [InlineData("9223372036854775807_1", long.MaxValue, 1L)]
    [InlineData("", null, null)]
    [InlineData("1", null, null)]
    [InlineData("1_", null, null)]
    [InlineData("_1", null, null)]
    [InlineData("1_2_3", null, null)]
    [InlineData("1_2.meta.meta", null, null)]
    [InlineData("1_2.tmp", null, null)]
    [InlineData("-1_2", null, null)]
    [InlineData("+1_2", null, null)]
    [InlineData(" 1_2", null, null)]
    [InlineData("1_2\n", null, null)]
    [InlineData("0x1_2", null, null)]
    [InlineData("9223372036854775808_1", null, null)]
    public void A_name_is_of_a_block_or_of_something_that_is_none_of_ours(string name, long? blockId, long? generation)
    {
        var parsed = BlockFormat.ParseName(name);

        (parsed?.BlockId, parsed?.Generation).ShouldBe((blockId, generation));
    }

    private static byte[] Meta() => BlockFormat.WriteMeta(BlockId, Generation, Length, Checksums);

    private static void Refused(byte[] meta, string why)
    {
        BlockFormat.IsMetaOf(meta, BlockId, Generation, Length).ShouldBeFalse(why);
        Should.Throw<PlatformException>(() => BlockFormat.ReadMeta(meta, BlockId, Generation, Length), why).Code.ShouldBe(ErrorCode.CorruptData);
    }
}
