using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.SecondFactors;

/// <summary>Turns the second factor of the caller off. It takes both factors: who has found an open session has neither.</summary>
public static class RemoveSecondFactor
{
    /// <summary>Turns it off.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: the password or the code is wrong; <c>Conflict</c>: there is none; <c>Throttled</c>.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, string password, string code, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        CheckThereIsOne(platform, actor);
        await OwnProof.DemandPasswordAsync(platform, actor, password, cancellationToken);
        await OwnProof.DemandCodeAsync(platform, actor, code, cancellationToken);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await EraseAsync(platform, transaction, actor.UserId);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "second-factor.disable", actor.UserName);
                return true;
            },
            cancellationToken);
    }

    internal static void CheckThereIsOne(HopsPlatform platform, Principal actor)
    {
        if (!platform.Roster.Now.HasSecondFactor(actor.UserId))
            throw new PlatformException(ErrorCode.Conflict, "You have no second factor.");
    }

    /// <summary>Removes all that is kept of a user's second factor.</summary>
    internal static async Task EraseAsync(HopsPlatform platform, WriteTransaction transaction, long userId)
    {
        await transaction.DeleteAsync(SecondFactor.Table, Key.Of(userId));
        await RecoveryCode.ReplaceAsync(transaction, userId, []);
        platform.Roster.OnCommitted(transaction, roster => roster.WithoutSecondFactor(userId));
    }
}
