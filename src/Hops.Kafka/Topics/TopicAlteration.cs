using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Metadata;

namespace Hops.Kafka.Topics;

/// <summary>What both APIs that change settings do alike: the right first, then the topic, then every setting, and only then a change.</summary>
internal sealed class TopicAlteration(TopicCatalog topics, MetadataStore store)
{
    /// <summary>Changes the settings of one topic, or only says whether it would.</summary>
    /// <param name="call">The request.</param>
    /// <param name="resourceType">What its settings are changed of, as the protocol numbers it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isValidateOnly">True to change nothing.</param>
    /// <param name="change">
    /// The settings that differ from their default, from those of now; may refuse by a <see cref="PlatformException"/>, and is asked more than once.
    /// </param>
    /// <returns>What went wrong, and in which words; <c>None</c> if nothing.</returns>
    public async ValueTask<(KafkaError Error, string? Message)> ApplyAsync(
        Call call,
        sbyte resourceType,
        string name,
        bool isValidateOnly,
        Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        if ((ConfigResource)resourceType != ConfigResource.Topic)
            return (KafkaError.InvalidRequest, "Only settings of topics (2) can be changed here.");
        if (call.TopicError(Operation.Alter, name) is not KafkaError.None and var denied)
            return (denied, null);
        if (call.Names.Find(topics, name) is not { } topic)
            return (KafkaError.UnknownTopicOrPartition, null);
        try
        {
            // Before the one writer of the database is asked for a turn, for each of very many changes that cannot be.
            TopicConfig.Check(change(topic.Config));
            if (!isValidateOnly)
                await store.WriteAsync(write => topics.ConfigureInAsync(write, call.Principal, topic.TenantId, topic.Name, change));
            return (KafkaError.None, null);
        }
        catch (PlatformException refusal)
        {
            return (Refusals.OfTopic(refusal), refusal.Message);
        }
    }

    /// <summary>The row of a setting that a request names for the first time.</summary>
    /// <param name="named">The settings that it has named before.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it names it twice, or there is no such setting.</exception>
    public static TopicConfigRow Row(HashSet<string> named, string name)
    {
        if (!named.Add(name))
            throw Refused(name, "the request changes it more than once");
        return TopicConfig.Find(name) ?? throw Refused(name, "there is no such setting here");
    }

    /// <summary>The refusal of one setting.</summary>
    public static PlatformException Refused(string setting, string why) =>
        new PlatformException(ErrorCode.InvalidArgument, $"The setting '{setting}' is refused: {why}.").With("setting", setting);
}
