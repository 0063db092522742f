using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Tests.Sources;

/// <summary>Ranges whose stored batches cannot all be opened, and what the policies for bad records make of them.</summary>
public sealed class SourceRangeTests : IDisposable
{
    private const int AttributesAt = 22;

    private static readonly Dictionary<string, Action<byte[]>> Damages = new(StringComparer.Ordinal)
    {
        ["a flipped byte"] = batch => batch[^1] ^= 1,
        ["a codec that says zstd of what is none"] = batch => Stamped(batch, () => batch[AttributesAt] |= 4),
        ["a record longer than its batch"] = batch => Stamped(batch, () => batch[RecordBatchHeader.LengthBytes] = 0x7e),
        ["a record cut short"] = batch => Stamped(batch, () => batch[RecordBatchHeader.LengthBytes] = 0x04),
    };

    private readonly EngineFixture _fixture = new EngineFixture().Schema(1, """{"type":"record","name":"E","fields":[{"name":"n","type":"long"}]}""");

    public static TheoryData<string> DamageNames => [.. Damages.Keys];

    public void Dispose() => _fixture.Dispose();

    [DuckDbTheory]
    [MemberData(nameof(DamageNames))]
    public void Under_drop_a_batch_that_cannot_be_opened_is_counted_and_the_others_are_read(string damage)
    {
        using var range = Range(damage);
        Open(BadRecordPolicy.Drop);
        var result = _fixture.Run(0, range.Batch);
        (result.RowsIn, result.BadRecordCount, range.To[0]).ShouldBe((4, 2, 6));
        _fixture.Rows(result.Files, "SELECT n FROM output ORDER BY n").ShouldBe(["[0]", "[1]", "[4]", "[5]"]);
        result.DeadLetters.ShouldBeEmpty();
    }

    [DuckDbTheory]
    [MemberData(nameof(DamageNames))]
    public void Under_fail_the_query_says_where_the_batch_lies(string damage)
    {
        using var range = Range(damage);
        Open(BadRecordPolicy.Fail);
        var refusal = Should.Throw<PlatformException>(() => _fixture.Engine.Process(0, range.Batch, DateTimeOffset.UnixEpoch));
        (refusal.Code, refusal.Facts["partition"], refusal.Facts["offset"]).ShouldBe((ErrorCode.UndecodableRecord, 0, 2L));
        refusal.Message.ShouldContain("the stored batch of the offsets 2 to 3 cannot be opened");
    }

    [DuckDbFact]
    public void Under_deadLetter_its_bytes_are_the_letter()
    {
        using var range = Range("a flipped byte");
        Open(BadRecordPolicy.DeadLetter);
        var letter = _fixture.Run(0, range.Batch).DeadLetters.ShouldHaveSingleItem();
        (letter.Offset, letter.Value!.Length).ShouldBe((2, BatchOf(2).Length));
    }

    [Fact]
    public void Bytes_that_are_no_batch_at_all_end_the_reading_instead_of_being_asked_for_again()
    {
        using var range = new SourceRange("events", [0], [6]);
        var refusal = Should.Throw<PlatformException>(() => range.Claim([new FetchedRecords(0, new byte[200], 6)], [6]));
        (refusal.Code, refusal.Facts["offset"]).ShouldBe((ErrorCode.CorruptData, 0L));
    }

    private void Open(BadRecordPolicy policy) => _fixture.Open(new StreamingQuery
    {
        Name = "q", Topic = "events", Sink = "/s", Sql = "SELECT n FROM events", BadRecords = policy, DeadLetterTopic = "bad",
    });

    /// <summary>Three batches of two records each, the middle one damaged.</summary>
    private static SourceRange Range(string damage)
    {
        var middle = BatchOf(2);
        Damages[damage](middle);
        var range = new SourceRange("events", [0], [6]);
        range.Claim([new FetchedRecords(0, (byte[])[.. BatchOf(0), .. middle, .. BatchOf(4)], 6)], [6]);
        range.OpenClaimed();
        return range;
    }

    private static byte[] BatchOf(long first)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        for (var number = first; number < first + 2; number++)
            writer.Add(1_600_000_000_000, default, AvroBytes.Framed(1).Long(number).ToArray());
        var batch = writer.Build().ToArray();
        RecordBatchHeader.Stamp(batch, first, leaderEpoch: 0);
        return batch;
    }

    private static void Stamped(byte[] batch, Action change)
    {
        change();
        RecordBatchHeader.StampCrc(batch);
    }
}
