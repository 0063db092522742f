using System.Globalization;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Topics;

/// <summary>DescribeConfigs of topics, and of the broker those values that clients look up.</summary>
internal sealed class DescribeConfigsHandler(TopicCatalog topics, BrokerOptions options)
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
                    DescribeBroker(asked, result);
                    break;
                default:
                    result.ErrorCode = KafkaError.InvalidRequest;
                    result.ErrorMessage = "Only topics (2) and the broker (4) have a configuration here.";
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
        {
            if (!IsAsked(asked, row.Name))
                continue;
            var config = new DescribeConfigsResponse.Result.Config
            {
                Name = row.Name,
                Value = value,
                ConfigSource = (sbyte)source,
                ConfigType = (sbyte)row.Type,
                Documentation = request.IncludeDocumentation ? row.Meaning : null,
            };
            if (request.IncludeSynonyms)
                config.Synonyms.Add(new() { Name = row.Name, Value = value, Source = (sbyte)source });
            result.Configs.Add(config);
        }
    }

    private void DescribeBroker(DescribeConfigsRequest.Resource asked, DescribeConfigsResponse.Result result)
    {
        var nodeId = options.NodeId.ToString(CultureInfo.InvariantCulture);
        if (asked.ResourceName.Length > 0 && asked.ResourceName != nodeId)
        {
            result.ErrorCode = KafkaError.InvalidRequest;
            result.ErrorMessage = $"The broker here has the id {nodeId}.";
            return;
        }

        Add("auto.create.topics.enable", options.AutoCreateTopics ? "true" : "false", ConfigType.Bool);
        Add("default.replication.factor", "1", ConfigType.Int32);
        Add("delete.topic.enable", "true", ConfigType.Bool);
        Add("message.max.bytes", TopicConfig.Find("max.message.bytes")!.Default, ConfigType.Int32);
        Add("min.insync.replicas", "1", ConfigType.Int32);
        Add("num.partitions", options.PartitionsDefault.ToString(CultureInfo.InvariantCulture), ConfigType.Int32);

        void Add(string name, string value, ConfigType type)
        {
            if (IsAsked(asked, name))
            {
                result.Configs.Add(new()
                {
                    Name = name,
                    Value = value,
                    ReadOnly = true,
                    ConfigSource = (sbyte)ConfigSource.StaticBroker,
                    ConfigType = (sbyte)type,
                });
            }
        }
    }

    /// <summary>No list, or an empty one, asks for all.</summary>
    private static bool IsAsked(DescribeConfigsRequest.Resource asked, string name) =>
        asked.ConfigurationKeys is null or [] || asked.ConfigurationKeys.Contains(name, StringComparer.Ordinal);
}
