using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;

namespace Hops.Platform.SecondFactors;

/// <summary>Turns the second factor of the caller on, by a code that its device shows, and ends its other sessions.</summary>
public static class ConfirmSecondFactor
{
    /// <summary>Turns it on.</summary>
    /// <returns>Recovery codes, shown only now.</returns>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: the code is wrong; <c>Conflict</c>: there is nothing to confirm; <c>Throttled</c>.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(HopsPlatform platform, Principal actor, string code, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        platform.Throttle.Enter(actor.CredentialId, actor.UserName, isSignedIn: true);
        var codes = RecoveryCode.Make();
        var isRight = await platform.Store.WriteAsync(
            async transaction =>
            {
                var factor = await transaction.GetAsync(SecondFactor.Table, Key.Of(actor.UserId), LockMode.Write);
                if (factor is not { Confirmed: null })
                    throw new PlatformException(ErrorCode.Conflict, "There is no second factor to confirm: begin one first.");
                if (TimeCode.StepOf(factor, code, transaction.Now) is not { } step)
                    return false;
                await transaction.UpdateAsync(SecondFactor.Table, factor with { Confirmed = transaction.Now, StepUsed = step });
                await RecoveryCode.ReplaceAsync(transaction, actor.UserId, codes);
                var ended = await RevokeToken.EndAllAsync(
                    transaction, actor.UserId, token => token.Kind == TokenKind.Session && token.Id != actor.CredentialId);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "second-factor.enable", actor.UserName);
                platform.Roster.OnCommitted(transaction, roster => roster.WithSecondFactor(actor.UserId).WithoutTokens(ended));
                return true;
            },
            cancellationToken);
        return isRight ? codes : throw OwnProof.WrongCode(platform, actor);
    }
}
