using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Topics;

/// <summary>
/// Reads the partitions of one topic from offsets that the caller keeps: no group, no commits of its own. For sources that store their
/// offsets with their results. Reads what is committed: nothing of a transaction before it has ended. Follows partitions whose leader moves, or dies,
/// for as long as the connection that it was given holds. Not thread safe.
/// </summary>
public sealed class TopicReader
{
    /// <summary>In place of a time: the first offset that can be read.</summary>
    public const long Earliest = -2;

    /// <summary>In place of a time: the end.</summary>
    public const long Latest = -1;

    /// <summary>In place of a time: the record with the largest one (KIP-734).</summary>
    public const long LargestTime = -3;

    private const short ListOffsetsVersionMax = 7;

    /// <summary>First version that knows <see cref="LargestTime"/>: before Apache Kafka 3.0 it is a time like others, of which the first record is found.</summary>
    private const short LargestTimeVersion = 7;
    private const short FetchVersionMax = 12;
    private const short DescribeLogDirsVersionMax = 2;
    private const sbyte ReadCommitted = 1;

    /// <summary>OFFSET_NOT_AVAILABLE: a leader that was just elected does not know the end yet (KIP-207).</summary>
    private const KafkaError OffsetNotAvailable = (KafkaError)78;

    /// <summary>Pause before a leader is asked for anew.</summary>
    private static readonly TimeSpan MovePause = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait of a fetch from one of several brokers: records of the others wait with it.</summary>
    private static readonly TimeSpan WaitOfSeveral = TimeSpan.FromMilliseconds(50);

    private readonly BrokerConnection _connection;
    private readonly string _name;
    private readonly TimeProvider _time;

    private PartitionLeaders _leaders = PartitionLeaders.None;

    /// <summary>Since when not all leaders have answered as such; null while they do.</summary>
    private long? _movingSince;

    /// <param name="connection">Connection to a broker; remains the caller's.</param>
    /// <param name="topic">Name of the topic.</param>
    /// <param name="nameOnWire">What brokers call it; null for the same.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public TopicReader(BrokerConnection connection, string topic, string? nameOnWire = null, TimeProvider? time = null) =>
        (_connection, Topic, _name, _time) = (connection, topic, nameOnWire ?? topic, time ?? TimeProvider.System);

    /// <summary>Name of the topic.</summary>
    public string Topic { get; }

    /// <summary>
    /// How long a partition may have no leader before that is an error. Default 30 s: a broker that dies is missed after 9 s, unless its cluster says otherwise.
    /// </summary>
    public TimeSpan MovingMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Which topic it is that has the name now, and where its partitions are.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public async Task<TopicIdentity> DescribeAsync(CancellationToken cancellationToken)
    {
        (var found, _leaders) = await PartitionLeaders.LocateAsync(_connection, Topic, _name, cancellationToken);
        return new TopicIdentity(found.TopicId, found.Partitions.Count);
    }

    /// <summary>The first offset of each partition that can still be read.</summary>
    public Task<long[]> EarliestAsync(int partitions, CancellationToken cancellationToken) => ListAsync(partitions, Earliest, cancellationToken);

    /// <summary>The offset after the last readable record of each partition: where the oldest open transaction begins, if there is one.</summary>
    public Task<long[]> LatestAsync(int partitions, CancellationToken cancellationToken) => ListAsync(partitions, Latest, cancellationToken);

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
    /// records of the topic is told by <see cref="FetchedRecords.Committed"/>. Nothing of a partition whose leader has moved: the next fetch goes there.
    /// </returns>
    /// <exception cref="PlatformException">
    /// <c>SourceTruncated</c> if a position is not in the log any more; <c>Unavailable</c>: the connection is lost, or a partition has had no leader for <see cref="MovingMax"/>.
    /// </exception>
    public async Task<TopicFetch> FetchAsync(
        IReadOnlyDictionary<int, long> positions,
        int maxBytes,
        TimeSpan maxWait,
        CancellationToken cancellationToken,
        Func<int, int>? partitionMaxBytes = null)
    {
        var limits = new FetchLimits(maxBytes, maxWait, partition => partitionMaxBytes?.Invoke(partition) ?? maxBytes);
        var fetched = _leaders.IsOne ? await FetchFromAsync(null, positions, limits, cancellationToken) : await FetchFromSeveralAsync(positions, limits, cancellationToken);
        try
        {
            await SettleAsync(fetched.Moved, cancellationToken);
            return fetched;
        }
        catch
        {
            fetched.Dispose();
            throw;
        }
    }

