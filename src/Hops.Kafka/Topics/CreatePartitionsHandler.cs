using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Topics;

/// <summary>CreatePartitions: raises the number of partitions of topics.</summary>
internal sealed class CreatePartitionsHandler(TopicCatalog topics, MetadataStore store, BrokerOptions options)
{
    public async ValueTask<CreatePartitionsResponse?> HandleAsync(Call call, CreatePartitionsRequest request)
    {
        var response = new CreatePartitionsResponse();
        var repeated = RepeatedNames.In(request.Topics.Select(topic => topic.Name));
        foreach (var asked in call.Each(request.Topics))
        {
            var result = new CreatePartitionsResponse.Result { Name = asked.Name, ErrorCode = call.TopicError(Operation.Alter, asked.Name) };
            if (repeated.Contains(asked.Name))
                (result.ErrorCode, result.ErrorMessage) = (KafkaError.InvalidRequest, RepeatedNames.Refusal);
            else if (result.ErrorCode == KafkaError.None)
                await GrowAsync(call, asked, request.ValidateOnly, result);
            response.Results.Add(result);
        }

        return response;
    }

    private async ValueTask GrowAsync(Call call, CreatePartitionsRequest.Topic asked, bool isValidateOnly, CreatePartitionsResponse.Result result)
    {
        try
        {
            var topic = call.Names.Find(topics, asked.Name);
            if (topic is not null && FaultOfPlaces(asked, asked.Count - topic.PartitionCount) is { } fault)
                (result.ErrorCode, result.ErrorMessage) = (KafkaError.InvalidReplicaAssignment, fault);
            else if (isValidateOnly)
                topics.CheckGrowth(topic, asked.Name, asked.Count);
            else
            {
                var (projectId, name) = call.Names.Topic(asked.Name);
                await store.WriteAsync(write => topics.GrowInAsync(write, call.Principal, projectId, name, asked.Count));
            }
        }
        catch (PlatformException refusal)
        {
            result.ErrorCode = Refusals.OfTopic(refusal);
            result.ErrorMessage = refusal.Message;
        }
    }

    /// <summary>What is wrong with the places that the added partitions are to have, if the request says any.</summary>
    private string? FaultOfPlaces(CreatePartitionsRequest.Topic asked, int added)
    {
        if (asked.Assignments is not { } places || added <= 0)
            return null;
        if (places.Count != added)
            return $"Places of {places.Count} partitions are given, and {added} are added.";
        return places.All(place => ReplicaPlaces.AreHere(place.BrokerIds, options.NodeId)) ? null : ReplicaPlaces.Only(options.NodeId);
    }
}
