using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hops.Core.Identity;
using Hops.EndToEnd.Tests.Platform;
using Hops.Schemas.Rest;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>Every route of the schema registry by every standing, against the page of rights.</summary>
[Collection(CallersCollection.Name)]
public sealed partial class RegistryDoorTests(Callers callers)
{
    private const string Name = "Booking";

    private const string Schema = $$"""{"schema":"{\"type\":\"record\",\"name\":\"{{Name}}\",\"fields\":[{\"name\":\"cents\",\"type\":\"long\"}]}"}""";

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE"];

    /// <summary>What takes a subject away comes behind all that asks for one, and what is seen before anybody makes one of the same name.</summary>
    private static IEnumerable<RegistryRoute> Routes => RegistryRoutes.All.OrderBy(route => Array.IndexOf(Methods, route.Method));

    [SpineTheory]
    [InlineData("anyone", Callers.Lender)]
    [InlineData("borrower", Callers.Lender)]
    [InlineData("scientist", Callers.Lender)]
    [InlineData("owner", Callers.Lender)]
    [InlineData("administrator", Callers.Lender)]
    [InlineData("anyone", Callers.Archived)]
    [InlineData("borrower", Callers.Archived)]
    [InlineData("scientist", Callers.Archived)]
    [InlineData("owner", Callers.Archived)]
    [InlineData("administrator", Callers.Archived)]
    public async Task Every_route_answers_as_the_page_of_rights_says(string standing, string lender)
    {
        var caller = callers.Of(standing, lender);
        using var http = ClientOf(caller);
        var subject = Callers.TopicOf(standing) + "-value";
        foreach (var route in Routes)
        {
            var id = lender == Callers.Lender ? await FillAsync(subject) : 1;
            var isNamed = Subject().IsMatch(route.Pattern);
            var path = Subject().Replace(route.Pattern, standing is "owner" or "scientist" ? subject : $"{lender}.{subject}");
            using var reply = await SendAsync(http, route, path, id);
            var text = await reply.Content.ReadAsStringAsync();
            var cell = Expected(route, caller, isNamed);
            var said = $"{standing} of {lender}: {route.Method} {path} (Schema {route.Operation}: {cell}) -> {(int)reply.StatusCode} {text}";
            if (cell == "allow")
                ((int)reply.StatusCode).ShouldNotBeOneOf([401, 403, 500], said);
            else
                ((int)reply.StatusCode).ShouldBe(cell == "hide" ? 404 : 403, said);
            if (cell == "allow" && isNamed && lender == Callers.Lender && standing != "anyone" && IsShown(route))
                text.ShouldContain(Name, Case.Sensitive, said);
            if (standing == "anyone" && route.Method == "GET")
                text.ShouldNotContain(Name, Case.Sensitive, said);
        }
    }

    [SpineFact]
    public async Task A_member_who_was_removed_and_one_who_is_not_known_are_not_even_heard()
    {
        var (trudy, removeAsync) = await callers.MemberAsync("trudy");
        using var http = ClientOf(trudy);
        using var nobody = new HttpClient { BaseAddress = callers.Platform.Server.Http };
        var subject = Callers.TopicOf("owner") + "-value";
        await FillAsync(subject);
        using (var before = await http.GetAsync($"/registry/subjects/{subject}/versions/1"))
            ((int)before.StatusCode).ShouldBe(200);

        await removeAsync();

        foreach (var route in Routes)
        {
            foreach (var client in new[] { http, nobody })
            {
                using var reply = await SendAsync(client, route, Subject().Replace(route.Pattern, subject), 1);
                ((int)reply.StatusCode).ShouldBe(401, $"{route.Method} {route.Pattern}");
            }
        }

        using var owner = ClientOf(callers.Of("owner"));
        using var after = await owner.GetAsync($"/registry/subjects/{subject}/versions/1");
        ((int)after.StatusCode).ShouldBe(200);
    }

    /// <summary>True if the answer holds the schema that is asked for.</summary>
    private static bool IsShown(RegistryRoute route) =>
        route.Operation == Operation.Read && !route.Pattern.StartsWith("/compatibility", StringComparison.Ordinal);

    /// <summary>A name of nothing that is lent to the caller is one of its own project, of which callers from elsewhere are owners.</summary>
    private static string Expected(RegistryRoute route, Caller caller, bool isNamed)
    {
        var operation = route.Operation.ToString();
        return caller.Standing == "anyone" || (caller.Standing == "borrower" && !isNamed) ? RightsPage.Cell("Schema", operation, "owner") : caller.Cell("Schema", operation);
    }

    /// <summary>Gives a subject of the lender its schema, if it has none, and says the id of that.</summary>
    private async Task<int> FillAsync(string subject)
    {
        using var owner = ClientOf(callers.Of("owner"));
        using var made = await SendAsync(owner, RegistryRoutes.All.Single(route => route is { Method: "POST", Pattern: "/subjects/{subject}/versions" }), $"/subjects/{subject}/versions", 1);
        ((int)made.StatusCode).ShouldBe(200);
        return JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetInt32();
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, RegistryRoute route, string path, int id) => http.SendAsync(new HttpRequestMessage(
        new HttpMethod(route.Method), "/registry" + path.Replace("{version}", "latest", StringComparison.Ordinal).Replace("{id}", id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
    {
        Content = route.Method is "POST" ? Body(Schema) : route.Method != "PUT" ? null
            : Body(route.Pattern.StartsWith("/mode", StringComparison.Ordinal) ? """{"mode":"READWRITE"}""" : """{"compatibility":"BACKWARD"}"""),
    });

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/vnd.schemaregistry.v1+json");

    private HttpClient ClientOf(Caller caller)
    {
        var http = new HttpClient { BaseAddress = callers.Platform.Server.Http };
        http.DefaultRequestHeaders.Authorization = caller.Authorization;
        return http;
    }

    [GeneratedRegex(@"\{subject\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subject();
}
