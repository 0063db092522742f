using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Metadata;

namespace Hops.Kafka.Topics;

/// <summary>
/// CreateTopics. One replica is what there is; a request for up to three is accepted and told the real number, because many programs ask for
/// three by habit.
/// </summary>
internal sealed class CreateTopicsHandler(TopicCatalog topics, MetadataStore store, BrokerOptions options)
{
    private const short ReplicasAskedMax = 3;
    private const short BrokerDefault = -1;

    public async ValueTask<CreateTopicsResponse?> HandleAsync(Call call, CreateTopicsRequest request)
    {
        var response = new CreateTopicsResponse();
        var repeated = RepeatedNames.In(request.Topics.Select(topic => topic.Name));
        foreach (var asked in call.Each(request.Topics))
        {
            response.Topics.Add(repeated.Contains(asked.Name)
                ? Refused(asked, KafkaError.InvalidRequest, RepeatedNames.Refusal)
                : await CreateAsync(call, asked, request.ValidateOnly));
        }

        return response;
    }

    private async ValueTask<CreateTopicsResponse.Topic> CreateAsync(Call call, CreateTopicsRequest.Topic asked, bool isValidateOnly)
    {
        try
        {
            call.Demand(Operation.Create, ResourceKind.Topic, asked.Name);
            if (FaultOfPlaces(asked) is var (error, fault))
                return Refused(asked, error, fault);
            var wish = Wish(call, asked);

            // Before the one writer of the database is asked for a turn, for each of very many names that cannot be.
            topics.Check(wish);
            if (isValidateOnly)
                return Made(Validate(call, wish));
            return Made(await store.WriteAsync(write => topics.CreateInAsync(write, call.Principal, wish)));
        }
        catch (PlatformException refusal)
        {
            return Refused(asked, refusal.Facts.ContainsKey("replicas") ? KafkaError.InvalidReplicationFactor : Refusals.OfTopic(refusal), refusal.Message);
        }
    }

    /// <summary>What is wrong with the places that the partitions are to have, if the request says any.</summary>
    private (KafkaError Error, string Fault)? FaultOfPlaces(CreateTopicsRequest.Topic asked)
    {
        if (asked.Assignments.Count == 0)
            return null;
        if (asked.NumPartitions != BrokerDefault || asked.ReplicationFactor != BrokerDefault)
            return (KafkaError.InvalidRequest, "Places of partitions say how many there are: the numbers of partitions and of replicas beside them have to be -1.");
        if (!asked.Assignments.Select(place => place.PartitionIndex).Order().SequenceEqual(Enumerable.Range(0, asked.Assignments.Count)))
            return (KafkaError.InvalidReplicaAssignment, "Places are given of each partition once, from partition 0 on.");
        return asked.Assignments.All(place => ReplicaPlaces.AreHere(place.BrokerIds, options.NodeId)) ? null : (KafkaError.InvalidReplicaAssignment, ReplicaPlaces.Only(options.NodeId));
    }

    private static NewTopic Wish(Call call, CreateTopicsRequest.Topic asked)
    {
        var hasAssignments = asked.Assignments.Count > 0;
        if (!hasAssignments && asked.ReplicationFactor is not BrokerDefault and (< 1 or > ReplicasAskedMax))
        {
            throw new PlatformException(ErrorCode.InvalidArgument, $"A topic has 1 replica here; {asked.ReplicationFactor} were asked for.")
                .With("replicas", asked.ReplicationFactor);
        }

        var config = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var setting in asked.Configs)
        {
            if (setting.Value is not null)
                config[setting.Name] = setting.Value;
        }

        var partitions = hasAssignments ? asked.Assignments.Count : asked.NumPartitions;
        var (projectId, name) = call.Names.Topic(asked.Name);
        return new NewTopic(projectId, name, partitions == BrokerDefault ? null : partitions, config.ToImmutable());
    }

    private Topic Validate(Call call, NewTopic wish)
    {
        if (topics.Snapshot.Find(wish.TenantId, wish.Name) is not null)
            throw new PlatformException(ErrorCode.AlreadyExists, $"Topic '{wish.Name}' exists already.");
        return new Topic
        {
            TenantId = wish.TenantId,
            Name = wish.Name,
            Id = Guid.Empty,
            PartitionCount = wish.PartitionCount ?? options.PartitionsDefault,
            Config = wish.Config,
            CreatedBy = call.Principal.Name,
            CreatedAt = default,
        };
    }

    private static CreateTopicsResponse.Topic Made(Topic topic) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        NumPartitions = topic.PartitionCount,
        ReplicationFactor = 1,
        Configs = [.. TopicConfig.Effective(topic).Select(setting => new CreateTopicsResponse.Topic.Config
        {
            Name = setting.Row.Name,
            Value = setting.Value,
            ConfigSource = (sbyte)setting.Source,
        })],
    };

    private static CreateTopicsResponse.Topic Refused(CreateTopicsRequest.Topic asked, KafkaError error, string message) =>
        new() { Name = asked.Name, ErrorCode = error, ErrorMessage = message };
}
