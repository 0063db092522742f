using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>
/// DescribeClientQuotas: the caller's own. They are those of its project, whose clients use them up together; there are none of an id of clients or
/// of an address, and what others may is theirs to ask.
/// </summary>
internal static class DescribeClientQuotasHandler
{
    private const string User = "user";
    private const sbyte Exact = 0;
    private const sbyte Default = 1;
    private const sbyte Any = 2;
    private static readonly string[] EntityTypes = [User, "client-id", "ip"];

    public static ValueTask<DescribeClientQuotasResponse?> HandleAsync(Call call, DescribeClientQuotasRequest request)
    {
        var (error, message) = Check(request);
        return new(new DescribeClientQuotasResponse { ErrorCode = error, ErrorMessage = message, Entries = error == KafkaError.None ? Entries(call, request) : null });
    }

    /// <summary>One entry, or none: no other has the parts that another filter asks for, and without a quota there is none (KIP-546).</summary>
    private static List<DescribeClientQuotasResponse.Entry> Entries(Call call, DescribeClientQuotasRequest request)
    {
        var isOfCaller = request.Components switch
        {
            [] => !request.Strict,
            [{ EntityType: User, MatchType: Any }] => true,
            [{ EntityType: User, MatchType: Exact } one] => one.Match == call.Principal.Name,
            _ => false,
        };
        List<DescribeClientQuotasResponse.Entry.Quota> quotas =
        [
            .. Quota("producer_byte_rate", call.Session.Traffic?.Produced.BytesPerSecond),
            .. Quota("consumer_byte_rate", call.Session.Traffic?.Fetched.BytesPerSecond),
        ];
        return isOfCaller && quotas.Count > 0 ? [new() { Entity = [new() { EntityType = User, EntityName = call.Principal.Name }], Values = quotas }] : [];
    }

    private static IEnumerable<DescribeClientQuotasResponse.Entry.Quota> Quota(string key, long? bytesPerSecond)
    {
        if (bytesPerSecond is { } rate)
            yield return new() { Key = key, Value = rate };
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
