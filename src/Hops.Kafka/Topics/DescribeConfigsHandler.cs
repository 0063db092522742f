using System.Globalization;
using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Log;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Topics;

/// <summary>DescribeConfigs of topics, and of the broker and of groups those values that clients look up.</summary>
internal sealed class DescribeConfigsHandler(TopicCatalog topics, BrokerOptions options, LogOptions log)
{
    public ValueTask<DescribeConfigsResponse?> HandleAsync(Call call, DescribeConfigsRequest request)
    {
        var response = new DescribeConfigsResponse();
        foreach (var asked in call.Each(request.Resources.DistinctBy(asked => (asked.ResourceType, asked.ResourceName))))
        {
            var result = new DescribeConfigsResponse.Result { ResourceType = asked.ResourceType, ResourceName = asked.ResourceName };
            switch ((ConfigResource)asked.ResourceType)
            {
                case ConfigResource.Topic:
                    DescribeTopic(call, request, asked, result);
                    break;
                case ConfigResource.Broker:
                    DescribeBroker(request, asked, result);
                    break;
                case ConfigResource.Group:
                    DescribeGroup(call, request, asked, result);
                    break;
                default:
                    result.ErrorCode = KafkaError.InvalidRequest;
                    result.ErrorMessage = "Only topics (2), the broker (4) and groups (32) have a configuration here.";
                    break;
            }

            response.Results.Add(result);
        }

        return new(response);
    }

    private void DescribeTopic(Call call, DescribeConfigsRequest request, DescribeConfigsRequest.Resource asked, DescribeConfigsResponse.Result result)
    {
        var topic = call.Names.Find(topics, asked.ResourceName);
        result.ErrorCode = call.TopicError(Operation.Describe, asked.ResourceName);
        if (result.ErrorCode == KafkaError.None && topic is null)
            result.ErrorCode = KafkaError.UnknownTopicOrPartition;
        if (result.ErrorCode != KafkaError.None)
            return;
        foreach (var (row, value, source) in TopicConfig.Effective(topic!))
            Add(request, asked, result, new() { Name = row.Name, Value = value, ConfigSource = (sbyte)source, ConfigType = (sbyte)row.Type, Documentation = row.Meaning });
    }

    private void DescribeBroker(DescribeConfigsRequest request, DescribeConfigsRequest.Resource asked, DescribeConfigsResponse.Result result)
    {
        var nodeId = options.NodeId.ToString(CultureInfo.InvariantCulture);
        if (asked.ResourceName.Length > 0 && asked.ResourceName != nodeId)
        {
            result.ErrorCode = KafkaError.InvalidRequest;
            result.ErrorMessage = $"The broker here has the id {nodeId}.";
            return;
        }

        foreach (var (row, value, source) in BrokerConfig.Effective(options, log))
        {
            Add(
                request,
                asked,
                result,
                new() { Name = row.Name, Value = value, ReadOnly = true, ConfigSource = (sbyte)source, ConfigType = (sbyte)row.Type, Documentation = row.Meaning });
        }
    }

    /// <summary>Every group has the broker's values, one that is not there yet too.</summary>
    private void DescribeGroup(Call call, DescribeConfigsRequest request, DescribeConfigsRequest.Resource asked, DescribeConfigsResponse.Result result)
    {
        result.ErrorCode = call.GroupError(Operation.Describe, asked.ResourceName);
        if (result.ErrorCode != KafkaError.None)
            return;
        foreach (var (row, value, source) in BrokerConfig.OfGroups(options, log))
        {
            Add(
                request,
                asked,
                result,
                new() { Name = row.Name, Value = value, ReadOnly = true, ConfigSource = (sbyte)source, ConfigType = (sbyte)row.Type, Documentation = row.Meaning });
        }
    }

    /// <summary>Adds a setting if it is asked for; no list, or an empty one, asks for all.</summary>
    private static void Add(
        DescribeConfigsRequest request, DescribeConfigsRequest.Resource asked, DescribeConfigsResponse.Result result, DescribeConfigsResponse.Result.Config config)
    {
        if (asked.ConfigurationKeys is { Length: > 0 } keys && !keys.Contains(config.Name, StringComparer.Ordinal))
            return;
        if (!request.IncludeDocumentation)
            config.Documentation = null;
        if (request.IncludeSynonyms)
            config.Synonyms.Add(new() { Name = config.Name, Value = config.Value, Source = config.ConfigSource });
        result.Configs.Add(config);
    }
}
