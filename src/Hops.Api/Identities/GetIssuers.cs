using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Identities;

internal static class GetIssuers
{
    internal static Ok<Page<IssuerView>> Run(HopsPlatform platform) =>
        TypedResults.Ok(new Page<IssuerView>(platform.Issuers.All.Select(issuer => new IssuerView(issuer.Name, issuer.DisplayName)).ToList(), null));
}

/// <summary>An OpenID provider by which people sign in here.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="DisplayName">What people are told to sign in with.</param>
public sealed record IssuerView(string Name, string DisplayName);
