using System.Collections.Concurrent;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Writing;

/// <summary>
/// Writes batches to topics of the cluster, as its administrator, each exactly once: all replicas in sync have it, or it is refused, or it is said that nobody
/// knows. Thread safe.
/// </summary>
/// <param name="cluster">The cluster: a connection that nobody reads over, for a broker answers one request of a connection after the other.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterWriter(ClusterConnection cluster, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Batches under way: each holds its bytes, and a producer id of the cluster's.</summary>
    private const int AtOnceMax = 16;

    private readonly SemaphoreSlim _places = new(AtOnceMax, AtOnceMax);

    /// <summary>Those that wait for a batch: brokers remember each id for a day, so they are used again.</summary>
    private readonly ConcurrentBag<BatchProducer> _producers = [];

    /// <summary>Appends a batch; what was begun is brought to its end.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Its name in the cluster.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Stops it before it has begun.</param>
    public async ValueTask<AppendResult> AppendAsync(Topic topic, string name, int partition, RecordBatchWriter batch, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        var appender = new TopicAppender((topic.Name, topic.Id, name), partition, batch, time);
        try
        {
            _producers.TryTake(out var producer);
            var answer = await cluster.UseAsync((connection, limit) => appender.SendAsync(connection, producer, cluster.TimeoutMs / 2, limit), CancellationToken.None);
            return appender.IsUnknown ? Unknown() : ResultOf(name, batch, answer);
        }
        catch (PlatformException) when (appender.IsUnknown)
        {
            return Unknown();
        }
        catch (PlatformException refusal)
        {
            var told = ClusterRefusal.OfTopic(refusal, cluster.Address, name, "write to");
            var why = appender.Passing is { } passing && told == refusal ? $"{told.Message} It answered last: {passing}." : told.Message;
            return AppendResult.Refused((KafkaError)ErrorTable.Row(told.Code).KafkaCode, why);
        }
        finally
        {
            if (appender.Producer is { IsWorn: false } free && !appender.IsUnknown)
                _producers.Add(free);
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        _places.Dispose();
    }

    private AppendResult Unknown() => AppendResult.Refused(
        KafkaError.RequestTimedOut, $"The Kafka cluster at {cluster.Address} was sent the records and has not said whether it has them: look into the topic before they are written again.")
        with { IsUnknown = true };

    private AppendResult ResultOf(string name, RecordBatchWriter batch, AppendAnswer answer) => answer.Error switch
    {
        KafkaError.None => new AppendResult(KafkaError.None, answer.BaseOffset, answer.LogAppendTimeMs, answer.LogStartOffset, null),
        KafkaError.TopicAuthorizationFailed or KafkaError.ClusterAuthorizationFailed or KafkaError.UnknownTopicOrPartition => AppendResult.Refused(
            (KafkaError)ErrorTable.Row(ErrorCode.Unavailable).KafkaCode,
            answer.Error == KafkaError.UnknownTopicOrPartition ? ClusterRefusal.NoTopic(cluster.Address, name) : ClusterRefusal.NotLetIn(cluster.Address, name, "write to")),
        KafkaError.MessageTooLarge or KafkaError.RecordListTooLarge =>
            AppendResult.Refused(answer.Error, $"The batch has {batch.LengthBytes} bytes, and the topic takes fewer (max.message.bytes). {answer.Message}".TrimEnd()),
        _ => AppendResult.Refused(answer.Error, $"The Kafka cluster does not take the records: {answer.Message ?? answer.Error.ToString()}") with { RecordIndex = answer.RecordIndex },
    };
}
