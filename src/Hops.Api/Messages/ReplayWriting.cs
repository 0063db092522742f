using System.Globalization;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Reading;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;

namespace Hops.Api.Messages;

/// <summary>
/// Writes messages to a topic, each as it is. One goes to the partition of its number where the topic has as many as the one it comes from; else by
/// its key, as producers choose. Those of a partition keep their order.
/// </summary>
/// <param name="to">The topic.</param>
/// <param name="isSamePlace">True if a message goes to the partition of its number.</param>
/// <param name="messages">The messages.</param>
internal sealed class ReplayWriting(Topic to, bool isSamePlace, IReadOnlyList<StoredMessage> messages)
{
    /// <summary>Batches are closed before they are larger, half of what a topic takes unless it says otherwise; one message is one batch however large.</summary>
    private const int BatchMaxBytes = 512 << 10;

    private readonly List<IGrouping<int, StoredMessage>> _partitions =
        [.. messages.GroupBy(message => PartitionOf(message, to.PartitionCount, isSamePlace)).OrderBy(partition => partition.Key)];

    /// <summary>Bytes of keys, values and headers.</summary>
    internal long SizeBytes { get; } = messages.Sum(message => (long)message.SizeBytes);

    /// <summary>What would be written where.</summary>
    internal IReadOnlyList<ReplayPartitionView> Planned() =>
        [.. _partitions.Select(partition => new ReplayPartitionView(partition.Key, partition.Count(), null, null, null))];

    /// <summary>True if some were written, or may have been.</summary>
    internal bool IsBegun { get; private set; }

    /// <summary>Writes them; a partition that refuses a batch is given no more.</summary>
    /// <exception cref="PlatformException">None of them has taken any.</exception>
    internal async Task<IReadOnlyList<ReplayPartitionView>> RunAsync(ITopicRecords records, TimeProvider time)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var written = await Task.WhenAll(_partitions.Select(partition => WriteAsync(records, partition.Key, [.. partition], nowMs)));
        IsBegun = written.Any(partition => partition.View.FirstOffset is not null || partition.Refused is { IsUnknown: true });
        return written.FirstOrDefault(partition => partition.Refused is not null).Refused is { } refused && written.All(partition => partition.View.FirstOffset is null)
            ? throw PostMessages.Refusal(refused)
            : [.. written.Select(partition => partition.View)];
    }

    private static async Task<(ReplayPartitionView View, AppendResult? Refused)> WriteAsync(
        ITopicRecords records, int partition, IReadOnlyList<StoredMessage> messages, long nowMs)
    {
        using var batch = new RecordBatchWriter(CompressionCodec.None);
        var (first, last) = ((long?)null, (long?)null);
        for (var index = 0; index < messages.Count;)
        {
            batch.Clear();
            do
            {
                var message = messages[index++];
                batch.Add(nowMs, message.Key, message.Value, message.Headers);
            }
            while (index < messages.Count && batch.LengthBytes + messages[index].SizeBytes < BatchMaxBytes);

            var result = await records.AppendAsync(partition, batch, CancellationToken.None);
            if (result.Error != KafkaError.None)
                return (ViewOf(result.Message ?? "The partition does not take them."), result);
            (first, last) = (first ?? result.BaseOffset, result.BaseOffset + batch.Count - 1);
        }

        return (ViewOf(null), null);

        ReplayPartitionView ViewOf(string? error) => new(partition, messages.Count, Text(first), Text(last), error);
    }

    private static string? Text(long? offset) => offset?.ToString(CultureInfo.InvariantCulture);

    private static int PartitionOf(StoredMessage message, int count, bool isSamePlace) =>
        isSamePlace ? message.Partition : message.Key is { } key ? KeyPartitions.Of(key, count) : message.Partition % count;
}
