using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Credentials;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Credentials;

internal static class PostCredential
{
    internal static async Task<Created<NewCredentialView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken)
    {
        var (name, secret, credential) = await RotateCredential.RunAsync(platform, call.Actor, project, cancellationToken);
        return TypedResults.Created($"/api/v1/projects/{project}/credential", new NewCredentialView(name, secret, credential.Created));
    }
}

/// <summary>The secret of a project-user, which has just been made.</summary>
/// <param name="Name">Identity <c>project__user</c>: the user name for Kafka (PLAIN, SCRAM), WebHDFS and the schema registry (Basic).</param>
/// <param name="Secret">The secret, shown only now.</param>
/// <param name="Created">When it was made.</param>
public sealed record NewCredentialView(string Name, string Secret, DateTimeOffset Created);
