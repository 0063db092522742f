using System.Net.Http.Headers;
using System.Text;
using Hops.Client.Tests.Support;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Tests.Support;
using Hops.Schemas.Types;
using RegistryClient = Hops.Client.Registry.RegistryClient;
using RegistryServer = Hops.Schemas.Tests.Support.RegistryServer;

namespace Hops.Client.Tests.Registry;

/// <summary>The client against our registry, and against what is none.</summary>
public sealed class RegistryClientTests
{
    private const string A = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string Clash = """{"type":"record","name":"R","fields":[{"name":"b","type":"int"}]}""";

    [Fact]
    public async Task A_schema_is_registered_once_and_found_by_id_and_by_subject()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = Client(server.Address);

        var id = await client.RegisterAsync("orders/eu value", A, CancellationToken.None);

        (await client.RegisterAsync("orders/eu value", A, CancellationToken.None)).ShouldBe(id);
        client.FindById(id).ShouldBeOfType<AvroDocument>().Schema.TypeName.ShouldBe("R");
        client.FindById(id + 1).ShouldBeNull();
        var latest = await client.LatestAsync("orders/eu value", CancellationToken.None);
        (latest.Id, latest.Schema.Text).ShouldBe((id, A));
    }

    [Fact]
    public async Task A_schema_is_found_with_those_to_which_it_refers_and_as_one_of_its_type()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = Client(server.Address);
        using var http = server.Client("air__owner");
        await http.SendAsync("POST", "/subjects/a/versions", new { schema = """{"type":"record","name":"A","fields":[]}""" });
        object[] toA = [new { name = "A", subject = "a", version = 1 }];
        await http.SendAsync("POST", "/subjects/b/versions", new { schema = """{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}""", references = toA });
        object[] toB = [new { name = "B", subject = "b", version = 1 }];
        var id = (await http.SendAsync("POST", "/subjects/c/versions", new { schema = """{"type":"array","items":"B"}""", references = toB })).Body.GetProperty("id").GetInt32();
        await http.SendAsync("POST", "/subjects/j/versions", new { schema = """{"type":"integer"}""", schemaType = "JSON" });

        client.FindById(id)!.Text.ShouldBe("""{"type":"array","items":"B"}""");
        var array = (await client.LatestAsync("c", CancellationToken.None)).Schema.ShouldBeOfType<AvroDocument>().Schema.ShouldBeOfType<AvroArray>();
        array.Items.ShouldBeOfType<AvroRecord>().Fields[0].Schema.TypeName.ShouldBe("A");
        (await client.LatestAsync("j", CancellationToken.None)).Schema.ShouldBeOfType<JsonSchema>().Text.ShouldBe("""{"type":"integer"}""");
    }

    [Theory]
    [InlineData("""{"id":7,"schema":"\"int\"","references":[{"name":"s","subject":"s","version":1}]}""")]
    [InlineData("""{"id":7,"schema":"x","schemaType":"XML"}""")]
    public async Task A_registry_whose_schemas_go_in_a_circle_or_are_of_no_known_type_is_refused(string answer)
    {
        await using var server = await OddServer.AnsweringAsync(200, answer);
        using var client = Client(server.Address);

        (await Should.ThrowAsync<PlatformException>(() => Task.Run(() => client.FindById(7)))).Code.ShouldBe(ErrorCode.InvalidSchema);
        (await Should.ThrowAsync<PlatformException>(() => client.LatestAsync("s", CancellationToken.None))).Code.ShouldBe(ErrorCode.InvalidSchema);
    }

    [Theory]
    [InlineData("air__owner", "s", Clash, ErrorCode.IncompatibleSchema, "incompatible with an earlier schema")]
    [InlineData("air__owner", "s", "\"unheard\"", ErrorCode.InvalidSchema, "neither a primitive type nor defined")]
    [InlineData("air__owner", "s", "", ErrorCode.InvalidSchema, "Empty schema")]
    [InlineData("air__scientist", "s", A, ErrorCode.AccessDenied, "Data Owner")]
    [InlineData("air__stranger", "s", A, ErrorCode.Unauthenticated, "Unauthorized")]
    public async Task A_refusal_has_the_code_of_its_reason_and_the_words_of_the_registry(
        string name, string subject, string schema, ErrorCode code, string words)
    {
        await using var server = await RegistryServer.StartAsync();
        using var owner = Client(server.Address);
        await owner.RegisterAsync("s", A, CancellationToken.None);
        using var client = Client(server.Address, name);

        var refusal = await Should.ThrowAsync<PlatformException>(() => client.RegisterAsync(subject, schema, CancellationToken.None));

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_subject_that_is_not_there_is_not_found_for_its_owner_and_for_a_stranger()
    {
        await using var server = await RegistryServer.StartAsync();
        using var owner = Client(server.Address);
        using var stranger = Client(server.Address, "united__owner");
        var id = await owner.RegisterAsync("s", A, CancellationToken.None);

        foreach (var (client, subject) in new[] { (owner, "t"), (stranger, "s") })
            (await Should.ThrowAsync<PlatformException>(() => client.LatestAsync(subject, CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);
        stranger.FindById(id).ShouldBeNull();
    }

    /// <summary>Answers of proxies and of other servers.</summary>
    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"id":"one","schema":7}""")]
    [InlineData(200, """{"id":99999999999,"schema":null}""")]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(503, "")]
    [InlineData(500, """{"error_code":50001,"message":7}""")]
    public async Task What_is_no_answer_of_a_registry_is_unavailable_and_no_fault_of_ours(int status, string body)
    {
        await using var server = await OddServer.AnsweringAsync(status, body);
        using var client = Client(server.Address);

        foreach (var refused in new Func<Task>[]
        {
            () => Task.Run(() => client.FindById(1)),
            () => client.LatestAsync("s", CancellationToken.None),
            () => client.RegisterAsync("s", A, CancellationToken.None),
        })
            (await Should.ThrowAsync<PlatformException>(refused)).Code.ShouldBe(ErrorCode.Unavailable);
    }

    [Fact]
    public async Task An_answer_that_is_cut_too_long_or_never_comes_is_unavailable()
    {
        await using var cutting = await OddServer.CuttingAsync("""{"id":1""");
        await using var silent = await OddServer.SilentAsync();
        await using var endless = await OddServer.StartAsync(async http =>
        {
            var blanks = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(blanks, http.RequestAborted);
        });
        foreach (var (server, patience) in new[] { (cutting, 30.0), (silent, 0.2), (endless, 30.0) })
        {
            using var client = new RegistryClient(server.Address, null, TimeSpan.FromSeconds(patience));
            (await Should.ThrowAsync<PlatformException>(() => Task.Run(() => client.FindById(1)))).Code.ShouldBe(ErrorCode.Unavailable);
            (await Should.ThrowAsync<PlatformException>(() => client.LatestAsync("s", CancellationToken.None))).Code.ShouldBe(ErrorCode.Unavailable);
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_that_the_registry_is_unavailable()
    {
        await using var silent = await OddServer.SilentAsync();
        using var client = Client(silent.Address);
        using var impatient = new CancellationTokenSource();
        var asking = client.LatestAsync("s", impatient.Token);

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task The_path_of_an_address_is_kept()
    {
        await using var server = await OddServer.AnsweringAsync(200, """{"id":7,"schema":"\"int\""}""");
        using var client = new RegistryClient(new Uri(server.Address, "/registry/"), null);

        (await client.LatestAsync("a b/c", CancellationToken.None)).Id.ShouldBe(7);

        server.Seen.ShouldBe(["GET /registry/subjects/a%20b%2Fc/versions/latest"]);
    }

    private static RegistryClient Client(Uri address, string name = "air__owner") =>
        new(address, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:s3cret"))));
}
