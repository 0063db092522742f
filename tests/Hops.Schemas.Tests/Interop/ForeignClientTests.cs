using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Canonical;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Interop;

/// <summary>confluent-kafka, fastavro and Apache Avro for Python against our registry and codec.</summary>
public sealed class ForeignClientTests
{
    private const string Schema =
        """{"type":"record","name":"air.R","fields":[{"name":"i","type":"int"},{"name":"l","type":"long"},{"name":"d","type":"double"},{"name":"s","type":["null","string"]},{"name":"a","type":{"type":"array","items":["int","string"]}},{"name":"m","type":{"type":"map","values":"long"}},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},{"name":"n","type":["null","air.R"]}]}""";

    [PythonFact]
    public async Task Confluents_client_and_serializers_work_unchanged()
    {
        await using var server = await RegistryServer.StartAsync();

        var seen = JsonSerializer.Deserialize<JsonElement>(await Python.RunAsync(
            "registry_client.py", "", server.Address.ToString().TrimEnd('/'), $"air__owner:{TwoProjectsGate.Secret}", Python.Wheels));

        seen.GetProperty("carrier").GetString().ShouldBe("UA");
        seen.GetProperty("delay").GetDouble().ShouldBe(2.5);
        seen.GetProperty("latest").GetInt32().ShouldBe(1);
        seen.GetProperty("lookup").GetInt32().ShouldBe(seen.GetProperty("id").GetInt32());
        seen.GetProperty("compatible").GetBoolean().ShouldBeFalse();
        seen.GetProperty("level").GetString().ShouldBe("NONE");
        seen.GetProperty("subjects").GetRawText().ShouldBe("""["a/b c", "departures-value"]""");
        seen.GetProperty("error").GetInt32().ShouldBe(40401);
        seen.GetProperty("deleted").GetRawText().ShouldBe("[1]");

        using var client = server.Client("air__scientist");
        var stored = (await client.SendAsync("GET", $"/schemas/ids/{seen.GetProperty("id")}")).Body.GetProperty("schema").GetString()!;
        var plan = DecodePlan.Of(AvroSchema.Parse(stored));
        Encoding.UTF8.GetString(RecordJson.Decode(plan, Convert.FromHexString(seen.GetProperty("hex").GetString()!)))
            .ShouldBe("""{"carrier":"UA","delay":{"double":2.5},"at":1357034400000}""");
    }

    [PythonFact("confluent_kafka.schema_registry.json_schema")]
    public async Task Confluents_serializers_of_json_schema_work_unchanged()
    {
        await using var server = await RegistryServer.StartAsync();

        var seen = JsonSerializer.Deserialize<JsonElement>(await Python.RunAsync(
            "json_serializers.py", "", server.Address.ToString().TrimEnd('/'), $"air__owner:{TwoProjectsGate.Secret}"));

        seen.GetProperty("payload").GetString().ShouldBe("""{"carrier": "UA", "delay": 2.5}""");
        seen.GetProperty("carrier").GetString().ShouldBe("UA");
        seen.GetProperty("latest").GetInt32().ShouldBe(1);
        seen.GetProperty("type").GetString().ShouldBe("JSON");
        seen.GetProperty("lookup").GetInt32().ShouldBe(seen.GetProperty("id").GetInt32());
        seen.GetProperty("compatible").GetBoolean().ShouldBeFalse();
        seen.GetProperty("wider").GetBoolean().ShouldBeTrue();
        seen.GetProperty("error").GetInt32().ShouldBe(409);
        seen.GetProperty("stored").GetString().ShouldBe("JSON");
        seen.GetProperty("reference").GetString().ShouldBe("part");
    }

    [PythonFact]
    public async Task Foreign_codecs_read_what_we_write_and_write_what_we_read()
    {
        const string Value = """{"i":-5,"l":9007199254740993,"d":0.1,"s":"hé","a":[1,"x"],"m":{"k":3},"e":"B","n":{"i":1,"l":2,"d":3.5,"s":null,"a":[],"m":{},"e":"A","n":null}}""";
        var schema = AvroSchema.Parse(Schema);
        var output = new ArrayBufferWriter<byte>();
        RecordJson.Encode(schema, Value, output);
        var ours = Convert.ToHexStringLower(output.WrittenSpan);

        var answer = await Python.RunAsync(
            "avro_cross.py", JsonSerializer.Serialize(new { schema = Schema, value = JsonSerializer.Deserialize<JsonElement>(Value), hex = ours }), Python.Wheels);

        var theirs = JsonSerializer.Deserialize<JsonElement>(answer);
        theirs.GetProperty("hex").GetString().ShouldBe(ours);
        foreach (var decoder in new[] { "decoded", "apache" })
            JsonElement.DeepEquals(theirs.GetProperty(decoder), JsonSerializer.Deserialize<JsonElement>(Value)).ShouldBeTrue(decoder);
        theirs.GetProperty("canonical").GetString().ShouldBe(SchemaText.Canonical(schema));
        theirs.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(Fingerprint.Sha256(schema)));
        var crc = BitConverter.GetBytes(Fingerprint.Crc64(schema));
        theirs.GetProperty("crc64").GetString().ShouldBe(Convert.ToHexStringLower(crc), CultureInfo.InvariantCulture.Name);
    }
}
