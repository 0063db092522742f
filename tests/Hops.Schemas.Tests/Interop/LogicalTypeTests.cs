using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Avro;
using Avro.Generic;
using Avro.IO;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;

namespace Hops.Schemas.Tests.Interop;

/// <summary>Values of logical types that were texts are the same values for Apache.Avro and fastavro, and what those write is printed as it is.</summary>
public sealed class LogicalTypeTests
{
    private const string Schema =
        """
        {"type":"record","name":"R","fields":[
          {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
          {"name":"debt","type":{"type":"fixed","name":"F","size":8,"logicalType":"decimal","precision":18,"scale":4}},
          {"name":"day","type":{"type":"int","logicalType":"date"}},
          {"name":"tm","type":{"type":"int","logicalType":"time-millis"}},
          {"name":"tu","type":{"type":"long","logicalType":"time-micros"}},
          {"name":"ms","type":{"type":"long","logicalType":"timestamp-millis"}},
          {"name":"us","type":{"type":"long","logicalType":"timestamp-micros"}},
          {"name":"lms","type":{"type":"long","logicalType":"local-timestamp-millis"}},
          {"name":"id","type":{"type":"string","logicalType":"uuid"}}]}
        """;

    private const string Values =
        """{"price":"1.50","debt":"-12345678901234.5678","day":"1969-12-31","tm":"10:00:59.123","tu":"10:00:59.123456","ms":"2013-01-31T10:00:59.123Z","us":"1969-12-31T23:59:59.999999Z","lms":"2013-01-31T10:00:59.123","id":"123e4567-e89b-12d3-a456-426614174000"}""";

    private static readonly AvroSchema Ours = AvroSchema.Parse(Schema);

    [Fact]
    public void Apache_Avro_reads_the_values_that_the_texts_name()
    {
        var theirs = (RecordSchema)global::Avro.Schema.Parse(Schema);
        using var bytes = new MemoryStream(Encode(Values));
        var record = new GenericDatumReader<GenericRecord>(theirs, theirs).Read(null!, new BinaryDecoder(bytes));

        ((AvroDecimal)record["price"]).ToString(null, CultureInfo.InvariantCulture).ShouldBe("1.50");
        ((AvroDecimal)record["debt"]).ToString(null, CultureInfo.InvariantCulture).ShouldBe("-12345678901234.5678");
        record["day"].ShouldBe(new DateTime(1969, 12, 31));
        record["tm"].ShouldBe(new TimeSpan(0, 10, 0, 59, 123));
        record["tu"].ShouldBe(new TimeSpan(0, 10, 0, 59, 123, 456));
        record["ms"].ShouldBe(new DateTime(2013, 1, 31, 10, 0, 59, 123, DateTimeKind.Utc));
        record["us"].ShouldBe(new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMicroseconds(-1));
        record["id"].ShouldBe(new Guid("123e4567-e89b-12d3-a456-426614174000"));
    }

    [Fact]
    public void What_Apache_Avro_writes_is_printed_as_it_is()
    {
        var theirs = (RecordSchema)global::Avro.Schema.Parse(Schema);
        var record = new GenericRecord(theirs);
        record.Add("price", new AvroDecimal(1.50m));
        record.Add("debt", new AvroDecimal(-12345678901234.5678m));
        record.Add("day", new DateTime(1969, 12, 31, 0, 0, 0, DateTimeKind.Utc));
        record.Add("tm", new TimeSpan(0, 10, 0, 59, 123));
        record.Add("tu", new TimeSpan(0, 10, 0, 59, 123, 456));
        record.Add("ms", new DateTime(2013, 1, 31, 10, 0, 59, 123, DateTimeKind.Utc));
        record.Add("us", new DateTime(2013, 1, 31, 10, 0, 59, DateTimeKind.Utc).AddMicroseconds(123456));
        record.Add("lms", new DateTime(2013, 1, 31, 10, 0, 59, 123, DateTimeKind.Utc));
        record.Add("id", new Guid("123e4567-e89b-12d3-a456-426614174000"));
        using var bytes = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(theirs).Write(record, new BinaryEncoder(bytes));

        var printed = JsonElement.Parse(PlainJson.Decode(DecodePlan.Of(Ours), bytes.ToArray()));

        var wanted = JsonElement.Parse(Values);
        foreach (var field in wanted.EnumerateObject())
        {
            // Its local times go through the time zone of the machine, and its microseconds before 1970 round up.
            if (field.Name is not ("lms" or "us"))
                printed.GetProperty(field.Name).GetString().ShouldBe(field.Value.GetString(), field.Name);
        }

        printed.GetProperty("us").GetString().ShouldBe("2013-01-31T10:00:59.123456Z");
    }

    [PythonFact]
    public async Task Fastavro_reads_the_values_that_the_texts_name_and_writes_the_same_bytes()
    {
        var ours = Convert.ToHexStringLower(Encode(Values));

        var answer = JsonElement.Parse(await Python.RunAsync("avro_logical.py", JsonSerializer.Serialize(new { schema = Schema, hex = ours }), Python.Wheels));

        answer.GetProperty("hex").GetString().ShouldBe(ours);
        answer.GetProperty("values").EnumerateObject().Select(value => value.Value.GetString()).ShouldBe(
        [
            "1.50", "-12345678901234.5678", "1969-12-31", "10:00:59.123000", "10:00:59.123456", "2013-01-31 10:00:59.123000+00:00",
            "1969-12-31 23:59:59.999999+00:00", "2013-01-31 10:00:59.123000", "123e4567-e89b-12d3-a456-426614174000",
        ]);
    }

    [Fact]
    public void They_are_printed_as_they_were_written() =>
        Encoding.UTF8.GetString(PlainJson.Decode(DecodePlan.Of(Ours), Encode(Values))).ShouldBe(Values);

    private static byte[] Encode(string json)
    {
        var output = new ArrayBufferWriter<byte>();
        PlainJson.Encode(Ours, PlainJson.Parse(json), output);
        return output.WrittenSpan.ToArray();
    }
}
