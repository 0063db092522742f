using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>AlterUserScramCredentials: refused to everybody, in words that say where secrets come from. One answer for each user that is named.</summary>
internal static class AlterUserScramCredentialsHandler
{
    private const string Refusal = "The platform makes the secrets of its users: hops credential rotate gives you a new one, and hops member remove takes one away.";

    public static ValueTask<AlterUserScramCredentialsResponse?> HandleAsync(Call call, AlterUserScramCredentialsRequest request)
    {
        var names = request.Deletions.Select(deletion => deletion.Name).Concat(request.Upsertions.Select(upsertion => upsertion.Name));
        return new(new AlterUserScramCredentialsResponse
        {
            Results = [.. names.Distinct(StringComparer.Ordinal).Select(name => new AlterUserScramCredentialsResponse.Result
            {
                User = name,
                ErrorCode = KafkaError.PolicyViolation,
                ErrorMessage = Refusal,
            })],
        });
    }
}
