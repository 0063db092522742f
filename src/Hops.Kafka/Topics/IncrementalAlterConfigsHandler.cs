using System.Collections.Immutable;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Topics;

/// <summary>IncrementalAlterConfigs of topics (KIP-339).</summary>
internal sealed class IncrementalAlterConfigsHandler(TopicAlteration alteration)
{
    public async ValueTask<IncrementalAlterConfigsResponse?> HandleAsync(Call call, IncrementalAlterConfigsRequest request)
    {
        var response = new IncrementalAlterConfigsResponse();
        foreach (var asked in call.Each(request.Resources))
        {
            var (error, message) = await alteration.ApplyAsync(
                call, asked.ResourceType, asked.ResourceName, request.ValidateOnly, present => Changed(present, asked.Configs));
            response.Responses.Add(new() { ErrorCode = error, ErrorMessage = message, ResourceType = asked.ResourceType, ResourceName = asked.ResourceName });
        }

        return response;
    }

    private static ImmutableSortedDictionary<string, string> Changed(
        ImmutableSortedDictionary<string, string> present, List<IncrementalAlterConfigsRequest.Resource.Config> changes)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
            present = Changed(present, TopicAlteration.Row(named, change.Name), change);
        return present;
    }

    private static ImmutableSortedDictionary<string, string> Changed(
        ImmutableSortedDictionary<string, string> present, TopicConfigRow row, IncrementalAlterConfigsRequest.Resource.Config change)
    {
        var operation = (ConfigOperation)change.ConfigOperation;
        if (operation == ConfigOperation.Delete)
            return present.Remove(row.Name);
        var value = change.Value ?? throw TopicAlteration.Refused(row.Name, "it has no value");
        if (operation == ConfigOperation.Set)
            return present.SetItem(row.Name, value);
        if (row.Type != ConfigType.List || operation is not (ConfigOperation.Append or ConfigOperation.Subtract))
            throw TopicAlteration.Refused(row.Name, "it is not a list");
        var words = (present.GetValueOrDefault(row.Name) ?? row.Default).Split(',', StringSplitOptions.RemoveEmptyEntries);
        var given = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var result = operation == ConfigOperation.Append ? words.Union(given, StringComparer.Ordinal) : words.Except(given, StringComparer.Ordinal);
        return present.SetItem(row.Name, string.Join(',', result));
    }
}
