using Hops.Core.Errors;
using Hops.Streaming.Batches;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Batches;

public sealed class StatelessTests : IDisposable
{
    private const string Schema = """
        {"type":"record","name":"Event","fields":[
          {"name":"id","type":"long"},
          {"name":"name","type":"string"},
          {"name":"note","type":["null","string"],"default":null},
          {"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}}]}
        """;

    private static readonly StreamingQuery Query = new()
    {
        Name = "q", Topic = "events", Sink = "/Projects/p/out", Sql = "SELECT id, upper(name) AS name, note FROM events WHERE id > 1",
    };

    private readonly EngineFixture _fixture = new EngineFixture().Schema(1, Schema);

    public void Dispose() => _fixture.Dispose();

    [DuckDbFact]
    public void A_projection_with_a_filter_writes_one_durable_file()
    {
        _fixture.Open(Query);
        var result = _fixture.Run(0, Batch.Of(Event(1, "ann", null), Event(2, "a name longer than twelve", "note"), Event(3, "café", null)));
        result.RowsIn.ShouldBe(3);
        result.RowsOut.ShouldBe(2);
        result.Files.ShouldHaveSingleItem().LengthBytes.ShouldBe(new FileInfo(result.Files[0].Path).Length);
        _fixture.Rows(result.Files, "SELECT * FROM output ORDER BY id")
            .ShouldBe(["[2,\"A NAME LONGER THAN TWELVE\",\"note\"]", "[3,\"CAFÉ\",null]"]);
    }

    [DuckDbFact]
    public void A_batch_without_rows_writes_no_file()
    {
        _fixture.Open(Query);
        _fixture.Run(0, Batch.Of(Event(1, "ann", null))).Files.ShouldBeEmpty();
        Directory.EnumerateFiles(_fixture.Directory).ShouldBeEmpty();
    }

    [DuckDbFact]
    public void The_columns_of_Kafka_are_there_on_demand()
    {
        _fixture.Open(Query with { Sql = "SELECT _topic, _partition, _offset, _key, _timestamp FROM events" });
        var result = _fixture.Run(0, Batch.Of("events", 7, 41, [Event(1, "a", null)]));
        _fixture.Rows(result.Files).ShouldBe(["[\"events\",7,41,null,\"2020-09-13T12:26:40Z\"]"]);
    }

    [DuckDbFact]
    public void The_time_of_the_batch_is_the_current_time()
    {
        _fixture.Open(Query with { Sql = "SELECT current_timestamp AS a, now() AS b, current_date AS c FROM events" });
        var result = _fixture.Run(0, Batch.Of(Event(1, "a", null)));
        _fixture.Rows(result.Files).ShouldBe(["[\"2024-10-04T00:00:00Z\",\"2024-10-04T00:00:00Z\",\"2024-10-04\"]"]);
    }

    [DuckDbFact]
    public void Many_chunks_over_several_threads_keep_every_row()
    {
        _fixture.Open(Query with { Sql = "SELECT id, note FROM events" });
        var values = Enumerable.Range(0, 100_000).Select(id => (byte[]?)Event(id, "n" + id, id % 3 == 0 ? null : $"the note of {id}")).ToArray();
        var result = _fixture.Run(0, Batch.Of(values));
        result.RowsOut.ShouldBe(100_000);
        _fixture.Rows(result.Files, "SELECT count(DISTINCT id), count(note), sum(length(note))::BIGINT, count(*) FILTER (WHERE note = 'the note of ' || id) FROM output")
            .ShouldBe([$"[100000,66666,{Enumerable.Range(0, 100_000).Where(id => id % 3 != 0).Sum(id => $"the note of {id}".Length)},66666]"]);
    }

    [DuckDbFact]
    public void A_bad_record_fails_the_batch_and_is_named()
    {
        _fixture.Open(Query);
        var refusal = Should.Throw<PlatformException>(() => _fixture.Run(0, Batch.Of("events", 3, 10, [Event(1, "a", null), [0, 0, 0, 0, 1, 5]])));
        refusal.Code.ShouldBe(ErrorCode.UndecodableRecord);
        refusal.Facts["partition"].ShouldBe(3);
        refusal.Facts["offset"].ShouldBe(11L);
        _fixture.Run(0, Batch.Of(Event(2, "b", null))).RowsOut.ShouldBe(1);
    }

    [DuckDbFact]
    public void Bad_records_are_counted_or_handed_back()
    {
        byte[]?[] values = [Event(1, "a", null), null, [1, 2], Event(2, "b", "x"), [0, 0, 0, 0, 9, 2], [.. Event(3, "c", null), 0], Event(4, "d", null)];
        _fixture.Open(Query with { BadRecords = BadRecordPolicy.Drop });
        var dropped = _fixture.Run(0, Batch.Of(values));
        (dropped.RowsIn, dropped.RowsOut, dropped.BadRecordCount, dropped.DeadLetters.Count).ShouldBe((3, 2, 4, 0));

        _fixture.Open(Query with { BadRecords = BadRecordPolicy.DeadLetter, DeadLetterTopic = "bad" });
        var handed = _fixture.Run(0, Batch.Of(values));
        handed.DeadLetters.Select(record => record.Offset).ShouldBe([1, 2, 4, 5]);
        handed.DeadLetters.Select(record => record.Reason).ShouldBe(
            ["the value is null", "the value does not begin with the five-byte header of a schema registry", "the schema registry has no schema 9",
             "1 bytes are left over after the record"]);
        handed.DeadLetters[1].Value.ShouldBe([1, 2]);
    }

    [DuckDbFact]
    public void A_discarded_batch_leaves_no_file()
    {
        var engine = _fixture.Open(Query);
        engine.Process(0, Batch.Of(Event(5, "a", null)), DateTimeOffset.UnixEpoch).Files.Count.ShouldBe(1);
        engine.Discard();
        Directory.EnumerateFiles(_fixture.Directory).ShouldBeEmpty();
    }

    private static byte[] Event(long id, string name, string? note)
    {
        var bytes = AvroBytes.Framed(1).Long(id).Text(name);
        return (note is null ? bytes.Long(0) : bytes.Long(1).Text(note)).Long(1_600_000_000_000).ToArray();
    }
}
