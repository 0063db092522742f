using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Schemas.Rest;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Rest;

public sealed class RegistryEndpointsTests
{
    private const string A = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string Clash = """{"type":"record","name":"R","fields":[{"name":"c","type":"int"}]}""";

    public static TheoryData<string, string> Routes()
    {
        var data = new TheoryData<string, string>();
        foreach (var route in RegistryRoutes.All)
            data.Add(route.Method, route.Pattern);
        return data;
    }

    [Fact]
    public async Task A_serializer_finds_all_that_it_needs()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");

        var id = (await client.SendAsync("POST", "/subjects/t-value/versions", new { schema = A })).Body.GetProperty("id").GetInt32();
        (await client.SendAsync("GET", $"/schemas/ids/{id}")).Body.GetProperty("schema").GetString().ShouldBe(A);
        (await client.SendAsync("GET", $"/schemas/ids/{id}/schema")).Body.GetProperty("name").GetString().ShouldBe("R");
        (await client.SendAsync("GET", $"/schemas/ids/{id}/versions")).Body.GetRawText().ShouldBe("""[{"subject":"t-value","version":1}]""");
        (await client.SendAsync("GET", $"/schemas/ids/{id}/subjects")).Body.GetRawText().ShouldBe("""["t-value"]""");
        (await client.SendAsync("GET", "/subjects")).Body.GetRawText().ShouldBe("""["t-value"]""");
        (await client.SendAsync("GET", "/subjects/t-value/versions")).Body.GetRawText().ShouldBe("[1]");
        var latest = (await client.SendAsync("GET", "/subjects/t-value/versions/latest")).Body;
        latest.GetProperty("id").GetInt32().ShouldBe(id);
        latest.TryGetProperty("schemaType", out _).ShouldBeFalse();
        (await client.SendAsync("POST", "/subjects/t-value", new { schema = A })).Body.GetProperty("version").GetInt32().ShouldBe(1);
        (await client.SendAsync("GET", "/schemas/types")).Body.GetRawText().ShouldBe("""["AVRO","JSON","PROTOBUF"]""");
        (await client.SendAsync("GET", "/contexts")).Body.GetRawText().ShouldBe("""["."]""");
        (await client.SendAsync("GET", "/")).Body.GetRawText().ShouldBe("{}");
    }

    [Fact]
    public async Task Compatibility_config_and_mode_answer_as_the_protocol_says()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        await client.SendAsync("POST", "/subjects/s/versions", new { schema = A });

        var test = (await client.SendAsync("POST", "/compatibility/subjects/s/versions/latest?verbose=true", new { schema = Clash })).Body;
        test.GetProperty("is_compatible").GetBoolean().ShouldBeFalse();
        test.GetProperty("messages")[0].GetString()!.ShouldContain("READER_FIELD_MISSING_DEFAULT_VALUE");
        (await client.SendAsync("POST", "/compatibility/subjects/s/versions", new { schema = A })).Body.GetRawText().ShouldBe("""{"is_compatible":true}""");
        var refused = await client.SendAsync("POST", "/subjects/s/versions", new { schema = Clash });
        (refused.Status, refused.Error()).ShouldBe((409, 409));

        (await client.SendAsync("GET", "/config")).Body.GetRawText().ShouldBe("""{"compatibilityLevel":"BACKWARD"}""");
        (await client.SendAsync("GET", "/config/s")).Error().ShouldBe(40408);
        (await client.SendAsync("GET", "/config/s?defaultToGlobal=true")).Body.GetRawText().ShouldBe("""{"compatibilityLevel":"BACKWARD"}""");
        (await client.SendAsync("PUT", "/config/s", new { compatibility = "none" })).Body.GetRawText().ShouldBe("""{"compatibility":"NONE"}""");
        (await client.SendAsync("PUT", "/config/s", new { compatibility = "odd" })).Error().ShouldBe(42203);
        (await client.SendAsync("POST", "/subjects/s/versions", new { schema = Clash })).Status.ShouldBe(200);
        (await client.SendAsync("DELETE", "/config/s")).Body.GetRawText().ShouldBe("""{"compatibilityLevel":"NONE"}""");

        (await client.SendAsync("GET", "/mode")).Body.GetRawText().ShouldBe("""{"mode":"READWRITE"}""");
        (await client.SendAsync("PUT", "/mode/s", new { mode = "READONLY" })).Body.GetRawText().ShouldBe("""{"mode":"READONLY"}""");
        (await client.SendAsync("DELETE", "/subjects/s")).Error().ShouldBe(42205);
        (await client.SendAsync("DELETE", "/mode/s")).Body.GetRawText().ShouldBe("""{"mode":"READONLY"}""");
        (await client.SendAsync("DELETE", "/subjects/s")).Body.GetRawText().ShouldBe("[1,2]");
        (await client.SendAsync("DELETE", "/subjects/s?permanent=true")).Body.GetRawText().ShouldBe("[1,2]");
    }

    [Theory]
    [InlineData("GET", "/subjects/none/versions", null, 404, 40401)]
    [InlineData("GET", "/subjects/s/versions/9", null, 404, 40402)]
    [InlineData("GET", "/subjects/s/versions/0", null, 422, 42202)]
    [InlineData("GET", "/subjects/s/versions/x", null, 422, 42202)]
    [InlineData("GET", "/schemas/ids/99999", null, 404, 40403)]
    [InlineData("GET", "/schemas/ids/x", null, 404, 40403)]
    [InlineData("POST", "/subjects/s", """{"schema":"\"long\""}""", 404, 40403)]
    [InlineData("POST", "/subjects/none", """{"schema":"\"long\""}""", 404, 40401)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"\"unheard\""}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":""}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"{\"type\":\"unheard\"}","schemaType":"JSON"}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"{}","schemaType":"JSON"}""", 409, 409)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"{}","schemaType":"XML"}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"x","schemaType":"PROTOBUF"}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":7}""", 422, 422)]
    [InlineData("POST", "/subjects/s/versions", "{", 422, 422)]
    [InlineData("POST", "/subjects/s/versions", "[]", 422, 422)]
    [InlineData("POST", "/subjects/s/versions", "", 422, 422)]
    [InlineData("POST", "/subjects/__GLOBAL/versions", """{"schema":"\"int\""}""", 422, 42208)]
    [InlineData("PUT", "/mode", """{"mode":"odd"}""", 422, 42204)]
    [InlineData("GET", "/mode/s", null, 404, 40409)]
    public async Task A_wrong_request_has_its_own_error(string method, string path, string? body, int status, int error)
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        await client.SendAsync("POST", "/subjects/s/versions", new { schema = A });

        var answer = await client.SendAsync(method, path, body);

        (answer.Status, answer.Error()).ShouldBe((status, error));
    }

    [Fact]
    public async Task Too_large_a_body_and_foreign_media_types_are_refused()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");

        (await client.SendAsync("POST", "/subjects/s/versions", new { schema = new string(' ', 300_000) + "7" })).Status.ShouldBe(422);
        (await client.SendAsync("POST", "/subjects/s/versions", new { schema = new string('x', 1_000_000) })).Error().ShouldBe(42209);
        using var response = await client.PostAsync("/subjects/s/versions", new StringContent("x", Encoding.UTF8, "text/plain"));
        ((int)response.StatusCode).ShouldBe(415);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        (await client.SendAsync("GET", "/subjects")).Error().ShouldBe(406);
    }

    [Fact]
    public void Every_route_has_an_operation_and_stands_once()
    {
        RegistryRoutes.All.ShouldAllBe(route => Enum.IsDefined(route.Operation) && route.Purpose.Length > 0);
        RegistryRoutes.All.Select(route => (route.Method, route.Pattern)).ShouldBeUnique();
        RegistryRoutes.All.Where(route => route.Method is "PUT" or "DELETE")
            .ShouldAllBe(route => route.Operation != Core.Identity.Operation.Read && route.Operation != Core.Identity.Operation.Describe);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_signed_out_caller_and_another_project_get_nothing(string method, string pattern)
    {
        await using var server = await RegistryServer.StartAsync();
        using var owner = server.Client("air__owner");
        var id = (await owner.SendAsync("POST", "/subjects/secret/versions", new { schema = A })).Body.GetProperty("id").GetInt32();
        await owner.SendAsync("PUT", "/config", new { compatibility = "FULL" });
        var path = pattern.Replace("{subject}", "secret", StringComparison.Ordinal)
            .Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{id}", $"{id}", StringComparison.Ordinal);
        var body = method is "GET" or "DELETE" ? null : JsonSerializer.Serialize(new { schema = A, compatibility = "NONE", mode = "READONLY" });

        foreach (var name in new[] { null, "nobody-of-that-name" })
        {
            using var signedOut = server.Client(name);
            var answer = await signedOut.SendAsync(method, path, body);
            (answer.Status, answer.Error()).ShouldBe((401, 40101));
        }
        using var outside = server.Client("nobody");
        (await outside.SendAsync(method, path, body)).Status.ShouldBe(404);

        using var stranger = server.Client("united__owner");
        var foreign = await stranger.SendAsync(method, path, body);
        foreign.Body.GetRawText().ShouldNotContain("FULL");
        if (method == "GET" && pattern.Contains('{', StringComparison.Ordinal))
            foreign.Status.ShouldBe(404);
        (await owner.SendAsync("GET", "/subjects")).Body.GetRawText().ShouldBe("""["secret"]""");
        (await owner.SendAsync("GET", "/config")).Body.GetRawText().ShouldBe("""{"compatibilityLevel":"FULL"}""");
        (await owner.SendAsync("GET", "/config/secret")).Error().ShouldBe(40408);
        (await owner.SendAsync("GET", "/mode")).Body.GetRawText().ShouldBe("""{"mode":"READWRITE"}""");
    }

    [Fact]
    public async Task A_scientist_reads_schemas_and_registers_none()
    {
        await using var server = await RegistryServer.StartAsync();
        using var owner = server.Client("air__owner");
        using var scientist = new HttpClient { BaseAddress = server.Address };
        scientist.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token-air__scientist");
        await owner.SendAsync("POST", "/subjects/s/versions", new { schema = A });

        (await scientist.SendAsync("GET", "/subjects/s/versions/1")).Status.ShouldBe(200);
        (await scientist.SendAsync("POST", "/subjects/s/versions", new { schema = A })).Error().ShouldBe(40301);
        (await scientist.SendAsync("DELETE", "/subjects/s")).Error().ShouldBe(40301);
    }
}
