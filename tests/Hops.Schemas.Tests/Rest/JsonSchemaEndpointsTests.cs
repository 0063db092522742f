using System.Text.Json;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Rest;

/// <summary>JSON Schemas over HTTP, as clients of Confluent's registry send them.</summary>
public sealed class JsonSchemaEndpointsTests
{
    private const string Part = """{"$id":"http://x.org/part.json","type":"string","maxLength":3}""";
    private const string Whole = """{"type":"object","properties":{"a":{"$ref":"http://x.org/part.json"}},"additionalProperties":false}""";
    private const string Wider = """{"type":"object","properties":{"a":{"$ref":"http://x.org/part.json"},"b":{"type":"integer"}},"additionalProperties":false}""";

    [Fact]
    public async Task A_json_schema_is_registered_found_and_compared_as_one_of_its_type()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");

        var id = (await client.SendAsync("POST", "/subjects/s/versions", Json(Part))).Body.GetProperty("id").GetInt32();
        (await client.SendAsync("POST", "/subjects/s/versions", Json(Part.Replace(",", " ,\n", StringComparison.Ordinal)))).Body.GetProperty("id").GetInt32().ShouldBe(id);
        var version = (await client.SendAsync("GET", "/subjects/s/versions/latest")).Body;
        version.GetProperty("schemaType").GetString().ShouldBe("JSON");
        version.GetProperty("schema").GetString().ShouldBe(Part);
        (await client.SendAsync("GET", $"/schemas/ids/{id}")).Body.GetRawText().ShouldStartWith("""{"schemaType":"JSON","schema":""");
        (await client.SendAsync("GET", $"/schemas/ids/{id}/schema")).Body.GetProperty("maxLength").GetInt32().ShouldBe(3);
        (await client.SendAsync("GET", "/subjects/s/versions/1/schema")).Body.GetProperty("type").GetString().ShouldBe("string");
        (await client.SendAsync("POST", "/subjects/s", Json(Part))).Body.GetProperty("version").GetInt32().ShouldBe(1);
        (await client.SendAsync("POST", "/subjects/s", new { schema = "\"string\"" })).Error().ShouldBe(40403);

