using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Topics;

/// <summary>DescribeConfigs, AlterConfigs, IncrementalAlterConfigs and CreatePartitions as an administrator's client sends them.</summary>
public sealed class TopicSettingsTests : IAsyncLifetime
{
    private const sbyte OfTopic = 2;
    private const sbyte OfBroker = 4;
    private const sbyte Set = 0;
    private const sbyte Delete = 1;
    private const sbyte Append = 2;
    private const sbyte Subtract = 3;
    private const sbyte SourceTopic = 1;
    private const sbyte SourceDefault = 5;

    private TestBroker _broker = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("ledger", partitions: 2);
        _client = new RawClient(_broker.Port);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData("no.such.setting", Set, "1", "no such setting")]
    [InlineData("retention.ms", Set, null, "it has no value")]
    [InlineData("retention.ms", Set, "soon", "retention.ms")]
    [InlineData("retention.ms", Append, "1", "it is not a list")]
    [InlineData("retention.ms", Subtract, "1", "it is not a list")]
    [InlineData("cleanup.policy", 9, "delete", "it is not a list")]
    [InlineData("cleanup.policy", Append, "shred", "cleanup.policy")]
    [InlineData("min.cleanable.dirty.ratio", Set, "1.5", "from 0 to 1")]
    [InlineData("cleanup.policy", Subtract, "delete", "cleanup.policy")]
    [InlineData("min.insync.replicas", Set, "2", "can only be 1")]
    public async Task A_change_that_makes_no_sense_is_refused_whole(string setting, sbyte operation, string? value, string why)
    {
        var result = await AlterAsync("ledger", ("segment.ms", Set, "5000"), (setting, operation, value));

        result.ErrorCode.ShouldBe(KafkaError.InvalidConfig);
        result.ErrorMessage.ShouldNotBeNull().ShouldContain(why);
        _broker.Broker.Topics.Snapshot.Find(0, "ledger")!.Config.ShouldBeEmpty("the change beside it is not made either");
    }

    [Fact]
    public async Task One_setting_is_changed_once_in_a_request()
    {
        var result = await AlterAsync("ledger", ("segment.ms", Set, "5000"), ("segment.ms", Set, "6000"));

        result.ErrorCode.ShouldBe(KafkaError.InvalidConfig);
        result.ErrorMessage.ShouldNotBeNull().ShouldContain("more than once");
    }

    [Fact]
    public async Task A_setting_that_is_deleted_has_its_default_again()
    {
        (await AlterAsync("ledger", ("retention.ms", Set, "1000"), ("cleanup.policy", Append, "delete"))).ErrorCode.ShouldBe(KafkaError.None);
        (await DescribeAsync(OfTopic, "ledger", "retention.ms")).Configs.Single().ShouldSatisfyAllConditions(
            config => config.Value.ShouldBe("1000"), config => config.ConfigSource.ShouldBe(SourceTopic));

        (await AlterAsync("ledger", ("retention.ms", Delete, null))).ErrorCode.ShouldBe(KafkaError.None);

        (await DescribeAsync(OfTopic, "ledger", "retention.ms")).Configs.Single().ShouldSatisfyAllConditions(
            config => config.Value.ShouldBe("604800000"), config => config.ConfigSource.ShouldBe(SourceDefault));
    }

    [Fact]
    public async Task Validation_alone_refuses_the_same_and_changes_nothing()
    {
        var request = Alteration(OfTopic, "ledger", ("retention.ms", Set, "1000"));
        request.ValidateOnly = true;
        (await _client.AskAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(request, 1)).Responses.Single().ErrorCode.ShouldBe(KafkaError.None);
        request = Alteration(OfTopic, "ledger", ("retention.ms", Set, "soon"));
        request.ValidateOnly = true;
        (await _client.AskAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(request, 1)).Responses.Single().ErrorCode.ShouldBe(KafkaError.InvalidConfig);

        _broker.Broker.Topics.Snapshot.Find(0, "ledger")!.Config.ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_of_many_administrators_at_once_are_all_made()
    {
        (string Name, sbyte, string? Value)[] changes =
            [("retention.ms", Set, "1000"), ("retention.bytes", Set, "1000"), ("segment.ms", Set, "1000"), ("segment.bytes", Set, "20000"), ("max.message.bytes", Set, "1000")];
        for (var round = 0; round < 10; round++)
        {
            (await ReplaceAsync(OfTopic, "ledger", isValidateOnly: false)).ErrorCode.ShouldBe(KafkaError.None);

            await Task.WhenAll(changes.Select(async change =>
            {
                using var client = new RawClient(_broker.Port);
                await client.AskAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(Alteration(OfTopic, "ledger", change), 1);
            }));

            ConfigOfLedger().Keys.ShouldBe(changes.Select(change => change.Name), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Replaced_settings_are_all_that_a_topic_has()
    {
        (await AlterAsync("ledger", ("retention.ms", Set, "1000"), ("segment.ms", Set, "5000"))).ErrorCode.ShouldBe(KafkaError.None);

        (await ReplaceAsync(OfTopic, "ledger", isValidateOnly: false, ("segment.ms", "6000"), ("retention.bytes", "1"))).ErrorCode.ShouldBe(KafkaError.None);

        ConfigOfLedger().ShouldBe(new Dictionary<string, string> { ["retention.bytes"] = "1", ["segment.ms"] = "6000" });
        (await DescribeAsync(OfTopic, "ledger", "retention.ms")).Configs.Single().ConfigSource.ShouldBe(SourceDefault);

        (await ReplaceAsync(OfTopic, "ledger", isValidateOnly: false)).ErrorCode.ShouldBe(KafkaError.None);
        ConfigOfLedger().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no.such.setting", "1", "no such setting")]
    [InlineData("retention.ms", null, "it has no value")]
    [InlineData("retention.ms", "soon", "retention.ms")]
    [InlineData("segment.ms", "6000", "more than once")]
    [InlineData("cleanup.policy", "", "cleanup.policy")]
    [InlineData("min.insync.replicas", "2", "can only be 1")]
    public async Task A_replacement_that_makes_no_sense_is_refused_whole(string setting, string? value, string why)
    {
        (await AlterAsync("ledger", ("retention.bytes", Set, "1000"))).ErrorCode.ShouldBe(KafkaError.None);
        foreach (var isValidateOnly in new[] { true, false })
        {
            var result = await ReplaceAsync(OfTopic, "ledger", isValidateOnly, ("segment.ms", "5000"), (setting, value));

            result.ErrorCode.ShouldBe(KafkaError.InvalidConfig);
            result.ErrorMessage.ShouldNotBeNull().ShouldContain(why);
        }

        ConfigOfLedger().ShouldBe(new Dictionary<string, string> { ["retention.bytes"] = "1000" });
    }

    [Fact]
    public async Task A_replacement_that_is_only_validated_is_none()
    {
        (await ReplaceAsync(OfTopic, "ledger", isValidateOnly: true, ("segment.ms", "5000"))).ErrorCode.ShouldBe(KafkaError.None);
        (await ReplaceAsync(OfTopic, "absent", isValidateOnly: true, ("segment.ms", "5000"))).ErrorCode.ShouldBe(KafkaError.UnknownTopicOrPartition);
        (await ReplaceAsync(OfBroker, "1", isValidateOnly: true, ("segment.ms", "5000"))).ErrorCode.ShouldBe(KafkaError.InvalidRequest);

        ConfigOfLedger().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(OfTopic, "absent", KafkaError.UnknownTopicOrPartition, KafkaError.UnknownTopicOrPartition)]
    [InlineData(OfBroker, "1", KafkaError.InvalidRequest, KafkaError.None)]
    [InlineData(OfBroker, "2", KafkaError.InvalidRequest, KafkaError.InvalidRequest)]
    [InlineData(8, "1", KafkaError.InvalidRequest, KafkaError.InvalidRequest)]
    public async Task Only_topics_can_be_changed_and_topics_and_this_broker_looked_at(sbyte type, string name, KafkaError altered, KafkaError described)
    {
        var request = Alteration(type, name, ("retention.ms", Set, "1000"));

        (await _client.AskAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(request, 1)).Responses.Single().ErrorCode.ShouldBe(altered);
        (await DescribeAsync(type, name)).ErrorCode.ShouldBe(described);
    }

    [Fact]
    public async Task Whatever_a_topic_is_told_to_have_can_be_set_again()
    {
        var all = (await DescribeAsync(OfTopic, "ledger")).Configs;
        all.Count.ShouldBeGreaterThan(10);

        var result = await AlterAsync("ledger", [.. all.Select(config => (config.Name, Set, config.Value))]);

        result.ErrorCode.ShouldBe(KafkaError.None, result.ErrorMessage);
        (await DescribeAsync(OfTopic, "ledger")).Configs.Select(config => (config.Name, config.Value, config.ConfigSource))
            .ShouldBe(all.Select(config => (config.Name, config.Value, SourceTopic)));
    }

    [Theory]
    [InlineData("ledger", 2, KafkaError.InvalidPartitions)]
    [InlineData("ledger", 1, KafkaError.InvalidPartitions)]
    [InlineData("ledger", -1, KafkaError.InvalidPartitions)]
    [InlineData("ledger", 1_001, KafkaError.InvalidPartitions)]
    [InlineData("absent", 3, KafkaError.UnknownTopicOrPartition)]
    public async Task Partitions_only_grow_and_not_without_bound(string topic, int count, KafkaError error)
    {
        foreach (var isValidateOnly in new[] { true, false })
        {
            var result = await GrowAsync(topic, count, isValidateOnly);
            result.ErrorCode.ShouldBe(error);
            result.ErrorMessage.ShouldNotBeNullOrEmpty();
        }

        _broker.Broker.Topics.Snapshot.Find(0, "ledger")!.PartitionCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_validated_growth_is_none_and_a_real_one_is_there_at_once()
    {
        (await GrowAsync("ledger", 5, isValidateOnly: true)).ErrorCode.ShouldBe(KafkaError.None);
        _broker.Broker.Topics.Snapshot.Find(0, "ledger")!.PartitionCount.ShouldBe(2);

        (await GrowAsync("ledger", 5, isValidateOnly: false)).ErrorCode.ShouldBe(KafkaError.None);

        var metadata = await _client.AskAsync<MetadataRequest, MetadataResponse>(new() { Topics = [new() { Name = "ledger" }] }, 8);
        metadata.Topics.Single().Partitions.Select(partition => partition.PartitionIndex).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_topic_grows_once_in_a_request_and_only_by_partitions_that_are_to_be_here()
    {
        (await GrowAsync(Growth(4), Growth(6))).ShouldBe([KafkaError.InvalidRequest, KafkaError.InvalidRequest]);
        (await GrowAsync(Growth(4, [1]))).ShouldBe([KafkaError.InvalidReplicaAssignment], "two are added");
        (await GrowAsync(Growth(4, [1], [2]))).ShouldBe([KafkaError.InvalidReplicaAssignment], "there is no broker 2");
        (await GrowAsync(Growth(4, [1], [1, 2]))).ShouldBe([KafkaError.InvalidReplicaAssignment], "a partition has one replica");
        _broker.Broker.Topics.Snapshot.Find(0, "ledger")!.PartitionCount.ShouldBe(2);

        (await GrowAsync(Growth(4, [1], [1]))).ShouldBe([KafkaError.None]);
        _broker.Broker.Topics.Snapshot.Find(0, "ledger")!.PartitionCount.ShouldBe(4);

        static CreatePartitionsRequest.Topic Growth(int count, params int[][] places) => new()
        {
            Name = "ledger",
            Count = count,
            Assignments = places.Length == 0 ? null : [.. places.Select(brokers => new CreatePartitionsRequest.Topic.Assignment { BrokerIds = brokers })],
        };

        async Task<KafkaError[]> GrowAsync(params CreatePartitionsRequest.Topic[] topics) =>
            [.. (await _client.AskAsync<CreatePartitionsRequest, CreatePartitionsResponse>(new() { Topics = [.. topics] }, 3)).Results.Select(result => result.ErrorCode)];
    }

    private async Task<CreatePartitionsResponse.Result> GrowAsync(string topic, int count, bool isValidateOnly) =>
        (await _client.AskAsync<CreatePartitionsRequest, CreatePartitionsResponse>(
            new() { Topics = [new() { Name = topic, Count = count }], ValidateOnly = isValidateOnly }, 3)).Results.Single();

    private async Task<DescribeConfigsResponse.Result> DescribeAsync(sbyte type, string name, params string[] keys) =>
        (await _client.AskAsync<DescribeConfigsRequest, DescribeConfigsResponse>(
            new() { Resources = [new() { ResourceType = type, ResourceName = name, ConfigurationKeys = keys }] }, 4)).Results.Single();

    private async Task<IncrementalAlterConfigsResponse.Result> AlterAsync(string topic, params (string Name, sbyte Operation, string? Value)[] changes) =>
        (await _client.AskAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(Alteration(OfTopic, topic, changes), 1)).Responses.Single();

    private async Task<AlterConfigsResponse.Result> ReplaceAsync(sbyte type, string name, bool isValidateOnly, params (string Name, string? Value)[] settings)
    {
        var configs = settings.Select(setting => new AlterConfigsRequest.Resource.Config { Name = setting.Name, Value = setting.Value });
        return (await _client.AskAsync<AlterConfigsRequest, AlterConfigsResponse>(
            new() { Resources = [new() { ResourceType = type, ResourceName = name, Configs = [.. configs] }], ValidateOnly = isValidateOnly }, 2)).Responses.Single();
    }

    private IReadOnlyDictionary<string, string> ConfigOfLedger() => _broker.Broker.Topics.Snapshot.Find(0, "ledger")!.Config;

    private static IncrementalAlterConfigsRequest Alteration(sbyte type, string name, params (string Name, sbyte Operation, string? Value)[] changes) => new()
    {
        Resources =
        [
            new()
            {
                ResourceType = type,
                ResourceName = name,
                Configs = [.. changes.Select(change => new IncrementalAlterConfigsRequest.Resource.Config { Name = change.Name, ConfigOperation = change.Operation, Value = change.Value })],
            },
        ],
    };
}
