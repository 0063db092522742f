using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>What makes a ConsumerGroupHeartbeat invalid whatever group it is for.</summary>
internal static class HeartbeatCheck
{
    private const int VersionOfOwnIds = 1;

    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public static ConsumerHeartbeatResult? Refuse(ConsumerGroupHeartbeatRequest request, short version)
    {
        if (Find(request, version) is { } wrong)
            return new(KafkaError.InvalidRequest, wrong);
        return request.ServerAssignor is null || ServerAssignors.Names.Contains(request.ServerAssignor)
            ? null
            : new(KafkaError.UnsupportedAssignor, $"There is no assignor of that name; there are {string.Join(" and ", ServerAssignors.Names)}.");
    }

    private static string? Find(ConsumerGroupHeartbeatRequest request, short version)
    {
        var isJoining = request.MemberEpoch == 0;
        if (request.GroupId.Length is 0 or > GroupNames.CharactersMax)
            return $"GroupId must have 1 to {GroupNames.CharactersMax} characters.";
        if (request.MemberId.Length > GroupNames.CharactersMax || (request.MemberId.Length == 0 && (!isJoining || version >= VersionOfOwnIds)))
            return $"MemberId must have 1 to {GroupNames.CharactersMax} characters.";
        if (request.InstanceId?.Length is 0 or > GroupNames.CharactersMax)
            return $"InstanceId must have 1 to {GroupNames.CharactersMax} characters, or be null.";
        if (request.RackId?.Length is 0 or > GroupNames.CharactersMax)
            return $"RackId must have 1 to {GroupNames.CharactersMax} characters, or be null.";
        if (request.MemberEpoch < ConsumerGroupState.Away)
            return "MemberEpoch must be -2 or more.";
        if (request.MemberEpoch == ConsumerGroupState.Away && request.InstanceId is null)
            return "InstanceId must be there with the epoch -2.";
        if (!isJoining)
            return null;
        if (request.RebalanceTimeoutMs < 0)
            return "RebalanceTimeoutMs must be there when joining.";
        if (request.OwnedPartitions is not { Count: 0 })
            return "TopicPartitions must be empty when joining.";
        return request.SubscribedTopicNames is null && request.SubscribedTopicRegex is null
            ? "SubscribedTopicNames or SubscribedTopicRegex must be there when joining."
            : null;
    }
}
