using System.Text;
using Hops.Client.Rest;

namespace Hops.Browser.Tests.Support;

/// <summary>A project with one of everything that a project can have.</summary>
internal static class Seed
{
    /// <summary>Values of the parameters of addresses: what there is one of.</summary>
    internal static IReadOnlyDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["project"] = "atlas",
        ["dataset"] = "raw",
        ["topic"] = "clicks",
        ["subject"] = "clicks-value",
        ["version"] = "1",
        ["query"] = "by_country",
        ["group"] = "dashboards",
        ["user"] = "user1",
        ["token"] = "none",
        ["statement"] = "none",
        ["issuer"] = "sso",
        [""] = "",
    };

    private const string Schema =
        """{"type":"record","name":"Click","fields":[{"name":"country","type":"string"},{"name":"happened","type":{"type":"long","logicalType":"timestamp-millis"}}]}""";

    internal const string FileName = "stations.csv";

    internal const string Stations = "id,name,height\n1,Zugspitze,2956\n2,Hohenpeissenberg,977\n";

    internal static async Task PlantAsync(PlatformClient rest)
    {
        var project = $"projects/{Values["project"]}";
        await rest.CallAsync(HttpMethod.Post, "projects", new { name = Values["project"], description = "Everything once" });
        await rest.CallAsync(HttpMethod.Post, $"{project}/datasets", new { name = Values["dataset"], description = "As it came" });
        await rest.CallAsync(HttpMethod.Post, $"{project}/datasets", new { name = "counts" });
        using var content = new StringContent(Stations, Encoding.UTF8, "text/csv");
        await rest.CallAsync(HttpMethod.Put, $"{project}/files/content?path={Values["dataset"]}/{FileName}", content);
        await rest.CallAsync(HttpMethod.Post, $"{project}/topics", new { name = Values["topic"], partitions = 2, valueSchema = Schema });
        var definition = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["name"] = Values["query"],
            ["topic"] = Values["topic"],
            ["sql"] = "SELECT country FROM clicks",
            ["sink"] = "counts",
        };
        await rest.CallAsync(HttpMethod.Post, $"{project}/queries", new { name = Values["query"], definition });
    }
}
