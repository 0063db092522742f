using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Topics;

/// <summary>
/// Reads the partitions of one topic from offsets that the caller keeps: no group, no commits of its own. For sources that store their
/// offsets with their results. Reads what is committed: nothing of a transaction before it has ended. Not thread safe.
/// </summary>
public sealed class TopicReader
{
    private const short ListOffsetsVersionMax = 6;
    private const short FetchVersionMax = 12;
    private const sbyte ReadCommitted = 1;

    /// <summary>Longest wait of a fetch from one of several brokers: records of the others wait with it.</summary>
    private static readonly TimeSpan WaitOfSeveral = TimeSpan.FromMilliseconds(50);

    private readonly BrokerConnection _connection;
    private readonly string _name;

    private PartitionLeaders _leaders = PartitionLeaders.None;

    /// <param name="connection">Connection to a broker; remains the caller's.</param>
    /// <param name="topic">Name of the topic.</param>
    /// <param name="nameOnWire">What brokers call it; null for the same.</param>
    public TopicReader(BrokerConnection connection, string topic, string? nameOnWire = null) => (_connection, Topic, _name) = (connection, topic, nameOnWire ?? topic);

    /// <summary>Name of the topic.</summary>
    public string Topic { get; }

    /// <summary>Which topic it is that has the name now, and where its partitions are.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public async Task<TopicIdentity> DescribeAsync(CancellationToken cancellationToken)
    {
        (var found, _leaders) = await PartitionLeaders.LocateAsync(_connection, Topic, _name, cancellationToken);
        return new TopicIdentity(found.TopicId, found.Partitions.Count);
    }

    /// <summary>The first offset of each partition that can still be read.</summary>
    public Task<long[]> EarliestAsync(int partitions, CancellationToken cancellationToken) => ListAsync(partitions, -2, cancellationToken);

    /// <summary>The offset after the last readable record of each partition: where the oldest open transaction begins, if there is one.</summary>
    public Task<long[]> LatestAsync(int partitions, CancellationToken cancellationToken) => ListAsync(partitions, -1, cancellationToken);

    /// <summary>The first offset of each partition whose record is of a time or later; -1 where there is none.</summary>
    /// <param name="partitions">How many partitions.</param>
    /// <param name="timestampMs">The time, milliseconds since 1970, at least 0.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<long[]> AtTimeAsync(int partitions, long timestampMs, CancellationToken cancellationToken) =>
        ListAsync(partitions, Math.Max(0, timestampMs), cancellationToken);

    /// <summary>
    /// Fetches what is there from given positions, waiting for at least one record.
    /// </summary>
    /// <param name="positions">Partitions and the next offset of each.</param>
    /// <param name="maxBytes">About how much to fetch at once; one batch always fits.</param>
    /// <param name="maxWait">How long to wait while there is nothing.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="partitionMaxBytes">About how much to fetch of a partition; null for as much as of all together.</param>
    /// <returns>
    /// Raw record batches for each partition that has some, to be disposed; the first batch may begin before the position. Which of them hold
    /// records of the topic is told by <see cref="FetchedRecords.Committed"/>.
    /// </returns>
    /// <exception cref="PlatformException"><c>SourceTruncated</c> if a position is not in the log any more.</exception>
    public async Task<TopicFetch> FetchAsync(
        IReadOnlyDictionary<int, long> positions,
        int maxBytes,
        TimeSpan maxWait,
        CancellationToken cancellationToken,
        Func<int, int>? partitionMaxBytes = null)
    {
        var limits = new FetchLimits(maxBytes, maxWait, partition => partitionMaxBytes?.Invoke(partition) ?? maxBytes);
        if (_leaders.IsOne)
            return await FetchFromAsync(null, positions, limits, cancellationToken);
        var brokers = _leaders.Group(positions.Keys).ToList();
        if (brokers.Count > 1 && maxWait > WaitOfSeveral)
            limits = limits with { MaxWait = WaitOfSeveral };
        var fetching = brokers.Select(broker => FetchFromAsync(broker.Key, broker.ToDictionary(partition => partition, partition => positions[partition]), limits, cancellationToken)).ToList();
        try
        {
            return TopicFetch.Of(await Task.WhenAll(fetching));
        }
        catch
        {
            foreach (var fetched in fetching.Where(each => each.IsCompletedSuccessfully))
                (await fetched).Dispose();
            throw;
        }
    }