    private async Task<TopicFetch> FetchFromSeveralAsync(IReadOnlyDictionary<int, long> positions, FetchLimits limits, CancellationToken cancellationToken)
    {
        var brokers = _leaders.Group(positions.Keys).ToList();
        if (brokers.Count > 1 && limits.MaxWait > WaitOfSeveral)
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
        var (said, lost) = await AskAsync<FetchRequest, FetchResponse>(broker, request, (0, FetchVersionMax), cancellationToken);
        if (said is not (var answer, var frame))
            return new TopicFetch([]) { Moved = lost };
        ThrowUnlessNone(answer.ErrorCode);
        var fetched = new List<FetchedRecords>();
        PlatformException? moved = null;
        foreach (var partition in answer.Responses.SelectMany(topic => topic.Partitions))
        {
            if (partition.ErrorCode == KafkaError.OffsetOutOfRange)
                throw Truncated(partition.PartitionIndex, positions[partition.PartitionIndex]);
            if (partition.ErrorCode == KafkaError.TopicAuthorizationFailed)
                throw await RefusedReadingAsync(cancellationToken);
            if (IsMoved(partition.ErrorCode))
                moved = BrokerErrors.Refusal(partition.ErrorCode, Topic);
            else
                ThrowUnlessNone(partition.ErrorCode);
            if (!partition.Records.IsNull && partition.Records.LengthBytes > 0)
            {
                fetched.Add(new FetchedRecords(partition.PartitionIndex, partition.Records.ToMemory(), partition.HighWatermark)
                {
                    Aborted = [.. (partition.AbortedTransactions ?? []).Select(aborted => (aborted.ProducerId, aborted.FirstOffset))],
                });
            }
        }

        return new TopicFetch(fetched, frame) { Moved = moved };
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

    /// <summary>An offset of each of some partitions, with the time of its record where a time was asked for.</summary>
    /// <param name="partitions">Their numbers.</param>
    /// <param name="timestampMs">The time, milliseconds since 1970, or <see cref="Earliest"/>, <see cref="Latest"/>, <see cref="LargestTime"/>.</param>
    /// <param name="isCommitted">False to look behind the beginning of the oldest open transaction too.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>By partition; -1 for both where there is none, and of <see cref="LargestTime"/> where the broker does not know that.</returns>
    /// <exception cref="PlatformException"><c>Unavailable</c>: as of <see cref="FetchAsync"/>.</exception>
    public async Task<IReadOnlyDictionary<int, ListedOffset>> ListAsync(
        IReadOnlyCollection<int> partitions, long timestampMs, bool isCommitted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, ListedOffset>(partitions.Count);
        while (true)
        {
            var answers = await Task.WhenAll(_leaders.Group(partitions.Where(index => !found.ContainsKey(index)))
                .Select(broker => ListFromAsync(broker, timestampMs, isCommitted, cancellationToken)));
            foreach (var (index, offset) in answers.SelectMany(answer => answer.Found))
                found[index] = offset;
            await SettleAsync(answers.FirstOrDefault(answer => answer.Moved is not null).Moved, cancellationToken);
            if (_movingSince is null)
                return found.Count == partitions.Count ? found : throw BrokerErrors.Refusal(KafkaError.UnknownServerError, Topic);
        }
    }

    /// <summary>Bytes of the log of each of some partitions, as its leader has it; who asks needs to be allowed to see the directories of brokers.</summary>
    /// <returns>By partition, without those of which nothing is known at the moment.</returns>
    public async Task<IReadOnlyDictionary<int, long>> SizesAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<int, long>(partitions.Count);
        var request = new DescribeLogDirsRequest { Topics = [new DescribeLogDirsRequest.Topic { Name = _name, Partitions = [.. partitions] }] };
        foreach (var broker in _leaders.Group(partitions))
        {
            var connection = await PartitionLeaders.ConnectAsync(_connection, broker.Key, cancellationToken);
            var answer = await connection.SendAsync<DescribeLogDirsRequest, DescribeLogDirsResponse>(request, DescribeLogDirsVersionMax, cancellationToken);
            foreach (var partition in answer.Results.SelectMany(result => result.Topics).SelectMany(topic => topic.Partitions))
            {
                if (!partition.IsFutureKey && broker.Contains(partition.PartitionIndex))
                    sizes[partition.PartitionIndex] = partition.PartitionSize;
            }
        }

        return sizes;
    }

