using Hops.Core.Errors;
using Hops.Platform.Sessions;

namespace Hops.Platform.Identities;

/// <summary>Sends somebody who is not signed in to an issuer.</summary>
public static class BeginIssuerSignIn
{
    /// <summary>Says where to go. What is asked of the issuer is kept here until the person comes back; the browser keeps the binding.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="issuerName">Name of the issuer.</param>
    /// <param name="next">Path of ours to go to afterwards.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such issuer; <c>Throttled</c>; <c>Unavailable</c>: it does not answer.</exception>
    public static async Task<IssuerVisit> RunAsync(
        HopsPlatform platform, string issuerName, string next, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var issuer = platform.Issuers.Find(issuerName);
        var (attempt, binding) = platform.SignInAttempts.Begin(issuer.Name, ReturnOf(platform, issuer), next, origin.Source);
        return new IssuerVisit(await issuer.AddressOfAsync(attempt, cancellationToken), attempt.ReturnTo, binding);
    }

    /// <summary>Of each issuer its own, so that an answer of one is not taken for that of another (RFC 9700 section 4.4.2).</summary>
    internal static Uri ReturnOf(HopsPlatform platform, Issuer issuer) => new(platform.WebAddress, $"/sign-in/{issuer.Name}");
}
