using System.Globalization;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

public sealed class KcatDataTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Kcat_reads_back_what_it_produced(string codec)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        var lines = string.Concat(Enumerable.Range(0, 2000).Select(i => string.Create(CultureInfo.InvariantCulture, $"flight {i} of carrier {i % 7}\n")));

        (await Tool.RunAsync("kcat", ["-P", "-b", broker.Address, "-t", "departures", "-z", codec, "-X", "enable.idempotence=false"], lines)).Succeeded();
        var read = (await Tool.RunAsync("kcat", ["-C", "-b", broker.Address, "-t", "departures", "-e", "-q"])).Succeeded();

        read.ShouldBe(lines);
        broker.Broker.Logs.Find(0, "departures", 0)!.HighWatermark.ShouldBe(2000);
    }
}
