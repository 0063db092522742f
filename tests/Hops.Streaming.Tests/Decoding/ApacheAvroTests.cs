using System.Text.Json;
using System.Text.Json.Nodes;
using Avro.Generic;
using Avro.IO;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Decoding;

/// <summary>
/// Schemas, their later versions and values at random: what Apache.Avro reads under the reader's schema is what the columns of queries and
/// the JSON of records hold.
/// </summary>
public sealed class ApacheAvroTests
{
    private const int ValuesEach = 20;

    [DuckDbTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Both_decoders_resolve_schemas_as_the_reference_implementation(int seed)
    {
        var random = new Random(seed);
        for (var pair = 0; pair < 12; pair++)
        {
            var schemas = new RandomSchemas(random);
            var writer = schemas.Record("E");
            Compare(writer, schemas.Evolved(writer), random);
        }
    }

    private static void Compare(JsonObject writerJson, JsonObject readerJson, Random random)
    {
        var (writer, reader) = (AvroSchema.Parse(writerJson.ToJsonString()), AvroSchema.Parse(readerJson.ToJsonString()));
        var values = Enumerable.Range(0, ValuesEach).Select(_ => new RandomValues(random).Write(writer, new AvroBytes()).ToArray()).ToArray();
        var expected = OfApache(writerJson, readerJson, reader, values);
        var text = $"{writerJson.ToJsonString()}\n{readerJson.ToJsonString()}";

        var plan = DecodePlan.Of(writer, reader);
        values.Select(value => PlainValue.OfRecordJson(reader, JsonElement.Parse(RecordJson.Decode(plan, value)))).ShouldBe(expected, text);
        OfColumns(writerJson, readerJson, reader, values).ShouldBe(expected, text);
    }

    private static List<string> OfApache(JsonObject writer, JsonObject reader, AvroSchema schema, byte[][] values)
    {
        var datum = new GenericReader<object>(global::Avro.Schema.Parse(Plain(writer)), global::Avro.Schema.Parse(Plain(reader)));
        return [.. values.Select(value => PlainValue.OfApache(schema, datum.Read(null!, new BinaryDecoder(new MemoryStream(value)))))];
    }

    private static List<string> OfColumns(JsonObject writer, JsonObject reader, AvroSchema schema, byte[][] values)
    {
        using var fixture = new EngineFixture().Schema(1, reader.ToJsonString()).Schema(2, writer.ToJsonString());
        fixture.Open(new StreamingQuery { Name = "q", Topic = "events", Sink = "/s", Sql = "SELECT * EXCLUDE (_key, _topic, _partition, _timestamp) FROM events" });
        var result = fixture.Run(0, Batch.Of([.. values.Select(value => AvroBytes.Framed(2).Raw(value).ToArray())]));
        var record = (AvroRecord)schema;
        return
        [
            .. fixture.Rows(result.Files, "SELECT * FROM output ORDER BY _offset")
                .Select(row => JsonElement.Parse(row))
                .Select(row => "{" + string.Join(", ", record.Fields.Select(field => $"{field.Name}: {PlainValue.OfCell(field.Schema, row[field.Position])}")) + "}"),
        ];
    }

    /// <summary>The schema without its logical types: the reference implementation then gives what is stored, which the test spells out itself.</summary>
    private static string Plain(JsonObject schema)
    {
        var copy = schema.DeepClone();
        Strip(copy);
        return copy.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject named)
        {
            named.Remove("logicalType");
            foreach (var (_, member) in named)
                Strip(member);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                Strip(item);
        }
    }
}
