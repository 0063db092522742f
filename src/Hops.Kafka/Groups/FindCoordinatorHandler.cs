using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Groups;

/// <summary>FindCoordinator: this broker coordinates every group and every transactional id.</summary>
internal sealed class FindCoordinatorHandler(BrokerOptions options)
{
    private const sbyte OfGroup = 0;
    private const sbyte OfTransactionalId = 1;
    private const int VersionOfBatches = 4;

    public ValueTask<FindCoordinatorResponse?> HandleAsync(Call call, FindCoordinatorRequest request)
    {
        var response = new FindCoordinatorResponse();
        if (call.Version >= VersionOfBatches)
        {
            foreach (var key in call.Each(request.CoordinatorKeys))
                response.Coordinators.Add(Find(call, request.KeyType, key));
            return new(response);
        }

        var found = Find(call, request.KeyType, request.Key);
        response.ErrorCode = found.ErrorCode;
        response.ErrorMessage = found.ErrorMessage;
        response.NodeId = found.NodeId;
        response.Host = found.Host;
        response.Port = found.Port;
        return new(response);
    }

    private FindCoordinatorResponse.Coordinator Find(Call call, sbyte keyType, string key)
    {
        var found = new FindCoordinatorResponse.Coordinator { Key = key, NodeId = -1, Port = -1 };
        found.ErrorCode = keyType switch
        {
            OfGroup => call.GroupError(Operation.Describe, key),
            OfTransactionalId => call.TransactionalIdError(Operation.Describe, key),
            _ => KafkaError.InvalidRequest,
        };
        if (found.ErrorCode != KafkaError.None)
            return found;
        found.NodeId = options.NodeId;
        found.Host = call.Session.AdvertisedHost;
        found.Port = call.Session.AdvertisedPort;
        return found;
    }
}
