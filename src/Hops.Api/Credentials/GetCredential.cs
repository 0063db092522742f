using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Credentials;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Credentials;

internal static class GetCredential
{
    internal static Ok<CredentialView> Run(HopsPlatform platform, ApiCall call, string project)
    {
        var (name, credential) = DescribeCredential.Run(platform, call.Actor, project);
        return TypedResults.Ok(new CredentialView(name, credential.Created));
    }
}

/// <summary>The credential of a project-user, without its secret.</summary>
/// <param name="Name">Identity <c>project__user</c>.</param>
/// <param name="Created">When the secret was made.</param>
public sealed record CredentialView(string Name, DateTimeOffset Created);
