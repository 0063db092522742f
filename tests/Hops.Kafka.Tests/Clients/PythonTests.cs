using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>python3-kafka and python3-confluent-kafka (librdkafka) as administrators.</summary>
public sealed class PythonTests
{
    private const string KafkaPythonAdmin = """
        import sys
        from kafka.admin import KafkaAdminClient, NewTopic, ConfigResource, ConfigResourceType, NewPartitions
        from kafka.errors import TopicAlreadyExistsError
        admin = KafkaAdminClient(bootstrap_servers=sys.argv[1])
        admin.create_topics([NewTopic('made', 2, 1, topic_configs={'retention.ms': '1000'})])
        try:
            admin.create_topics([NewTopic('made', 2, 1)])
            raise SystemExit('made twice')
        except TopicAlreadyExistsError:
            pass
        admin.create_partitions({'made': NewPartitions(5)})
        print('partitions', len(admin.describe_topics(['made'])[0]['partitions']))
        answer = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, 'made')])
        entries = {c[0]: c[1] for c in answer[0].resources[0][4]}
        print('retention', entries['retention.ms'], entries['cleanup.policy'])
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, 'made', configs={'segment.ms': '5000'})])
        answer = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, 'made')])
        entries = {c[0]: c[1] for c in answer[0].resources[0][4]}
        print('replaced', entries['retention.ms'], entries['segment.ms'])
        admin.delete_topics(['made'])
        print('left', sorted(admin.list_topics()))
        print('groups', admin.list_consumer_groups())
        """;

    private const string ConfluentAdmin = """
        import sys
        from confluent_kafka.admin import AdminClient, NewTopic, NewPartitions, ConfigResource
        admin = AdminClient({'bootstrap.servers': sys.argv[1]})
        for future in admin.create_topics([NewTopic('made', 3, 1, config={'segment.bytes': '1048576'})]).values():
            future.result(20)
        for future in admin.create_partitions([NewPartitions('made', 4)]).values():
            future.result(20)
        resource = ConfigResource(ConfigResource.Type.TOPIC, 'made')
        for future in admin.describe_configs([resource]).values():
            print('segment', future.result(20)['segment.bytes'].value)
        for future in admin.alter_configs([ConfigResource(ConfigResource.Type.TOPIC, 'made', set_config={'segment.ms': '5000'})]).values():
            future.result(20)
        for future in admin.describe_configs([resource]).values():
            print('replaced', future.result(20)['segment.bytes'].value, future.result(20)['segment.ms'].value)
        print('partitions', len(admin.list_topics(timeout=20).topics['made'].partitions))
        for future in admin.delete_topics(['made']).values():
            future.result(20)
        print('left', list(admin.list_topics(timeout=20).topics))
        """;

    [ToolFact(ForeignTool.Python)]
    public async Task Kafka_python_administers_topics()
    {
        await using var broker = await TestBroker.StartAsync();

        var said = (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", KafkaPythonAdmin, broker.Address])).Succeeded();

        said.ShouldBe("partitions 5\nretention 1000 delete\nreplaced 604800000 5000\nleft []\ngroups []\n");
    }

    [ToolFact(ForeignTool.Python)]
    public async Task Librdkafka_administers_topics()
    {
        await using var broker = await TestBroker.StartAsync();

        var said = (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", ConfluentAdmin, broker.Address])).Succeeded();

        said.ShouldBe("segment 1048576\nreplaced 1073741824 5000\npartitions 4\nleft []\n");
    }
}