        var narrower = Part.Replace("3", "2", StringComparison.Ordinal);
        var test = (await client.SendAsync("POST", "/compatibility/subjects/s/versions/latest?verbose=true", Json(narrower))).Body;
        test.GetProperty("is_compatible").GetBoolean().ShouldBeFalse();
        test.GetProperty("messages")[0].GetString()!.ShouldStartWith("{errorType:'MAX_LENGTH_DECREASED', description:'The value at path '#/maxLength' in the new schema is less");
        (await client.SendAsync("POST", "/subjects/s/versions", Json(narrower))).Error().ShouldBe(409);
        (await client.SendAsync("POST", "/subjects/s/versions", Json(Part.Replace("3", "4", StringComparison.Ordinal)))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_subject_does_not_change_its_type_unless_all_is_allowed()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        await client.SendAsync("POST", "/subjects/s/versions", new { schema = "\"string\"" });

        var refused = await client.SendAsync("POST", "/subjects/s/versions", Json("""{"type":"string"}"""));
        refused.Error().ShouldBe(409);
        refused.Body.GetProperty("message").GetString()!.ShouldContain("The new schema is of type JSON, the old schema of type AVRO");
        await client.SendAsync("PUT", "/config/s", new { compatibility = "NONE" });
        (await client.SendAsync("POST", "/subjects/s/versions", Json("""{"type":"string"}"""))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_same_text_is_another_schema_in_another_type()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        const string Both = """{"type":"string"}""";

        var avro = (await client.SendAsync("POST", "/subjects/a/versions", new { schema = Both })).Body.GetProperty("id").GetInt32();
        var json = (await client.SendAsync("POST", "/subjects/j/versions", Json(Both))).Body.GetProperty("id").GetInt32();

        json.ShouldNotBe(avro);
        (await client.SendAsync("GET", $"/schemas/ids/{avro}")).Body.TryGetProperty("schemaType", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Normalized_schemas_are_one_whatever_their_order()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");

        var first = (await client.SendAsync("POST", "/subjects/s/versions?normalize=true", Json("""{"type":"string","maxLength":3}"""))).Body;
        var second = (await client.SendAsync("POST", "/subjects/s/versions?normalize=true", Json("""{"maxLength":3,"type":"string"}"""))).Body;

        second.GetRawText().ShouldBe(first.GetRawText());
        (await client.SendAsync("GET", "/subjects/s/versions/1")).Body.GetProperty("schema").GetString().ShouldBe("""{"maxLength":3,"type":"string"}""");
        (await client.SendAsync("POST", "/subjects/s", Json("""{"type":"string","maxLength":3}"""))).Error().ShouldBe(40403);
        (await client.SendAsync("POST", "/subjects/s?normalize=true", Json("""{"type":"string","maxLength":3}"""))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_schema_refers_to_another_of_its_type_which_then_cannot_be_deleted()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        await client.SendAsync("POST", "/subjects/part/versions", Json(Part));
        await client.SendAsync("POST", "/subjects/avro/versions", new { schema = "\"string\"" });

        (await client.SendAsync("POST", "/subjects/whole/versions", Json(Whole))).Error().ShouldBe(42201);
        (await client.SendAsync("POST", "/subjects/whole/versions", Json(Whole, ("http://x.org/part.json", "part", 9)))).Error().ShouldBe(42201);
        var crossed = await client.SendAsync("POST", "/subjects/whole/versions", Json(Whole, ("http://x.org/part.json", "avro", 1)));
        crossed.Body.GetProperty("message").GetString()!.ShouldContain("of type JSON, and the one of subject \"avro\", to which it refers, of type AVRO");
        var id = (await client.SendAsync("POST", "/subjects/whole/versions", Json(Whole, ("http://x.org/part.json", "part", -1)))).Body.GetProperty("id").GetInt32();

        (await client.SendAsync("GET", $"/schemas/ids/{id}")).Body.GetProperty("references").GetRawText()
            .ShouldBe("""[{"name":"http://x.org/part.json","subject":"part","version":1}]""");
        (await client.SendAsync("GET", "/subjects/part/versions/1/referencedby")).Body.GetRawText().ShouldBe($"[{id}]");
        (await client.SendAsync("DELETE", "/subjects/part")).Error().ShouldBe(42206);
        (await client.SendAsync("POST", "/subjects/whole/versions", Json(Wider, ("http://x.org/part.json", "part", 1)))).Status.ShouldBe(200);
        await client.SendAsync("DELETE", "/subjects/whole");
        (await client.SendAsync("DELETE", "/subjects/part")).Body.GetRawText().ShouldBe("[1]");
    }

    [Fact]
    public async Task A_hostile_schema_is_refused_or_kept_without_being_run()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");

        (await client.SendAsync("POST", "/subjects/s/versions", Json("""{"type":"string","pattern":"^(a+)+$"}"""))).Status.ShouldBe(200);
        (await client.SendAsync("POST", "/subjects/t/versions", Json($$"""{"title":"{{new string('x', 300_000)}}"}"""))).Error().ShouldBe(42209);
        (await client.SendAsync("POST", "/subjects/t/versions", Json("""{"$ref":"#"}"""))).Error().ShouldBe(42201);
        (await client.SendAsync("POST", "/subjects/t/versions", Json("""{"type":"object","type":"string"}"""))).Error().ShouldBe(42201);
    }

    private static object Json(string schema, params (string Name, string Subject, int Version)[] references) => new
    {
        schema,
        schemaType = "JSON",
        references = references.Select(reference => new { name = reference.Name, subject = reference.Subject, version = reference.Version }),
    };
}
