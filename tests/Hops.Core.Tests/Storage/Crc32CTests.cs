using Hops.Core.Storage;
using Shouldly;
using Xunit;

namespace Hops.Core.Tests.Storage;

public sealed class Crc32CTests
{
    [Fact]
    public void The_check_value_of_the_algorithm_comes_out() => Crc32C.Of("123456789"u8).ShouldBe(0xE3069283);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    public void Pieces_give_the_checksum_of_the_whole(int cut)
    {
        var bytes = "The quick brown"u8;
        var checksum = new Crc32C();
        checksum.Append(bytes[..cut]);
        checksum.Append(bytes[cut..]);
        checksum.Value.ShouldBe(Crc32C.Of(bytes));
    }

    [Theory]
    [InlineData(3071, 0)]
    [InlineData(3072, 0)]
    [InlineData(3073, 1)]
    [InlineData(6144, 0)]
    [InlineData(10_000, 3)]
    [InlineData(100_003, 7)]
    public void Long_runs_have_the_checksum_that_its_definition_gives(int lengthBytes, int start)
    {
        var bytes = new byte[start + lengthBytes];
        new Random(lengthBytes).NextBytes(bytes);
        var run = bytes.AsSpan(start);
        Crc32C.Of(run).ShouldBe(ByDefinition(run));
        var pieces = new Crc32C();
        pieces.Append(run[..(lengthBytes / 3)]);
        pieces.Append(run[(lengthBytes / 3)..]);
        pieces.Value.ShouldBe(ByDefinition(run));
    }

    /// <summary>Division by the polynomial, bit after bit.</summary>
    private static uint ByDefinition(ReadOnlySpan<byte> bytes)
    {
        var state = uint.MaxValue;
        foreach (var value in bytes)
        {
            state ^= value;
            for (var bit = 0; bit < 8; bit++)
                state = (state >> 1) ^ ((state & 1) == 0 ? 0 : 0x82F63B78u);
        }

        return ~state;
    }
}
