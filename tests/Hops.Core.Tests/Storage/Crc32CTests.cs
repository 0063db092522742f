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
}
