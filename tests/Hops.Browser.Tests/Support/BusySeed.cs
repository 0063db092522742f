using System.Text;
using Hops.Client.Rest;

namespace Hops.Browser.Tests.Support;

/// <summary>A project as it looks after some days of work, so that a picture of it shows what its pages are for.</summary>
internal static class BusySeed
{
    private const string Topic = "rides";
    private const string Project = "bike_sharing";

    private const string Schema =
        """
        {"type":"record","name":"Ride","namespace":"city.bikes","doc":"One ride of a shared bicycle","fields":[
          {"name":"ride_id","type":"long"},{"name":"station","type":"string"},{"name":"bike","type":{"type":"enum","name":"Bike","symbols":["CLASSIC","ELECTRIC"]}},
          {"name":"minutes","type":"double"},{"name":"began","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"member","type":["null","string"],"default":null}]}
        """;

    private static readonly string[] Stations = ["Alexanderplatz", "Hauptbahnhof", "Tempelhofer Feld", "Kulturbrauerei", "Ostkreuz"];

    /// <summary>Values of the parameters of addresses.</summary>
    internal static IReadOnlyDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["project"] = Project,
        ["dataset"] = "raw",
        ["topic"] = Topic,
        ["subject"] = $"{Topic}-value",
        ["query"] = "rides_by_station",
        ["group"] = "dashboard",
        ["issuer"] = "sso",
        [""] = "",
    };

    internal static async Task<Account> PlantAsync(WebServer server)
    {
        var (owner, analyst, partner) = (await server.UserAsync(), await server.UserAsync(), await server.UserAsync());
        var rest = owner.Rest;
        await rest.CallAsync(HttpMethod.Post, "projects", new { name = Project, description = "Rides of the shared bicycles of Berlin, as they happen" });
        await rest.CallAsync(HttpMethod.Post, "projects", new { name = "air_quality", description = "Sensors of 50 stations" });
        await rest.CallAsync(HttpMethod.Put, $"projects/{Project}/readme", new { text = "# Bike sharing\n\nRides arrive in the topic **rides**; a query keeps their totals per station.\n\n- `raw`: what the operators send\n- `totals`: rides and minutes per station and hour\n" }, ifMatch: "*");
        await owner.AddAsync(Project, analyst, "DATA_SCIENTIST");
        await FilesAsync(rest);
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics", new { name = Topic, partitions = 4, valueSchema = Schema });
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics", new { name = "weather", partitions = 1 });
        await MessagesAsync(rest);
        await QueryAsync(rest);
        await using (var reader = await GroupMember.OpenAsync(server, owner, Project, Values["group"]))
            await reader.CommitAsync(Topic, 0, 10);
        var other = await partner.ProjectAsync();
        await partner.Rest.CallAsync(HttpMethod.Post, $"projects/{other}/datasets", new { name = "streets", description = "Streets and their surface" });
        await partner.Rest.CallAsync(HttpMethod.Post, $"projects/{other}/shares", new { kind = "DATASET", name = "streets", to = Project, rights = "READ", note = "For the routes of the rides" });
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/shares", new { kind = "DATASET", name = "totals", to = other, rights = "READ", note = "Totals per hour" });
        return owner;
    }

    /// <summary>Ends what runs.</summary>
    internal static Task StopAsync(Account owner) => owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries/{Values["query"]}/kill");

    private static async Task FilesAsync(PlatformClient rest)
    {
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = "raw", description = "What the operators send" });
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = "totals", description = "Rides and minutes per station and hour" });
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/files/directories", new { path = "raw/2026-10" });
        foreach (var (name, text) in (IReadOnlyList<(string, string)>)[("stations.csv", StationsTable()), ("readme.md", "# Stations\n\nTheir places and sizes.\n"), ("2026-10/rides.csv", "ride,station,minutes\n1,Ostkreuz,12.5\n")])
        {
            using var content = new StringContent(text, Encoding.UTF8, "text/plain");
            await rest.CallAsync(HttpMethod.Put, $"projects/{Project}/files/content?path=raw/{name}", content);
        }
    }

    private static async Task MessagesAsync(PlatformClient rest)
    {
        var records = Enumerable.Range(0, 200).Select(number => new
        {
            key = Stations[number % Stations.Length],
            value = new
            {
                ride_id = 9_007_199_254_740_993 + number,
                station = Stations[number % Stations.Length],
                bike = number % 3 == 0 ? "ELECTRIC" : "CLASSIC",
                minutes = 5.5 + (number * 7 % 40),
                began = 1_764_230_400_000 + (number * 60_000L),
                member = number % 2 == 0 ? null : $"m{number}",
            },
        });
        foreach (var part in records.Chunk(100))
            await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics/{Topic}/messages", new { records = part });
    }

    private static async Task QueryAsync(PlatformClient rest)
    {
        var name = Values["query"];
        var definition = new { name, topic = Topic, sql = $"SELECT station, bike, minutes FROM {Topic}", sink = "totals", startingOffsets = "earliest" };
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries", new { name, definition });
        await rest.CallAsync(HttpMethod.Post, $"projects/{Project}/queries/{name}/start");
    }

    private static string StationsTable() => "station,docks\n" + string.Concat(Stations.Select((station, index) => $"{station},{12 + (index * 4)}\n"));
}
