using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hops.Api.Tests.Document;

public sealed class OpenApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>With HOPS_REWRITE=1 the committed document is written anew; the change is then reviewed like any other.</summary>
    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        var served = (await DocumentAsync()).ToJsonString(Indented) + "\n";
        var path = Path.Combine(Root(), "docs/api/openapi.json");
        if (Environment.GetEnvironmentVariable("HOPS_REWRITE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, served);
        }

        (await File.ReadAllTextAsync(path)).ShouldBe(served, "run this test with HOPS_REWRITE=1 and review the change");
    }

    /// <summary>The document knows types by their names alone: of two of one name, one would be described as the other.</summary>
    [Fact]
    public void No_two_types_of_the_interface_have_one_name() =>
        typeof(ApiModule).Assembly.GetExportedTypes().GroupBy(type => type.Name).Where(group => group.Count() > 1)
            .Select(group => string.Join(" and ", group)).ShouldBeEmpty();

    [Fact]
    public async Task It_is_of_version_3_1_and_names_every_operation_once()
    {
        var document = await DocumentAsync();
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        var ids = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!["operationId"]!.GetValue<string>()).ToList();
        ids.Count.ShouldBeGreaterThan(40);
        ids.Distinct().Count().ShouldBe(ids.Count);
    }

    [Fact]
    public async Task Every_schema_and_parameter_is_of_one_type_besides_null()
    {
        var document = await DocumentAsync();
        var places = Objects(document).Where(place => place["type"] is JsonArray types && types.Count(type => type!.GetValue<string>() != "null") != 1);
        places.Select(place => place.ToJsonString()).ShouldBeEmpty("a client would have to guess");
        var untyped = Objects(document).Where(place => (place["format"] is not null || place["enum"] is not null) && place["type"] is null);
        untyped.Select(place => place.ToJsonString()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_parameter_is_in_camel_case_and_every_operation_says_how_it_is_refused()
    {
        var document = await DocumentAsync();
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(one => one.Value!))
        {
            var names = operation["parameters"]?.AsArray().Where(one => one!["in"]!.GetValue<string>() != "header").Select(one => one!["name"]!.GetValue<string>()) ?? [];
            names.ShouldAllBe(name => char.IsLower(name[0]), operation["operationId"]!.GetValue<string>());
            operation["responses"]!["default"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/responses/Problem");
        }
    }

    private async Task<JsonNode> DocumentAsync()
    {
        using var http = new HttpClient();
        return JsonNode.Parse(await http.GetStringAsync(new Uri(server.Address, "/openapi/v1.json")))!;
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).SelectMany(Objects).Prepend(members),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Hops.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
