using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Platform.SecondFactors;

/// <summary>Makes new recovery codes for the caller; those it had are worth nothing any more.</summary>
public static class RenewRecoveryCodes
{
    /// <summary>Makes them.</summary>
    /// <returns>The codes, shown only now.</returns>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: the password or the code is wrong; <c>Conflict</c>: no second factor; <c>Throttled</c>.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(
        HopsPlatform platform, Principal actor, string password, string code, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        RemoveSecondFactor.CheckThereIsOne(platform, actor);
        await OwnProof.DemandPasswordAsync(platform, actor, password, cancellationToken);
        await OwnProof.DemandCodeAsync(platform, actor, code, cancellationToken);
        var codes = RecoveryCode.Make();
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await RecoveryCode.ReplaceAsync(transaction, actor.UserId, codes);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "second-factor.renew-codes", actor.UserName);
                return true;
            },
            cancellationToken);
        return codes;
    }
}
