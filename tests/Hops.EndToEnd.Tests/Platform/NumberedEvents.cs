using Hops.Client.Topics;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>
/// Events that are known by their number: event n happened n seconds after <see cref="FirstMs"/>, at station n mod 3, and measured
/// n mod 101.
/// </summary>
internal static class NumberedEvents
{
    public const string Schema =
        """
        {"type":"record","name":"numbered","fields":[{"name":"n","type":"long"},
        {"name":"happened","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"station","type":"string"},{"name":"value","type":"long"}]}
        """;

    /// <summary>2024-01-01T00:00:00Z.</summary>
    public const long FirstMs = 1_704_067_200_000;

    public static long TimeMs(long number) => FirstMs + (number * 1000);

    public static string Station(long number) => "s" + (char)('0' + (number % 3));

    public static long Value(long number) => number % 101;

    public static byte[] Encode(int schemaId, long number) =>
        new EventBytes(schemaId).Long(number).Long(TimeMs(number)).Text(Station(number)).Long(Value(number)).ToArray();

    /// <summary>Makes the topic and its schema.</summary>
    /// <returns>Id of the schema.</returns>
    public static async Task<int> CreateAsync(TestProject project, string topic, int partitions = 1)
    {
        await project.TopicAsync(topic, partitions);
        return await project.Registry.RegisterAsync($"{topic}-value", Schema, CancellationToken.None);
    }

    /// <summary>Writes events in one batch a partition, and waits until they are durable.</summary>
    public static async Task WriteAsync(TopicWriter writer, int schemaId, long from, long until, CancellationToken cancellationToken = default)
    {
        for (var number = from; number < until; number++)
            await writer.AddAsync((int)(number % writer.PartitionCount), TimeMs(number), default, Encode(schemaId, number), null, cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }
}
