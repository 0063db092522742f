using System.Text;

namespace Hops.Browser.Tests.Support;

/// <summary>A topic of readings, whose ids a number of JavaScript does not hold.</summary>
internal static class Readings
{
    internal const string Topic = "readings";

    internal const string Subject = "readings-value";

    internal const string Schema =
        """{"type":"record","name":"Reading","fields":[{"name":"id","type":"long"},{"name":"station","type":"string"}]}""";

    /// <summary>The least that a double rounds, and the greatest long.</summary>
    internal static IReadOnlyList<string> Ids { get; } = ["9007199254740993", "9223372036854775807", "-9223372036854775808"];

    private const string Records =
        """
        {"records":[
          {"key":"a","value":{"id":9007199254740993,"station":"Zugspitze"}},
          {"key":"b","value":{"id":9223372036854775807,"station":"Fichtelberg"}},
          {"key":"c","value":{"id":-9223372036854775808,"station":"Wendelstein"}}]}
        """;

    /// <summary>Makes the topic with its schema.</summary>
    internal static Task MakeTopicAsync(Account owner, string project) =>
        owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = Topic, partitions = 1, valueSchema = Schema });

    /// <summary>Makes the topic, a dataset, and a query that would copy the ids into it.</summary>
    internal static async Task MakeQueryAsync(Account owner, string project, string name)
    {
        await MakeTopicAsync(owner, project);
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "kept" });
        var definition = new { name, topic = Topic, sql = $"SELECT id FROM {Topic}", sink = "kept" };
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/queries", new { name, definition });
    }

    /// <summary>Writes a record for each of <see cref="Ids"/>; the digits never pass through a number.</summary>
    internal static async Task WriteAsync(Account owner, string project)
    {
        using var body = new StringContent(Records, Encoding.UTF8, "application/json");
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics/{Topic}/messages", body);
    }
}
