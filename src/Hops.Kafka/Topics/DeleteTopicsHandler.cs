using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Topics;

/// <summary>DeleteTopics, by name or from version 6 on by id.</summary>
internal sealed class DeleteTopicsHandler(TopicCatalog topics, MetadataStore store, DiskReserve? reserve)
{
    private const int VersionOfIds = 6;
    private const string NoTopic = "There is no such topic.";

    public async ValueTask<DeleteTopicsResponse?> HandleAsync(Call call, DeleteTopicsRequest request)
    {
        var response = new DeleteTopicsResponse();
        if (call.Version >= VersionOfIds)
        {
            foreach (var asked in call.Each(request.Topics))
                response.Responses.Add(await DeleteAsync(call, asked.Name, asked.TopicId));
        }
        else
        {
            foreach (var name in call.Each(request.TopicNames))
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
        var topic = isById ? call.Names.Find(topics, id) : call.Names.Find(topics, name!);
        var missing = isById ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition;
        if (topic is null)
            return Refuse(result, missing, NoTopic);
        try
        {
            call.Demand(Operation.Delete, ResourceKind.Topic, call.Names.NameOf(topic)!);
            await (reserve is null ? RemoveAsync() : reserve.FreeAsync(RemoveAsync));
            result.Name = call.Names.NameOf(topic);
            result.TopicId = topic.Id;
            return result;
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            return Refuse(result, missing, NoTopic);
        }
        catch (PlatformException refusal)
        {
            return Refuse(result, Refusals.OfTopic(refusal), refusal.Message);
        }

        ValueTask<Topic> RemoveAsync() => store.WriteAsync(write => topics.DeleteInAsync(write, call.Principal, topic.TenantId, topic.Name));
    }

    private static DeleteTopicsResponse.Result Refuse(DeleteTopicsResponse.Result result, KafkaError error, string message)
    {
        result.ErrorCode = error;
        result.ErrorMessage = message;
        return result;
    }
}