    private async Task<TopicFetch> FetchFromAsync(
        MetadataResponse.Broker? broker, IReadOnlyDictionary<int, long> positions, FetchLimits limits, CancellationToken cancellationToken)
    {
        var request = new FetchRequest
        {
            MaxWaitMs = (int)limits.MaxWait.TotalMilliseconds,
            MinBytes = 1,
            MaxBytes = limits.MaxBytes,
            IsolationLevel = ReadCommitted,
            Topics =
            [
                new FetchRequest.Topic
                {
                    Name = _name,
                    Partitions =
                    [
                        .. positions.Select(position => new FetchRequest.Topic.Partition
                        {
                            Index = position.Key,
                            FetchOffset = position.Value,
                            PartitionMaxBytes = limits.PartitionMaxBytes(position.Key),
                        }),
                    ],
                },
            ],
        };
        var connection = await PartitionLeaders.ConnectAsync(_connection, broker, cancellationToken);
        var (answer, frame) = await connection.SendForFrameAsync<FetchRequest, FetchResponse>(request, FetchVersionMax, cancellationToken);
        ThrowUnlessNone(answer.ErrorCode);
        var fetched = new List<FetchedRecords>();
        foreach (var partition in answer.Responses.SelectMany(topic => topic.Partitions))
        {
            if (partition.ErrorCode == KafkaError.OffsetOutOfRange)
                throw Truncated(partition.PartitionIndex, positions[partition.PartitionIndex]);
            if (partition.ErrorCode == KafkaError.TopicAuthorizationFailed)
                throw await RefusedReadingAsync(cancellationToken);
            ThrowUnlessNone(partition.ErrorCode);
            if (!partition.Records.IsNull && partition.Records.LengthBytes > 0)
            {
                fetched.Add(new FetchedRecords(partition.PartitionIndex, partition.Records.ToMemory(), partition.HighWatermark)
                {
                    Aborted = [.. (partition.AbortedTransactions ?? []).Select(aborted => (aborted.ProducerId, aborted.FirstOffset))],
                });
            }
        }

        return new TopicFetch(fetched, frame);
    }

    /// <summary>Kafka has one code for all that is refused of a topic. Who may see it and not read it is refused an export (docs/access.md).</summary>
    private async Task<PlatformException> RefusedReadingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DescribeAsync(cancellationToken);
            return new PlatformException(ErrorCode.ExportDenied, Decision.ExportReason);
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.AccessDenied or ErrorCode.NotFound)
        {
            return refusal;
        }
    }

    private PlatformException Truncated(int partition, long offset) => new PlatformException(
        ErrorCode.SourceTruncated, $"Offset {offset} of {Topic}-{partition} is not in the topic any more.")
        .With("topic", Topic).With("partition", partition).With("offset", offset);

    private async Task<long[]> ListAsync(int partitions, long timestamp, CancellationToken cancellationToken)
    {
        var offsets = new long[partitions];
        await Task.WhenAll(_leaders.Group(Enumerable.Range(0, partitions)).Select(async broker =>
        {
            var request = new ListOffsetsRequest
            {
                ReplicaId = -1,
                IsolationLevel = ReadCommitted,
                Topics =
                [
                    new ListOffsetsRequest.Topic
                    {
                        Name = _name,
                        Partitions = [.. broker.Select(index => new ListOffsetsRequest.Topic.Partition { PartitionIndex = index, Timestamp = timestamp })],
                    },
                ],
            };
            var connection = await PartitionLeaders.ConnectAsync(_connection, broker.Key, cancellationToken);
            var answer = await connection.SendAsync<ListOffsetsRequest, ListOffsetsResponse>(request, ListOffsetsVersionMax, cancellationToken);
            foreach (var partition in answer.Topics.SelectMany(topic => topic.Partitions))
            {
                ThrowUnlessNone(partition.ErrorCode);
                offsets[partition.PartitionIndex] = partition.Offset;
            }
        }));
        return offsets;
    }

    private void ThrowUnlessNone(KafkaError error)
    {
        if (error != KafkaError.None)
            throw BrokerErrors.Refusal(error, Topic);
    }
}

/// <summary>How much to fetch, and for how long to wait for it.</summary>
internal readonly record struct FetchLimits(int MaxBytes, TimeSpan MaxWait, Func<int, int> PartitionMaxBytes);

/// <summary>A topic apart from its name.</summary>
/// <param name="Id">Another one for each topic that is made (KIP-516); empty if the broker knows none.</param>
/// <param name="PartitionCount">How many partitions it has; they are numbered from 0.</param>
public readonly record struct TopicIdentity(Guid Id, int PartitionCount);
