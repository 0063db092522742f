using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>CreateAcls: refused to everybody, in words that say how rights are given.</summary>
internal static class CreateAclsHandler
{
    /// <summary>Where rights come from.</summary>
    public const string Refusal =
        "Rights are not given or taken by this protocol: they follow from the roles of a project's members (hops member) and from what projects lend to each other (hops share).";

    public static ValueTask<CreateAclsResponse?> HandleAsync(Call call, CreateAclsRequest request) => new(new CreateAclsResponse
    {
        Results = [.. request.Creations.Select(_ => new CreateAclsResponse.Result { ErrorCode = KafkaError.PolicyViolation, ErrorMessage = Refusal })],
    });
}
