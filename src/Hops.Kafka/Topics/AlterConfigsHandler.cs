using System.Collections.Immutable;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Topics;

/// <summary>AlterConfigs of topics: what is named is set, and what is not named has its default again.</summary>
internal sealed class AlterConfigsHandler(TopicAlteration alteration)
{
    public async ValueTask<AlterConfigsResponse?> HandleAsync(Call call, AlterConfigsRequest request)
    {
        var response = new AlterConfigsResponse();
        foreach (var asked in call.Each(request.Resources))
        {
            var (error, message) = await alteration.ApplyAsync(
                call, asked.ResourceType, asked.ResourceName, request.ValidateOnly, _ => Whole(asked.Configs));
            response.Responses.Add(new() { ErrorCode = error, ErrorMessage = message, ResourceType = asked.ResourceType, ResourceName = asked.ResourceName });
        }

        return response;
    }

    private static ImmutableSortedDictionary<string, string> Whole(List<AlterConfigsRequest.Resource.Config> settings)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        var whole = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var row = TopicAlteration.Row(named, setting.Name);
            whole[row.Name] = setting.Value ?? throw TopicAlteration.Refused(row.Name, "it has no value");
        }

        return whole.ToImmutable();
    }
}
