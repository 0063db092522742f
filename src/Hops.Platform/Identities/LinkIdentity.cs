using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.SecondFactors;

namespace Hops.Platform.Identities;

/// <summary>Links an identity of an issuer with the caller's account, so that it signs in here too.</summary>
public static class LinkIdentity
{
    /// <summary>Sends the caller to the issuer.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="issuerName">Name of the issuer.</param>
    /// <param name="password">The present password; of an account that has none, anything: its session has to be a new one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such issuer; <c>AccessDenied</c>: the password; <c>Throttled</c>; <c>Unavailable</c>: it does not answer.</exception>
    public static async Task<IssuerVisit> BeginAsync(
        HopsPlatform platform, Principal actor, string issuerName, string password, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var issuer = platform.Issuers.Find(issuerName);
        await OwnProof.DemandPasswordAsync(platform, actor, password, cancellationToken);
        var attempt = platform.SignInAttempts.BeginLink(issuer.Name, BeginIssuerSignIn.ReturnOf(platform, issuer), actor);
        return new IssuerVisit(await issuer.AddressOfAsync(attempt, cancellationToken), attempt.ReturnTo, "");
    }

    /// <summary>Takes the answer, in the session that has begun it.</summary>
    /// <exception cref="PlatformException">
    /// <c>InvalidArgument</c>: there is no such attempt of the session; <c>Unauthenticated</c>: the answer cannot be trusted; <c>AccessDenied</c>: the issuer
    /// does not vouch; <c>AlreadyExists</c>: an account has the identity; <c>LimitExceeded</c>; <c>Unavailable</c>.
    /// </exception>
    public static async Task<OutsideIdentity> CompleteAsync(
        HopsPlatform platform, Principal actor, IssuerAnswer answer, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var attempt = platform.SignInAttempts.TakeLink(answer.State, actor);
        var vouched = await CompleteIssuerSignIn.VouchedAsync(platform, attempt, answer, cancellationToken);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var row = await IdentityRows.InsertAsync(transaction, actor.UserId, vouched);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "identity.link", actor.UserName, attempt.Issuer);
                return row;
            },
            cancellationToken);
    }
}
