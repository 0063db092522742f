using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Topics;

/// <summary>IncrementalAlterConfigs of topics (KIP-339).</summary>
internal sealed class IncrementalAlterConfigsHandler(TopicCatalog topics, MetadataStore store)
{
    public async ValueTask<IncrementalAlterConfigsResponse?> HandleAsync(Call call, IncrementalAlterConfigsRequest request)
    {
        var response = new IncrementalAlterConfigsResponse();
        foreach (var asked in call.Each(request.Resources))
        {
            var result = new IncrementalAlterConfigsResponse.Result { ResourceType = asked.ResourceType, ResourceName = asked.ResourceName };
            await AlterAsync(call, asked, request.ValidateOnly, result);
            response.Responses.Add(result);
        }

        return response;
    }

    private async ValueTask AlterAsync(
        Call call, IncrementalAlterConfigsRequest.Resource asked, bool isValidateOnly, IncrementalAlterConfigsResponse.Result result)
    {
        if ((ConfigResource)asked.ResourceType != ConfigResource.Topic)
        {
            (result.ErrorCode, result.ErrorMessage) = (KafkaError.InvalidRequest, "Only settings of topics (2) can be changed here.");
            return;
        }

        result.ErrorCode = call.TopicError(Operation.Alter, asked.ResourceName);
        if (result.ErrorCode != KafkaError.None)
            return;
        if (call.Names.Find(topics, asked.ResourceName) is not { } topic)
        {
            result.ErrorCode = KafkaError.UnknownTopicOrPartition;
            return;
        }

        try
        {
            var config = Changed(topic.Config, asked.Configs);
            TopicConfig.Check(config);
            if (!isValidateOnly)
                await store.WriteAsync(write => topics.ConfigureInAsync(write, call.Principal, topic.TenantId, topic.Name, config));
        }
        catch (PlatformException refusal)
        {
            (result.ErrorCode, result.ErrorMessage) = (Refusals.OfTopic(refusal), refusal.Message);
        }
    }

    private static ImmutableSortedDictionary<string, string> Changed(
        ImmutableSortedDictionary<string, string> present, List<IncrementalAlterConfigsRequest.Resource.Config> changes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (!names.Add(change.Name))
                throw Refused(change.Name, "the request changes it more than once");
            present = Changed(present, change);
        }

        return present;
    }

    private static ImmutableSortedDictionary<string, string> Changed(
        ImmutableSortedDictionary<string, string> present, IncrementalAlterConfigsRequest.Resource.Config change)
    {
        var row = TopicConfig.Find(change.Name) ?? throw Refused(change.Name, "there is no such setting here");
        var operation = (ConfigOperation)change.ConfigOperation;
        if (operation == ConfigOperation.Delete)
            return present.Remove(row.Name);
        var value = change.Value ?? throw Refused(row.Name, "it has no value");
        if (operation == ConfigOperation.Set)
            return present.SetItem(row.Name, value);
        if (row.Type != ConfigType.List || operation is not (ConfigOperation.Append or ConfigOperation.Subtract))
            throw Refused(row.Name, "it is not a list");
        var words = (present.GetValueOrDefault(row.Name) ?? row.Default).Split(',', StringSplitOptions.RemoveEmptyEntries);
        var given = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var result = operation == ConfigOperation.Append ? words.Union(given, StringComparer.Ordinal) : words.Except(given, StringComparer.Ordinal);
        return present.SetItem(row.Name, string.Join(',', result));
    }

    private static PlatformException Refused(string setting, string why) =>
        new PlatformException(ErrorCode.InvalidArgument, $"The setting '{setting}' is refused: {why}.").With("setting", setting);
}
