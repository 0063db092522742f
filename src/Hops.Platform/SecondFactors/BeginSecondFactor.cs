using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.SecondFactors;

/// <summary>Makes a secret for the caller's device. Nothing is asked for at sign-in until <see cref="ConfirmSecondFactor"/> has seen a code of it.</summary>
public static class BeginSecondFactor
{
    /// <summary>Makes it, in the place of one that was never confirmed.</summary>
    /// <returns>The secret, for the device alone: shown only now.</returns>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: the password is wrong; <c>Conflict</c>: the user has a second factor; <c>Throttled</c>.</exception>
    public static async Task<DeviceSecret> RunAsync(HopsPlatform platform, Principal actor, string password, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        await OwnProof.DemandPasswordAsync(platform, actor, password, cancellationToken);
        var secret = TimeCode.NewSecret();
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (await transaction.GetAsync(SecondFactor.Table, Key.Of(actor.UserId), LockMode.Write) is { Confirmed: not null })
                    throw new PlatformException(ErrorCode.Conflict, "You have a second factor already: remove it first.");
                var factor = new SecondFactor { UserId = actor.UserId, Secret = secret, Created = transaction.Now };
                await transaction.PutAsync(SecondFactor.Table, factor);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "second-factor.begin", actor.UserName);
                return true;
            },
            cancellationToken);
        return new DeviceSecret(TimeCode.Written(secret), TimeCode.UriOf(secret, actor.UserName));
    }
}

/// <summary>What a device needs to show codes.</summary>
/// <param name="Secret">In base 32, to be typed.</param>
/// <param name="Uri">The same as an <c>otpauth:</c> address, to be scanned.</param>
public sealed record DeviceSecret(string Secret, string Uri);
