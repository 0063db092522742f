namespace Hops.Browser.Tests.Support;

/// <summary>A topic of readings.</summary>
internal static class Readings
{
    internal const string Topic = "readings";

    internal const string Subject = "readings-value";

    internal const string Schema =
        """{"type":"record","name":"Reading","fields":[{"name":"id","type":"long"},{"name":"station","type":"string"}]}""";

    /// <summary>Makes the topic with its schema.</summary>
    internal static Task MakeTopicAsync(Account owner, string project) =>
        owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = Topic, partitions = 1, valueSchema = Schema });
}
