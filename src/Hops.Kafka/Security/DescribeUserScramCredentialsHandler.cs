using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>
/// DescribeUserScramCredentials: the caller's own, if it may see them. Everybody else looks as if there were nobody, whether there is or not.
/// </summary>
internal sealed class DescribeUserScramCredentialsHandler(IAuthentication authentication)
{
    private const sbyte Sha256 = 1;
    private const sbyte Sha512 = 2;

    public ValueTask<DescribeUserScramCredentialsResponse?> HandleAsync(Call call, DescribeUserScramCredentialsRequest request)
    {
        var response = new DescribeUserScramCredentialsResponse();
        var decision = call.Decide(Operation.Describe, ResourceKind.Credential, call.Principal.UserName);
        if (!decision.Allowed)
        {
            (response.ErrorCode, response.ErrorMessage) = (KafkaError.ClusterAuthorizationFailed, "Credentials are shown to their holders alone.");
            return new(response);
        }

        var own = Mechanisms(call.Principal.Name);
        if (request.Users is null or [])
        {
            if (own.Count > 0)
                response.Results.Add(new() { User = call.Principal.Name, CredentialInfos = own });
            return new(response);
        }

        foreach (var same in request.Users.GroupBy(user => user.Name, StringComparer.Ordinal))
            response.Results.Add(One(same.Key, same.Count(), same.Key == call.Principal.Name ? own : []));
        return new(response);
    }

    private static DescribeUserScramCredentialsResponse.Result One(
        string name, int times, List<DescribeUserScramCredentialsResponse.Result.Credential> mechanisms)
    {
        var result = new DescribeUserScramCredentialsResponse.Result { User = name };
        if (times > 1)
            (result.ErrorCode, result.ErrorMessage) = (KafkaError.DuplicateResource, "The request names the user more than once.");
        else if (mechanisms.Count == 0)
            (result.ErrorCode, result.ErrorMessage) = (KafkaError.ResourceNotFound, "There is no such user, or its credentials are not yours to see.");
        else
            result.CredentialInfos = mechanisms;
        return result;
    }

    private List<DescribeUserScramCredentialsResponse.Result.Credential> Mechanisms(string name)
    {
        var mechanisms = new List<DescribeUserScramCredentialsResponse.Result.Credential>();
        foreach (var (mechanism, hash) in new[] { (Sha256, ScramHash.Sha256), (Sha512, ScramHash.Sha512) })
        {
            if (authentication.FindScram(name, hash) is { } verifier)
                mechanisms.Add(new() { Mechanism = mechanism, Iterations = verifier.Iterations });
        }

        return mechanisms;
    }
}
