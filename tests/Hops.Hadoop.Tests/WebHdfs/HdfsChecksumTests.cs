using Hops.Hadoop.WebHdfs.Operations;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class HdfsChecksumTests
{
    // What Apache HDFS 3.4.2 says of the bytes i * 7 % 251 with a block size of 4,096 (hdfs dfs -checksum).
    [Theory]
    [InlineData(0, "MD5-of-0MD5-of-0CRC32", "00000000000000000000000070bc8f4b72a86921468bf8e8441dce51")]
    [InlineData(1_000, "MD5-of-0MD5-of-512CRC32C", "0000020000000000000000001b2e1cc6cc2c33b80ae187088caff870")]
    [InlineData(10_000, "MD5-of-8MD5-of-512CRC32C", "000002000000000000000008d2554241ab4b2c3bc68be21c4baa3fca")]
    public void The_checksum_is_that_of_hdfs(int lengthBytes, string algorithm, string expected)
    {
        var content = Enumerable.Range(0, lengthBytes).Select(index => (byte)(index * 7 % 251)).ToArray();
        foreach (var pieceBytes in new[] { 1, 300, 4_096, 100_000 })
        {
            var checksum = new HdfsChecksum(blockSizeBytes: 4_096);
            foreach (var piece in content.Chunk(pieceBytes))
            {
                checksum.Append(piece);
            }

            Convert.ToHexStringLower(checksum.Finish(out var name)).ShouldBe(expected);
            name.ShouldBe(algorithm);
        }
    }
}
