using System.Text;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Records;

public sealed class KeyPartitionsTests
{
    /// <summary>The vectors of Apache Kafka's own test of its hash (org.apache.kafka.common.utils.UtilsTest).</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void The_hash_of_a_key_is_that_of_apache_kafka(string key, int hash)
    {
        var bytes = Encoding.UTF8.GetBytes(key);

        unchecked((int)KeyPartitions.Murmur2(bytes)).ShouldBe(hash);
        KeyPartitions.Of(bytes, 7).ShouldBe((hash & int.MaxValue) % 7);
    }
}
