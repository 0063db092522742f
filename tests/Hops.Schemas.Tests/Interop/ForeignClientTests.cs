using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Canonical;
using Hops.Schemas.Protobuf;
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

    [PythonFact("confluent_kafka.schema_registry.protobuf", "google.protobuf")]
    public async Task Confluents_serializers_of_protobuf_work_unchanged()
    {
        await using var server = await RegistryServer.StartAsync();

        var seen = JsonSerializer.Deserialize<JsonElement>(await Python.RunAsync(
            "protobuf_serializers.py", "", server.Address.ToString().TrimEnd('/'), $"air__owner:{TwoProjectsGate.Secret}"));

        seen.GetProperty("carrier").GetString().ShouldBe("UA");
        seen.GetProperty("latest").GetInt32().ShouldBe(1);
        seen.GetProperty("type").GetString().ShouldBe("PROTOBUF");
        seen.GetProperty("text").GetString()!.ShouldContain("  .google.protobuf.Timestamp at = 2;\n");
        seen.GetProperty("references").GetProperty("part.proto").GetRawText().ShouldBe("""["part.proto", 1]""");
        seen.GetProperty("compatible").GetBoolean().ShouldBeTrue();
        seen.GetProperty("broken").GetBoolean().ShouldBeFalse();

        using var client = server.Client("air__scientist");
        var part = ProtobufSchema.Parse((await client.SendAsync("GET", "/subjects/part.proto/versions/1")).Body.GetProperty("schema").GetString()!, []);
        var stored = (await client.SendAsync("GET", $"/schemas/ids/{seen.GetProperty("id")}")).Body.GetProperty("schema").GetString()!;
        Encoding.UTF8.GetString(ProtobufSchema.Parse(stored, [new("part.proto", part)]).Decode(Convert.FromHexString(seen.GetProperty("hex").GetString()!)))
            .ShouldBe("""{"carrier":{"code":"UA"},"at":"2013-01-01T10:00:00Z","delay":2.5}""");
    }

    [PythonFact("google.protobuf")]
    public async Task Googles_library_reads_our_descriptors_and_we_read_its_messages()
    {
        const string Text =
            """
            syntax = "proto3"; package x.y; import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/struct.proto";
            message All {
              double d = 1; float f = 2; int32 i = 3; int64 l = 4; uint32 u = 5; uint64 ul = 6; sint32 s = 7; sint64 sl = 8; fixed32 x = 9; fixed64 xl = 10;
              sfixed32 sx = 11; sfixed64 sxl = 12; bool b = 13; string t = 14; bytes y = 15; Kind k = 16; Inner inner = 17; repeated int32 many = 18;
              repeated string texts = 19 [deprecated = true]; map<string, Inner> by_name = 20; map<int64, Kind> by_number = 21;
              oneof one { int32 first = 22; string second = 23; } optional int32 maybe = 24; google.protobuf.Timestamp at = 25; google.protobuf.Duration took = 26;
              repeated All again = 27; repeated int32 loose = 28 [packed = false];
              google.protobuf.StringValue wt = 29; google.protobuf.Int64Value wl = 30; google.protobuf.BoolValue wb = 31; google.protobuf.BytesValue wy = 32; google.protobuf.DoubleValue wd = 33;
              repeated google.protobuf.UInt32Value wu = 34; map<string, google.protobuf.FloatValue> wf = 35; google.protobuf.Struct obj = 36; google.protobuf.ListValue arr = 37;
              google.protobuf.Value any = 38; google.protobuf.Value nothing = 39; google.protobuf.Duration longest = 40; google.protobuf.NullValue null = 41;
              enum Kind { NONE = 0; SOME = 5; LESS = -1; } message Inner { int32 n = 1; } reserved 100 to 199, 1000 to max; reserved "old";
            }
            """;
        const string Value =
            """{"d":0.1,"f":1.5,"i":-5,"l":"9007199254740993","u":4294967295,"ul":"18446744073709551615","s":-7,"sl":"-8","x":9,"xl":"10","sx":-11,"sxl":"-12","b":true,"t":"hé","y":"AP8=","k":"SOME","inner":{"n":1},"many":[1,-2,300],"texts":["a",""],"by_name":{"k":{"n":2}},"by_number":{"-1":"LESS"},"second":"2","maybe":0,"at":"2013-01-01T10:00:00.500Z","took":"-1.000001s","again":[{"i":1},{}],"loose":[4,5],"wt":"","wl":"-7","wb":false,"wy":"AP8=","wd":-0.5,"wu":[0,4294967295],"wf":{"k":1.5},"obj":{"a":null,"b":[1,"x",{"c":true}],"d":{}},"arr":[null,2.5,[]],"any":"text","nothing":null,"longest":"315576000000.999999999s"}""";
        var schema = ProtobufSchema.Parse(Text, []);

        var theirs = JsonSerializer.Deserialize<JsonElement>(await Python.RunAsync("protobuf_cross.py", JsonSerializer.Serialize(
            new { files = new[] { schema.Serialized.Replace("\n", "", StringComparison.Ordinal) }, message = "x.y.All", value = JsonSerializer.Deserialize<JsonElement>(Value) })));

        var ours = schema.Decode([0, .. Convert.FromHexString(theirs.GetProperty("hex").GetString()!)]);
        JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(ours), theirs.GetProperty("json")).ShouldBeTrue($"{Encoding.UTF8.GetString(ours)}\n{theirs.GetProperty("json")}");
        var written = new ArrayBufferWriter<byte>();
        schema.Encode(JsonSerializer.Deserialize<JsonElement>(Value), written);
        JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(schema.Decode(written.WrittenSpan)), theirs.GetProperty("json")).ShouldBeTrue();
        var again = ProtobufSchema.Parse(schema.Serialized, []);
        again.NormalizedText.ShouldBe(schema.NormalizedText);
        again.Serialized.ShouldBe(schema.Serialized);
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