    private async Task<(IReadOnlyList<(int Partition, ListedOffset Offset)> Found, PlatformException? Moved)> ListFromAsync(
        IGrouping<MetadataResponse.Broker?, int> broker, long timestampMs, bool isCommitted, CancellationToken cancellationToken)
    {
        var request = new ListOffsetsRequest
        {
            ReplicaId = -1,
            IsolationLevel = isCommitted ? ReadCommitted : (sbyte)0,
            Topics =
            [
                new ListOffsetsRequest.Topic
                {
                    Name = _name,
                    Partitions = [.. broker.Select(index => new ListOffsetsRequest.Topic.Partition { PartitionIndex = index, Timestamp = timestampMs })],
                },
            ],
        };
        var versionMin = timestampMs == LargestTime ? LargestTimeVersion : (short)0;
        var (said, lost) = await AskAsync<ListOffsetsRequest, ListOffsetsResponse>(broker.Key, request, (versionMin, ListOffsetsVersionMax), cancellationToken);
        if (said is not (var answer, _))
            return lost is null ? ([.. broker.Select(index => (index, new ListedOffset(-1, -1)))], null) : ([], lost);
        var found = new List<(int, ListedOffset)>();
        PlatformException? moved = null;
        foreach (var partition in answer.Topics.SelectMany(topic => topic.Partitions).Where(partition => broker.Contains(partition.PartitionIndex)))
        {
            if (IsMoved(partition.ErrorCode))
            {
                moved = BrokerErrors.Refusal(partition.ErrorCode, Topic);
                continue;
            }

            ThrowUnlessNone(partition.ErrorCode);
            found.Add((partition.PartitionIndex, new ListedOffset(partition.Offset, partition.Timestamp)));
        }

        return (found, moved);
    }

    /// <summary>Asks a leader; one of several that is lost leads no more.</summary>
    /// <returns>What it says and the frame that holds it, or why it was lost; neither if it does not offer the least version.</returns>
    private async Task<((TResponse Answer, ReceivedFrame Frame)? Said, PlatformException? Lost)> AskAsync<TRequest, TResponse>(
        MetadataResponse.Broker? broker, TRequest request, (short Min, short Max) versions, CancellationToken cancellationToken)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new()
    {
        try
        {
            var connection = await PartitionLeaders.ConnectAsync(_connection, broker, cancellationToken);
            if (versions.Min > 0 && !connection.Offers(TRequest.Api, versions.Min))
                return (null, null);
            return (await connection.SendForFrameAsync<TRequest, TResponse>(request, versions.Max, cancellationToken), null);
        }
        catch (PlatformException lost) when (lost.Code == ErrorCode.Unavailable && broker is not null)
        {
            return (null, lost);
        }
    }

    private async Task<long[]> ListAsync(int partitions, long timestampMs, CancellationToken cancellationToken)
    {
        var found = await ListAsync([.. Enumerable.Range(0, partitions)], timestampMs, isCommitted: true, cancellationToken);
        return [.. Enumerable.Range(0, partitions).Select(index => found[index].Offset)];
    }

    /// <summary>The answers that mean that another broker leads now, or will soon.</summary>
    private static bool IsMoved(KafkaError error) =>
        error is KafkaError.NotLeaderOrFollower or KafkaError.LeaderNotAvailable or KafkaError.FencedLeaderEpoch or KafkaError.UnknownLeaderEpoch or OffsetNotAvailable;

    /// <summary>Asks anew who leads, after a pause, if somebody does no more.</summary>
    private async Task SettleAsync(PlatformException? moved, CancellationToken cancellationToken)
    {
        if (moved is null)
        {
            _movingSince = null;
            return;
        }

        if (_time.GetElapsedTime(_movingSince ??= _time.GetTimestamp()) > MovingMax)
            throw moved;
        await Task.Delay(MovePause, _time, cancellationToken);
        await DescribeAsync(cancellationToken);
    }

    private void ThrowUnlessNone(KafkaError error)
    {
        if (error != KafkaError.None)
            throw BrokerErrors.Refusal(error, Topic);
    }
}

/// <summary>How much to fetch, and for how long to wait for it.</summary>
internal readonly record struct FetchLimits(int MaxBytes, TimeSpan MaxWait, Func<int, int> PartitionMaxBytes);

/// <summary>An offset that was asked for.</summary>
/// <param name="Offset">The offset; -1 if there is none.</param>
/// <param name="TimestampMs">Time of its record, milliseconds since 1970; -1 if none was asked for.</param>
public readonly record struct ListedOffset(long Offset, long TimestampMs);

/// <summary>A topic apart from its name.</summary>
/// <param name="Id">Another one for each topic that is made (KIP-516); empty if the broker knows none.</param>
/// <param name="PartitionCount">How many partitions it has; they are numbered from 0.</param>
public readonly record struct TopicIdentity(Guid Id, int PartitionCount);
