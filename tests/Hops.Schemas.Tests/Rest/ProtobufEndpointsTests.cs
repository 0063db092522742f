using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Rest;

/// <summary>Protobuf schemas over HTTP, as clients of Confluent's registry send them.</summary>
public sealed class ProtobufEndpointsTests
{
    private const string Part = "syntax = \"proto3\"; package air; message Carrier { string code = 1; }";
    private const string Whole = "syntax = \"proto3\"; package air; import \"part.proto\"; message Flight { Carrier carrier = 1; }";

    [Fact]
    public async Task A_protobuf_schema_is_registered_found_and_compared_as_text_and_as_descriptor()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");

        var id = (await client.SendAsync("POST", "/subjects/s/versions", Protobuf(Part))).Body.GetProperty("id").GetInt32();
        (await client.SendAsync("POST", "/subjects/s/versions", Protobuf(Part.Replace("; ", ";\n// why\n", StringComparison.Ordinal)))).Body.GetProperty("id").GetInt32().ShouldBe(id);
        var serialized = (await client.SendAsync("GET", $"/schemas/ids/{id}?format=serialized")).Body.GetProperty("schema").GetString()!;
        (await client.SendAsync("POST", "/subjects/s/versions", Protobuf(serialized))).Body.GetProperty("id").GetInt32().ShouldBe(id);
        (await client.SendAsync("GET", "/subjects/s/versions/1?format=serialized")).Body.GetProperty("schema").GetString().ShouldBe(serialized);
        var version = (await client.SendAsync("GET", "/subjects/s/versions/latest")).Body;
        version.GetProperty("schemaType").GetString().ShouldBe("PROTOBUF");
        version.GetProperty("schema").GetString().ShouldBe("syntax = \"proto3\";\npackage air;\n\nmessage Carrier {\n  string code = 1;\n}\n");
        (await client.GetStringAsync(new Uri($"/schemas/ids/{id}/schema", UriKind.Relative))).ShouldBe(version.GetProperty("schema").GetString());
        (await client.SendAsync("POST", "/subjects/s", Protobuf(Part))).Body.GetProperty("version").GetInt32().ShouldBe(1);

        var clash = Part.Replace("string code", "int32 code", StringComparison.Ordinal);
        var test = (await client.SendAsync("POST", "/compatibility/subjects/s/versions/latest?verbose=true", Protobuf(clash))).Body;
        test.GetProperty("is_compatible").GetBoolean().ShouldBeFalse();
        test.GetProperty("messages")[0].GetString()!.ShouldStartWith("{errorType:'FIELD_SCALAR_KIND_CHANGED'");
        (await client.SendAsync("POST", "/subjects/s/versions", Protobuf(clash))).Error().ShouldBe(409);
        (await client.SendAsync("POST", "/subjects/s/versions", Protobuf("syntax = \"proto3\"; message M { N n = 1; }"))).Error().ShouldBe(42201);
        (await client.SendAsync("GET", "/schemas/types")).Body.GetRawText().ShouldBe("""["AVRO","JSON","PROTOBUF"]""");
    }

    [Fact]
    public async Task A_file_imports_another_which_then_cannot_be_deleted()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        await client.SendAsync("POST", "/subjects/part/versions", Protobuf(Part));

        (await client.SendAsync("POST", "/subjects/whole/versions", Protobuf(Whole))).Error().ShouldBe(42201);
        var id = (await client.SendAsync("POST", "/subjects/whole/versions", Protobuf(Whole, ("part.proto", "part", -1)))).Body.GetProperty("id").GetInt32();

        (await client.SendAsync("GET", "/subjects/part/versions/1/referencedby")).Body.GetRawText().ShouldBe($"[{id}]");
        (await client.SendAsync("DELETE", "/subjects/part")).Error().ShouldBe(42206);
        (await client.SendAsync("GET", $"/schemas/ids/{id}?format=serialized")).Body.GetProperty("schema").GetString()!.ShouldNotBeEmpty();
        var normalized = await client.SendAsync("POST", "/subjects/norm/versions?normalize=true", Protobuf(Whole, ("part.proto", "part", 1)));
        normalized.Status.ShouldBe(200);
        (await client.SendAsync("GET", "/subjects/norm/versions/1")).Body.GetProperty("schema").GetString()!.ShouldContain("  .air.Carrier carrier = 1;");
    }

    private static object Protobuf(string schema, params (string Name, string Subject, int Version)[] references) => new
    {
        schema,
        schemaType = "PROTOBUF",
        references = references.Select(reference => new { name = reference.Name, subject = reference.Subject, version = reference.Version }),
    };
}
