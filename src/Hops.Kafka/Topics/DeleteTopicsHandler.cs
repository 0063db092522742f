using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Topics;

/// <summary>DeleteTopics, by name or from version 6 on by id.</summary>
internal sealed class DeleteTopicsHandler(TopicCatalog topics, MetadataStore store)
{
    private const int VersionOfIds = 6;

    public async ValueTask<DeleteTopicsResponse?> HandleAsync(Call call, DeleteTopicsRequest request)
    {
        var response = new DeleteTopicsResponse();
        if (call.Version >= VersionOfIds)
        {
            foreach (var asked in request.Topics)
                response.Responses.Add(await DeleteAsync(call, asked.Name, asked.TopicId));
        }
        else
        {
            foreach (var name in request.TopicNames)
                response.Responses.Add(await DeleteAsync(call, name, Guid.Empty));
        }

        return response;
    }

    private async ValueTask<DeleteTopicsResponse.Result> DeleteAsync(Call call, string? name, Guid id)
    {
        var result = new DeleteTopicsResponse.Result { Name = name, TopicId = id };
        var isById = id != Guid.Empty;
        if (isById == name is not null)
            return Refuse(result, KafkaError.InvalidRequest, "A topic is named by either its name or its id.");
        var topic = isById ? topics.Snapshot.Find(call.TenantId, id) : topics.Snapshot.Find(call.TenantId, name!);
        var decision = call.Decide(Operation.Delete, ResourceKind.Topic, topic?.Name ?? name ?? "");
        if (topic is null || decision.Hidden)
            return Refuse(result, isById ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition, "There is no such topic.");
        if (!decision.Allowed)
            return Refuse(result, KafkaError.TopicAuthorizationFailed, decision.Reason);
        try
        {
            await store.WriteAsync(write => topics.DeleteInAsync(write, call.Principal, topic.TenantId, topic.Name));
            result.Name = topic.Name;
            result.TopicId = topic.Id;
            return result;
        }
        catch (PlatformException refusal)
        {
            return Refuse(result, Refusals.OfTopic(refusal), refusal.Message);
        }
    }

    private static DeleteTopicsResponse.Result Refuse(DeleteTopicsResponse.Result result, KafkaError error, string message)
    {
        result.ErrorCode = error;
        result.ErrorMessage = message;
        return result;
    }
}
