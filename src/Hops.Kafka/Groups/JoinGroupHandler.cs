using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups.Consumer;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>JoinGroup: enters a round of joining; the answer comes when the round is complete.</summary>
internal sealed class JoinGroupHandler(BrokerOptions options, GroupDirectory groups, TopicCatalog topics)
{
    private const int VersionOfSendingAway = 4;
    private const int VersionOfSkipping = 9;
    private const int MetadataBytesMax = 1 << 20;

    private readonly SubscriptionLookup _lookup = new(topics);

    public async ValueTask<JoinGroupResponse?> HandleAsync(Call call, JoinGroupRequest request)
    {
        var refusal = Check(call, request);
        if (refusal != KafkaError.None)
            return Refused(request, refusal);
        var group = request.MemberId.Length == 0 ? call.Names.FindOrAdd(groups, request.GroupId) : call.Names.Find(groups, request.GroupId);
        if (group is null)
            return Refused(request, request.MemberId.Length == 0 ? KafkaError.PolicyViolation : KafkaError.UnknownMemberId);
        var input = Input(call, request);
        if (group.IsOfNewerProtocol)
        {
            if (request.ProtocolType != Subscriptions.Consumer || ConsumerProtocol.ReadMetadata(input.Protocols) is not { } metadata)
                return Refused(request, KafkaError.InconsistentGroupProtocol);
            input = input with { Reading = _lookup.Read(call, group, request.MemberId, metadata) };
        }

        return Answer(await call.WhileStandingAsync(group.Join(input), ResourceKind.Group, request.GroupId));
    }

    private KafkaError Check(Call call, JoinGroupRequest request)
    {
        if (request.GroupId.Length is 0 or > GroupNames.CharactersMax)
            return KafkaError.InvalidGroupId;
        if (request.MemberId.Length > GroupNames.CharactersMax || request.GroupInstanceId?.Length > GroupNames.CharactersMax)
            return KafkaError.InvalidRequest;
        var session = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
        if (session < options.SessionTimeoutMin || session > options.SessionTimeoutMax)
            return KafkaError.InvalidSessionTimeout;
        if (request.Protocols.Sum(protocol => (long)protocol.Metadata.Length) > MetadataBytesMax)
            return KafkaError.InvalidRequest;
        return call.GroupError(Operation.Read, request.GroupId);
    }

    private JoinInput Input(Call call, JoinGroupRequest request)
    {
        // Version 0 has no rebalance timeout of its own (KIP-62).
        var wished = TimeSpan.FromMilliseconds(request.RebalanceTimeoutMs >= 0 ? request.RebalanceTimeoutMs : request.SessionTimeoutMs);
        return new JoinInput
        {
            Waiter = new(TaskCreationOptions.RunContinuationsAsynchronously),
            MemberId = request.MemberId,
            FreshMemberId = GroupNames.NewMemberId(request.GroupInstanceId, call.Header.ClientId),
            InstanceId = request.GroupInstanceId,
            ClientId = call.Header.ClientId,
            ClientHost = call.Session.ClientHost,
            SessionTimeout = TimeSpan.FromMilliseconds(request.SessionTimeoutMs),
            RebalanceTimeout = wished < options.RebalanceTimeoutMax ? wished : options.RebalanceTimeoutMax,
            ProtocolType = request.ProtocolType,
            Protocols = [.. request.Protocols.Select(protocol => new GroupProtocol(protocol.Name, protocol.Metadata))],
            CanBeSentAway = call.Version >= VersionOfSendingAway,
            CanSkipAssignment = call.Version >= VersionOfSkipping,
        };
    }

    /// <summary>Before version 7 the protocol name may not be null.</summary>
    private static JoinGroupResponse Answer(JoinResult result) => new()
    {
        ErrorCode = result.Error,
        GenerationId = result.Generation,
        ProtocolType = result.ProtocolType,
        ProtocolName = result.Protocol ?? "",
        Leader = result.Leader,
        SkipAssignment = result.SkipAssignment,
        MemberId = result.MemberId,
        Members = [.. result.Members.Select(member => new JoinGroupResponse.Member
        {
            MemberId = member.Id,
            GroupInstanceId = member.InstanceId,
            Metadata = member.Metadata,
        })],
    };

    private static JoinGroupResponse Refused(JoinGroupRequest request, KafkaError error) => Answer(new JoinResult(error, request.MemberId));
}
