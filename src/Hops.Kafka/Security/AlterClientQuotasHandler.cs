using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>AlterClientQuotas: refused to everybody, in words that say where the bounds of a project are set.</summary>
internal static class AlterClientQuotasHandler
{
    private const string Refusal =
        "Quotas are not set by this protocol: an administrator of the platform sets those of a project (hops project alter) and those of the broker (its configuration).";

    public static ValueTask<AlterClientQuotasResponse?> HandleAsync(Call call, AlterClientQuotasRequest request) => new(new AlterClientQuotasResponse
    {
        Entries = [.. request.Entries.Select(entry => new AlterClientQuotasResponse.Entry
        {
            ErrorCode = KafkaError.PolicyViolation,
            ErrorMessage = Refusal,
            Entity = entry.Entity,
        })],
    });
}
