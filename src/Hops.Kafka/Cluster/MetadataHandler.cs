using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Cluster;

/// <summary>Metadata: this broker and the topics that the caller may know of; a partition of which nothing can be served says so.</summary>
internal sealed class MetadataHandler(BrokerState state, BrokerOptions options, TopicCatalog topics, TopicLogs logs, MetadataStore store)
{
    public async ValueTask<MetadataResponse?> HandleAsync(Call call, MetadataRequest request)
    {
        var response = new MetadataResponse { ClusterId = state.ClusterId, ControllerId = options.NodeId };
        response.Brokers.Add(new() { NodeId = options.NodeId, Host = call.Session.AdvertisedHost, Port = call.Session.AdvertisedPort });
        if (IsForAll(call, request))
        {
            foreach (var topic in call.Each(call.Names.List(topics)))
            {
                if (call.TopicError(Operation.Describe, call.Names.NameOf(topic)!) == KafkaError.None)
                    response.Topics.Add(Describe(call, request, topic));
            }
        }

        // Once each: a name of a few bytes stands for all the partitions of its topic.
        foreach (var wanted in call.Each((request.Topics ?? []).DistinctBy(wanted => (wanted.TopicId, wanted.Name))))
            response.Topics.Add(await OneAsync(call, request, wanted));

        return response;
    }

    /// <summary>Null asks for all topics; in version 0, which has no null, an empty list does.</summary>
    private static bool IsForAll(Call call, MetadataRequest request) =>
        request.Topics is null || (call.Version == 0 && request.Topics.Count == 0);

    private async ValueTask<MetadataResponse.Topic> OneAsync(Call call, MetadataRequest request, MetadataRequest.Topic wanted)
    {
        var isById = wanted.TopicId != Guid.Empty;
        var topic = isById ? call.Names.Find(topics, wanted.TopicId) : call.Names.Find(topics, wanted.Name ?? "");
        if (topic is not null)
        {
            var error = call.TopicError(Operation.Describe, call.Names.NameOf(topic)!);
            if (error == KafkaError.None)
                return Describe(call, request, topic);
            return isById ? Missing(wanted, KafkaError.UnknownTopicId) : Missing(wanted, error);
        }

        if (isById)
            return Missing(wanted, KafkaError.UnknownTopicId);
        if (!TopicName.IsValid(wanted.Name ?? ""))
            return Missing(wanted, KafkaError.InvalidTopic);
        if (!options.AutoCreateTopics || !request.AllowAutoTopicCreation || call.TopicError(Operation.Create, wanted.Name!) != KafkaError.None)
            return Missing(wanted, KafkaError.UnknownTopicOrPartition);
        return await CreateAsync(call, request, wanted);
    }

    private async ValueTask<MetadataResponse.Topic> CreateAsync(Call call, MetadataRequest request, MetadataRequest.Topic wanted)
    {
        try
        {
            var (projectId, name) = call.Names.Topic(wanted.Name!);
            var wish = new NewTopic(projectId, name);
            return Describe(call, request, await store.WriteAsync(write => topics.CreateInAsync(write, call.Principal, wish)));
        }
        catch (PlatformException refusal)
        {
            // Another connection may have been first; the topic is usable either way.
            var made = call.Names.Find(topics, wanted.Name!);
            return made is null ? Missing(wanted, Refusals.ToKafka(refusal)) : Describe(call, request, made);
        }
    }

    private static MetadataResponse.Topic Missing(MetadataRequest.Topic wanted, KafkaError error) =>
        new() { ErrorCode = error, Name = wanted.Name ?? "", TopicId = wanted.TopicId };

    private MetadataResponse.Topic Describe(Call call, MetadataRequest request, Topic topic)
    {
        var name = call.Names.NameOf(topic)!;
        var described = new MetadataResponse.Topic { Name = name, TopicId = topic.Id };
        if (request.IncludeTopicAuthorizedOperations)
            described.TopicAuthorizedOperations = AuthorizedOperations.OfTopic(call, name);
        for (var index = 0; index < topic.PartitionCount; index++)
        {
            described.Partitions.Add(new()
            {
                ErrorCode = logs.ErrorOf(topic, index),
                PartitionIndex = index,
                LeaderId = options.NodeId,
                LeaderEpoch = state.LeaderEpoch,
                ReplicaNodes = [options.NodeId],
                IsrNodes = [options.NodeId],
            });
        }

        return described;
    }
}
