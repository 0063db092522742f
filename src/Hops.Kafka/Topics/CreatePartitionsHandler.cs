using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Topics;

/// <summary>CreatePartitions: raises the number of partitions of topics.</summary>
internal sealed class CreatePartitionsHandler(TopicCatalog topics, MetadataStore store)
{
    public async ValueTask<CreatePartitionsResponse?> HandleAsync(Call call, CreatePartitionsRequest request)
    {
        var response = new CreatePartitionsResponse();
        foreach (var asked in call.Each(request.Topics))
        {
            var result = new CreatePartitionsResponse.Result { Name = asked.Name, ErrorCode = call.TopicError(Operation.Alter, asked.Name) };
            if (result.ErrorCode == KafkaError.None)
                await GrowAsync(call, asked, request.ValidateOnly, result);
            response.Results.Add(result);
        }

        return response;
    }

    private async ValueTask GrowAsync(Call call, CreatePartitionsRequest.Topic asked, bool isValidateOnly, CreatePartitionsResponse.Result result)
    {
        try
        {
            if (isValidateOnly)
                topics.CheckGrowth(call.Names.Find(topics, asked.Name), asked.Name, asked.Count);
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
}
