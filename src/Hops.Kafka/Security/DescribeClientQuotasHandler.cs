using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>
/// DescribeClientQuotas: none. What bounds a project here is how much it may have and hold at once (topics, partitions, memory), and no rate of
/// a user, of an id of clients or of an address, which are all that this API knows.
/// </summary>
internal static class DescribeClientQuotasHandler
{
    private const sbyte Exact = 0;
    private const sbyte Default = 1;
    private const sbyte Any = 2;
    private static readonly string[] EntityTypes = ["user", "client-id", "ip"];

    public static ValueTask<DescribeClientQuotasResponse?> HandleAsync(Call call, DescribeClientQuotasRequest request)
    {
        var (error, message) = Check(request);
        return new(new DescribeClientQuotasResponse { ErrorCode = error, ErrorMessage = message, Entries = error == KafkaError.None ? [] : null });
    }

    private static (KafkaError Error, string? Message) Check(DescribeClientQuotasRequest request)
    {
        var types = request.Components.Select(component => component.EntityType).ToHashSet(StringComparer.Ordinal);
        if (types.Count < request.Components.Count)
            return (KafkaError.InvalidRequest, "A kind of entity is named more than once.");
        if (!types.IsSubsetOf(EntityTypes))
            return (KafkaError.UnsupportedVersion, "Quotas are for a user, a client-id or an ip.");
        if (types.Contains("ip") && types.Count > 1)
            return (KafkaError.InvalidRequest, "An ip has quotas of its own, whatever the user and the client-id.");
        return request.Components.TrueForAll(component => component.MatchType is Default or Any || (component.MatchType == Exact && component.Match is not null))
            ? (KafkaError.None, null)
            : (KafkaError.InvalidRequest, "An entity is matched by one name (0), as the default (1) or by any name (2).");
    }
}
