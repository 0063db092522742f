using System.Text;
using System.Text.Json.Nodes;
using Hops.Client.Rest;

namespace Hops.Browser.Tests.Support;

/// <summary>A project whose every text that people choose is a script, each with the name of its place.</summary>
internal static class HostileSeed
{
    /// <summary>What a page holds in an attribute once it has taken a text for a part of itself.</summary>
    internal const string Trap = "onerror=window.stolen=1";

    private const string Project = "hostile";
    private const string Dataset = "raw";
    private const string Topic = "clicks";
    private const string Query = "by_country";

    /// <summary>Values of the parameters of addresses.</summary>
    internal static IReadOnlyDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["project"] = Project,
        ["dataset"] = Dataset,
        ["topic"] = Topic,
        ["subject"] = $"{Topic}-value",
        ["query"] = Query,
        ["group"] = "dashboards",
        ["issuer"] = "sso",
        [""] = "",
    };

    /// <summary>A text that does something if it is ever taken for HTML. It has no slash and no quotes, so that a file may have it for a name.</summary>
    internal static string Attack(string place) => $"{place} <img src=x {Trap}>";

    /// <summary>Somebody who owns the project, and has a session whose program calls itself hostile.</summary>
    internal static async Task<Account> PlantAsync(WebServer server)
    {
        var (owner, neighbour) = (await server.UserAsync(), await server.UserAsync());
        var rest = owner.Rest;
        await rest.CallAsync(HttpMethod.Post, "projects", new { name = Project, description = Attack("description") });
        await rest.CallAsync(HttpMethod.Put, $"projects/{Project}/readme", new { text = $"# {Attack("readme")}\n\n<script>window.stolen=1</script>\n\n[{Attack("link")}](javascript:window.stolen=1)" }, ifMatch: "*");
        await FilesAsync(rest);
        await StreamsAsync(rest);
        await NeighbourAsync(owner, neighbour);
        await rest.CallAsync(HttpMethod.Post, "tokens", new { name = Attack("token") });
        await SessionAsync(server, owner);
        await server.Administrator.Rest.CallAsync(HttpMethod.Post, "announcements", new { text = Attack("announcement"), level = "INFO" });
        await using var reader = await GroupMember.OpenAsync(server, owner, Project, Values["group"]);
        await reader.CommitAsync(Topic, 0, 0);
        return owner;
    }

    private static async Task FilesAsync(PlatformClient rest)
    {
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = Dataset, description = Attack("dataset") });
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = "counts" });
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/files/directories", new { path = $"{Dataset}/{Attack("folder")}" });
        foreach (var name in (string[])[Attack("file"), Attack("trashed")])
        {
            using var content = new StringContent($"{Attack("column")},b\n{Attack("cell")},1\n", Encoding.UTF8, "text/csv");
            await rest.CallAsync(HttpMethod.Put, $"projects/{Project}/files/content?path={Uri.EscapeDataString($"{Dataset}/{name}.csv")}", content);
        }

        await rest.CallAsync(HttpMethod.Delete, $"projects/{Project}/files?path={Uri.EscapeDataString($"{Dataset}/{Attack("trashed")}.csv")}", ifMatch: "*");
    }

    private static async Task StreamsAsync(PlatformClient rest)
    {
        var schema = new JsonObject
        {
            ["type"] = "record",
            ["name"] = "Click",
            ["doc"] = Attack("record"),
            ["fields"] = new JsonArray(new JsonObject { ["name"] = "country", ["type"] = "string", ["doc"] = Attack("field"), ["default"] = Attack("default") }),
        };
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics", new { name = Topic, partitions = 1, valueSchema = schema.ToJsonString() });
        var records = new[] { new { key = Attack("key"), value = new { country = Attack("message") } } };
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics/{Topic}/messages", new { records });
        var definition = new { name = Query, topic = Topic, sql = $"SELECT country, '{Attack("sql")}' AS said FROM {Topic}", sink = "counts" };
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries", new { name = Query, definition });
    }

    /// <summary>What others may write into pages of the owner: an offer, a listed dataset, a wish to join.</summary>
    private static async Task NeighbourAsync(Account owner, Account neighbour)
    {
        var theirs = await neighbour.ProjectAsync();
        await neighbour.Rest.CallAsync(HttpMethod.Post, $"projects/{theirs}/datasets", new { name = "lent", description = Attack("lent") });
        await neighbour.Rest.CallAsync(HttpMethod.Post, $"projects/{theirs}/shares", new { kind = "DATASET", name = "lent", to = Project, rights = "READ", note = Attack("offer") });
        await neighbour.Rest.CallAsync(HttpMethod.Post, $"projects/{theirs}/datasets", new { name = "open", description = Attack("published") });
        await neighbour.Rest.CallAsync(HttpMethod.Put, $"projects/{theirs}/datasets/open/publication", new { note = Attack("publication") });
        await owner.Rest.CallAsync(HttpMethod.Patch, $"projects/{Project}", new { isListed = true }, ifMatch: "*");
        await neighbour.Rest.CallAsync(HttpMethod.Post, "me/join-requests", new { project = Project, note = Attack("wish") });
    }

    private static async Task SessionAsync(WebServer server, Account owner)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Attack("program"));
        using var body = new StringContent(new JsonObject { ["user"] = owner.Name, ["password"] = owner.Password }.ToJsonString(), Encoding.UTF8, "application/json");
        (await http.PostAsync(new Uri("api/v1/sessions", UriKind.Relative), body)).EnsureSuccessStatusCode();
    }
}
