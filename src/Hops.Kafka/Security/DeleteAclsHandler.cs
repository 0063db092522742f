using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>DeleteAcls: refused to everybody, as <see cref="CreateAclsHandler"/>; whether anything matches is not told.</summary>
internal static class DeleteAclsHandler
{
    public static ValueTask<DeleteAclsResponse?> HandleAsync(Call call, DeleteAclsRequest request) => new(new DeleteAclsResponse
    {
        FilterResults = [.. request.Filters.Select(_ => new DeleteAclsResponse.Result
        {
            ErrorCode = KafkaError.PolicyViolation,
            ErrorMessage = CreateAclsHandler.Refusal,
        })],
    });
}
