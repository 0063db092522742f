using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Tests.Batches;

/// <summary>The watermark over batches at random: what must hold whatever partitions bring, leave unread or lose.</summary>
public sealed class WatermarkModelTests
{
    private const int Partitions = 4;
    private const int Batches = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void It_keeps_its_promises_whatever_comes(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 40; run++)
        {
            var delayMs = random.Next(0, 500);
            var watermark = new Watermark(delayMs);
            var latest = new Dictionary<int, long>();
            var presentMs = 0L;
            for (var batch = 0; batch < Batches; batch++)
            {
                var (input, times) = RandomBatch(random, batch);
                if (random.Next(5) == 0)
                {
                    // Thrown away: as if it had not been.
                    watermark.After(presentMs, input, times);
                    watermark.Discard();
                    continue;
                }

                var nextMs = watermark.After(presentMs, input, times);
                foreach (var (partition, micros) in times)
                    latest[partition] = Math.Max(latest.GetValueOrDefault(partition, long.MinValue), Watermark.Millis(micros));

                nextMs.ShouldBeGreaterThanOrEqualTo(presentMs, "it never goes back");
                if (nextMs > presentMs)
                {
                    nextMs.ShouldBeLessThanOrEqualTo(latest.Values.Max() - delayMs, "it is no later than anything that was seen");
                    foreach (var partition in input.Unfinished.Where(latest.ContainsKey))
                        nextMs.ShouldBeLessThanOrEqualTo(latest[partition] - delayMs, "it overtakes no partition that has more to say");
                    input.Unfinished.All(partition => latest.ContainsKey(partition) || input.Slices.Any(slice => slice.Partition == partition))
                        .ShouldBeTrue("it does not move past a partition of which nothing was read yet");
                }
                else if (latest.Count > 0 && input.Unfinished.Count == 0)
                {
                    nextMs.ShouldBeGreaterThanOrEqualTo(latest.Values.Max() - delayMs, "it does not lag without a reason");
                }

                watermark.Accept();
                presentMs = nextMs;
                watermark = random.Next(3) == 0 ? Restarted(watermark, delayMs) : watermark;
            }
        }
    }

    private static Watermark Restarted(Watermark before, long delayMs)
    {
        var kept = before.Pending();
        var after = new Watermark(delayMs);
        after.Restore(kept);
        after.Pending().ShouldBe(kept);
        return after;
    }

    private static (SourceBatch Input, Dictionary<int, long> LatestMicros) RandomBatch(Random random, int batch)
    {
        var read = Enumerable.Range(0, Partitions).Where(_ => random.Next(3) > 0).ToArray();
        var unfinished = Enumerable.Range(0, Partitions).Where(_ => random.Next(4) == 0).ToArray();
        var times = read.Where(_ => random.Next(5) > 0).ToDictionary(partition => partition, _ => ((batch * 100L) + random.Next(-2_000, 2_000)) * 1_000);
        var slices = read.Select(partition => new SourceSlice("t", partition, default, default)).ToArray();
        return (new SourceBatch(slices) { Unfinished = unfinished }, times);
    }
}
