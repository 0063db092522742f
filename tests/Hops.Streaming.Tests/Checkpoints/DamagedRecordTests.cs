using Hops.Core.Errors;
using Hops.Streaming.Batches;
using Hops.Streaming.Checkpoints;

namespace Hops.Streaming.Tests.Checkpoints;

/// <summary>Any member who may write into a sink may write its commits; a disk may cut or flip them. Nothing but a record or a refusal comes of it.</summary>
public sealed class DamagedRecordTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_record_is_read_as_it_was_written_whatever_it_holds(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var record = RandomRecord(random);
            var read = CommitRecord.Parse(record.ToBytes());
            read.ToBytes().ShouldBe(record.ToBytes());
            (read.From, read.To, read.LatestMs, read.Files).ShouldSatisfyAllConditions(
                all => all.From.ShouldBe(record.From), all => all.To.ShouldBe(record.To), all => all.LatestMs.ShouldBe(record.LatestMs), all => all.Files.ShouldBe(record.Files));
            (read.Totals, read.WatermarkMs, read.TopicId, read.State.Snapshot).ShouldBe((record.Totals, record.WatermarkMs, record.TopicId, record.State.Snapshot));
        }
    }

    [Fact]
    public void A_record_that_was_cut_is_damaged_wherever_it_was()
    {
        var whole = RandomRecord(new Random(7)).ToBytes();
        for (var length = 0; length < whole.Length; length++)
            Refusal(whole.AsSpan(0, length)).ShouldBe(ErrorCode.CorruptData, $"{length} of {whole.Length} bytes");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void A_record_with_other_bytes_in_it_is_a_record_or_a_refusal(int seed)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = RandomRecord(random).ToBytes();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (Refusal(bytes) is not { } code)
                continue;
            code.ShouldBeOneOf(ErrorCode.CorruptData, ErrorCode.Unsupported);
            refused++;
        }

        refused.ShouldBeGreaterThan(1_000);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"version":"one"}""")]
    [InlineData("""{"version":1,"sequence":1.5}""")]
    [InlineData("""{"sequence":0,"queryId":"q","fingerprint":"f","topic":"t","from":[0],"to":[1],"timestampMs":1,"runner":"r","state":{},"totals":{"rowsIn":1}}""")]
    [InlineData("""{"sequence":0,"queryId":"q","fingerprint":"f","topic":"t","from":[0],"to":[1],"timestampMs":1,"runner":"r","state":{"snapshot":"s","delta":[]},"totals":{}}""")]
    [InlineData("""{"version":1,"sequence":99999999999999999999}""")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}}")]
    public void What_is_JSON_and_no_record_is_damaged(string json) =>
        Refusal(System.Text.Encoding.UTF8.GetBytes(json)).ShouldBe(ErrorCode.CorruptData);

    /// <summary>Null if it is a record, whose names then lead nowhere else.</summary>
    private static ErrorCode? Refusal(ReadOnlySpan<byte> content)
    {
        try
        {
            var record = CommitRecord.Parse(content);
            record.State.Names.Concat(record.Files).Any(name => name is "" or "." or ".." || name.Contains('/')).ShouldBeFalse();
            return null;
        }
        catch (PlatformException refusal)
        {
            return refusal.Code;
        }
    }

    private static CommitRecord RandomRecord(Random random)
    {
        var partitions = random.Next(1, 6);
        return new CommitRecord
        {
            Sequence = random.NextInt64(),
            QueryId = "query-" + random.Next(),
            Fingerprint = Convert.ToHexString(BitConverter.GetBytes(random.NextInt64())),
            Topic = "töpic \"quoted\" \u2028",
            TopicId = random.Next(3) == 0 ? Guid.Empty : Guid.NewGuid(),
            From = Numbers(random, partitions),
            To = Numbers(random, partitions),
            WatermarkMs = random.NextInt64(long.MinValue, long.MaxValue),
            LatestMs = random.Next(3) == 0 ? null : [.. Enumerable.Range(0, partitions).Select(_ => random.Next(2) == 0 ? (long?)null : random.NextInt64())],
            TimestampMs = random.NextInt64(),
            State = new StateManifest(random.Next(2) == 0 ? null : "state-snapshot-5.parquet", [.. Enumerable.Range(0, random.Next(4)).Select(number => $"state-delta-{number}.parquet")]),
            Files = [.. Enumerable.Range(0, random.Next(3)).Select(number => $"part-{number}-a.parquet")],
            RowsIn = random.NextInt64(),
            RowsLate = random.Next(),
            Totals = new CommitTotals(random.NextInt64(), random.NextInt64(), random.Next(), random.Next(), random.Next(), random.Next()),
            Runner = "runner-" + random.Next(),
        };
    }

    private static long[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt64())];
}
