namespace Hops.Kafka.Topics;

/// <summary>Topics that one request names several times: each time is refused, for nobody can say which of them was meant.</summary>
internal static class RepeatedNames
{
    /// <summary>What to say of such a topic.</summary>
    public const string Refusal = "The request names the topic more than once.";

    /// <summary>The names that are there more than once.</summary>
    /// <param name="names">All names of the request.</param>
    public static HashSet<string> In(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
}
