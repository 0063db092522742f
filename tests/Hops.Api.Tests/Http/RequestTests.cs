using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Api.Tests.Http;

/// <summary>Requests that are not what a route takes, by table: each is refused by the row of the error table that it breaks, and changes nothing.</summary>
public sealed class RequestTests(ApiServer server) : IClassFixture<ApiServer>, IAsyncLifetime
{
    private readonly string _project = $"req_{Guid.NewGuid():n}"[..12];
    private ApiClient _owner = null!;

    public static TheoryData<ErrorCode> Codes => [.. ErrorTable.Rows.Select(row => row.Code)];

    public async Task InitializeAsync()
    {
        _owner = await server.UserAsync(_project + "_o");
        (await _owner.SendAsync(HttpMethod.Post, "projects", new { name = _project })).Status.ShouldBe(201);
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("audit?newestFirst=maybe", "newestFirst", "true or false")]
    [InlineData("audit?from=yesterday", "from", "a time")]
    [InlineData("audit?limit=5&until=2026-13-01", "until", "a time")]
    [InlineData("topics?limit=1e3", "limit", "a whole number")]
    public async Task A_parameter_that_is_not_of_its_type_is_refused_by_its_name(string route, string field, string kind)
    {
        var answer = await _owner.SendAsync(HttpMethod.Get, $"projects/{_project}/{route}");
        (answer.Status, answer.Slug).ShouldBe((400, "invalid-argument"), answer.Text);
        answer.Body.GetProperty("field").GetString().ShouldBe(field);
        answer.Body.GetProperty("detail").GetString()!.ShouldStartWith($"{field} is not {kind}");
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_absent() =>
        (await _owner.SendAsync(HttpMethod.Get, $"projects/{_project}/ledger/totals?step=")).Status.ShouldBe(200);

    [Theory]
    [InlineData("datasets", """{"name":"d","name":"e"}""")]
    [InlineData("datasets", """{"name":"d","access":"SOMETIMES"}""")]
    [InlineData("datasets", """{"name":"d","access":0}""")]
    [InlineData("datasets", """{"name":"d","Access":"EDITABLE","colour":1}""")]
    [InlineData("datasets", """{"name":["d"]}""")]
    [InlineData("datasets", """{"name":"d","description":7}""")]
    [InlineData("datasets", """{"name":"d"} trailing""")]
    [InlineData("datasets", """{"name":"d",}""")]
    [InlineData("datasets", """{'name':'d'}""")]
    [InlineData("datasets", "null")]
    [InlineData("datasets", "")]
    [InlineData("datasets", "\"d\"")]
    [InlineData("topics", """{"name":"t","partitions":"two"}""")]
    [InlineData("topics", """{"name":"t","partitions":1.5}""")]
    [InlineData("topics", """{"name":"t","partitions":99999999999}""")]
    [InlineData("topics", """{"name":"t","config":["retention.ms"]}""")]
    [InlineData("topics", """{"name":"t","config":{"retention.ms":7}}""")]
    [InlineData("topics", """{"name":"t","valueSchema":{"type":"string"}}""")]
    [InlineData("topics", """{"name":"t","valueSchema":"{}","valueSchemaType":"XML"}""")]
    [InlineData("topics", """{"name":"t","valueSchemaType":"JSON"}""")]
    [InlineData("topics", """{"name":"t","valueSchemaReferences":[{"name":"a","subject":"b","version":1}]}""")]
    [InlineData("members", """{"user":"somebody"}""")]
    [InlineData("members", """{"user":"somebody","role":"KING"}""")]
    [InlineData("members", """{"user":null,"role":"DATA_OWNER"}""")]
    [InlineData("files/directories", """{"path":7}""")]
    [InlineData("files/renames", """{"from":"a"}""")]
    [InlineData("files/renames", """{"from":"d/a","to":"d/b","overwrite":"yes"}""")]
    [InlineData("files/copies", """{"from":"a"}""")]
    [InlineData("files/copies", """{"from":"d/a","to":"d/b","recursive":true}""")]
    [InlineData("queries", """{"name":"q"}""")]
    [InlineData("sql", """{"statement":null}""")]
    [InlineData("sql", """{"statement":"select 1","rowsMax":10001}""")]
    [InlineData("sql", """{"statement":"select 1","rowsMax":-1}""")]
    [InlineData("sql", """{"statement":"select 1","id":"Not an id"}""")]
    [InlineData("topics/none/repair", """{"apply":"yes"}""")]
    public async Task A_body_that_is_not_what_the_route_takes(string route, string body)
    {
        var answer = await PostAsync(route, body, "application/json");

        answer.Status.ShouldBe(400, answer.Text);
        answer.Slug.ShouldBe("invalid-argument");
        answer.Body.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        foreach (var list in new[] { "datasets", "topics", "queries" })
            (await _owner.SendAsync(HttpMethod.Get, $"projects/{_project}/{list}")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("application/json", 201)]
    [InlineData("application/json; charset=utf-8", 201)]
    [InlineData("application/vnd.hops+json", 201)]
    [InlineData("APPLICATION/JSON", 201)]
    [InlineData("text/plain", 400)]
    [InlineData("application/xml", 400)]
    [InlineData("multipart/form-data", 400)]
    [InlineData("not a type", 400)]
    [InlineData(null, 400)]
    public async Task A_body_of_a_type(string? type, int status)
    {
        var answer = await PostAsync("datasets", """{"name":"d"}""", type);

        answer.Status.ShouldBe(status, answer.Text);
        if (status == 400)
            answer.Text.ShouldContain("Content-Type");
        (await _owner.SendAsync(HttpMethod.Get, $"projects/{_project}/datasets/d")).Status.ShouldBe(status == 201 ? 200 : 404);
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("text/html, */*;q=0.1")]
    [InlineData("nonsense;;")]
    public async Task Whatever_is_accepted_the_answer_is_json(string accept)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        using var reply = await http.GetAsync("/api/v1/projects");

        ((int)reply.StatusCode).ShouldBe(401);
        reply.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_body_up_to_its_limit_is_read_and_one_byte_more_is_not_with_or_without_a_length()
    {
        const int LimitBytes = 1 << 20;
        foreach (var (lengthBytes, isChunked, status) in new[] { (LimitBytes, false, 400), (LimitBytes + 1, false, 413), (LimitBytes + 1, true, 413) })
        {
            var body = new byte[lengthBytes];
            body.AsSpan().Fill((byte)' ');
            HttpContent content = isChunked ? new StreamContent(new Unsized(body)) : new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

            var answer = await _owner.SendAsync(HttpMethod.Post, $"projects/{_project}/datasets", content);

            answer.Status.ShouldBe(status, $"{lengthBytes} bytes");
        }
    }

    [Theory]
    [InlineData("PUT", "projects", "takes GET, POST and nothing else")]
    [InlineData("DELETE", "projects", "takes GET, POST and nothing else")]
    [InlineData("PATCH", "me", "takes GET and nothing else")]
    [InlineData("POST", "server", "takes GET and nothing else")]
    [InlineData("OPTIONS", "projects", "takes GET, POST and nothing else")]
    [InlineData("PURGE", "projects/some", "takes DELETE, GET, PATCH and nothing else")]
    [InlineData("GET", "sessions", "takes POST and nothing else")]
    [InlineData("GET", "projects/a/topics/b/c", "There is no such route")]
    [InlineData("GET", "projects/a/b/c/../../../../users/x/y", "There is no such route")]
    public async Task A_method_or_path_that_no_route_has(string method, string route, string detail)
    {
        var answer = await _owner.SendAsync(new HttpMethod(method), route);
        (answer.Status, answer.Slug).ShouldBe((404, "not-found"), answer.Text);
        answer.Body.GetProperty("detail").GetString()!.ShouldContain(detail);
        using var nobody = server.As(null);
        (await nobody.SendAsync(new HttpMethod(method), route)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData(null, 428, "precondition-required")]
    [InlineData("", 428, "precondition-required")]
    [InlineData("\"r999999\"", 412, "precondition-failed")]
    [InlineData("\"r\"", 412, "precondition-failed")]
    [InlineData("\"r-1\"", 412, "precondition-failed")]
    [InlineData("\"r1", 412, "precondition-failed")]
    [InlineData("r1", 412, "precondition-failed")]
    [InlineData("W/\"r1\"", 412, "precondition-failed")]
    [InlineData("\"other\"", 412, "precondition-failed")]
    [InlineData("\"r99999999999999999999\"", 412, "precondition-failed")]
    public async Task A_tag_that_does_not_hold(string? tag, int status, string slug)
    {
        (await _owner.SendAsync(HttpMethod.Post, $"projects/{_project}/datasets", new { name = "d" })).Status.ShouldBe(201);
        foreach (var (method, route) in new[] { ("PATCH", ""), ("DELETE", ""), ("PATCH", "/datasets/d"), ("DELETE", "/datasets/d") })
        {
            var body = method == "PATCH" ? new { description = "changed" } : null;
            var answer = await _owner.SendAsync(new HttpMethod(method), $"projects/{_project}{route}", body, ifMatch: tag);
            (answer.Status, answer.Slug).ShouldBe((status, slug), $"{method} {route}: {answer.Text}");
        }

        (await _owner.SendAsync(HttpMethod.Get, $"projects/{_project}/datasets/d")).Body.GetProperty("description").GetString().ShouldBe("");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_refusal_of_each_kind_is_a_problem_of_its_row(ErrorCode code)
    {
        var row = ErrorTable.Row(code);
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() }, Request = { Path = "/api/v1/x" } };
        var refusal = new PlatformException(code, "what to do").With("field", "name").With("status", 1).With("retryAfter", 7);
        var boundary = new ApiBoundary(server.Platform, new ReplayStore(TimeProvider.System), NullLogger<ApiBoundary>.Instance);

        await boundary.RunAsync(context, new AccessNeed(Operation.Create, ResourceKind.Credential, IsPublic: true), _ => throw refusal);

        context.Response.StatusCode.ShouldBe(row.HttpStatus);
        context.Response.ContentType.ShouldBe("application/problem+json");
        context.Response.Headers.CacheControl.ToString().ShouldBe("no-store");
        context.Response.Headers.RetryAfter.ToString().ShouldBe("7");
        context.Response.Headers.WWWAuthenticate.ToString().ShouldBe(row.HttpStatus == 401 ? "Bearer" : "");
        context.Response.Body.Position = 0;
        using var problem = await JsonDocument.ParseAsync(context.Response.Body);
        problem.RootElement.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["type", "title", "status", "detail", "instance", "traceId", "field", "retryAfter"]);
        string Text(string member) => problem.RootElement.GetProperty(member).ToString();
        (Text("type"), Text("title"), Text("status"), Text("detail"), Text("instance"), Text("field")).ShouldBe(
            ("/problems/" + row.Slug, row.Title, $"{row.HttpStatus}", "what to do", "/api/v1/x", "name"));
    }

    private Task<ApiAnswer> PostAsync(string route, string body, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return _owner.SendAsync(HttpMethod.Post, $"projects/{_project}/{route}", content);
    }

    /// <summary>A stream that does not say how long it is.</summary>
    private sealed class Unsized(byte[] body) : MemoryStream(body)
    {
        public override bool CanSeek => false;
    }
}
