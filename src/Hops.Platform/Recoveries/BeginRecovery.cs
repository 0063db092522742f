using Hops.Platform.Registrations;
using Hops.Platform.Sessions;
using Hops.Platform.Users;

namespace Hops.Platform.Recoveries;

/// <summary>Somebody has forgotten a password: the address of the account is mailed a link by which another is chosen.</summary>
public static class BeginRecovery
{
    /// <summary>Sends the link, if an active account has that address; the caller is told the same if none has.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidArgument</c>: no address; <c>Throttled</c>.</exception>
    public static async Task RunAsync(HopsPlatform platform, string email, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var address = MailAddress.Read(email);
        platform.MailThrottle.Enter(origin.Source);
        var user = platform.Roster.Now.FindUserByEmail(address) is { IsDisabled: false } found ? found : null;
        var wish = new ProofWish(ProofPurpose.Recovery, address, user?.Id ?? 0, platform.Accounts.RecoveryLifetime, "recovery.begin");
        await SendProof.RunAsync(
            platform,
            FirstRun.Itself,
            wish,
            token => user is null ? null : AccountMails.Recover(platform, address, user.Name, token),
            cancellationToken);
    }
}
