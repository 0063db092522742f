using Hops.Core.Errors;
using Hops.Platform.Sessions;
using Hops.Platform.Users;

namespace Hops.Platform.Registrations;

/// <summary>Somebody asks for an account: an address is mailed a link by which a name and a password are chosen.</summary>
public static class BeginRegistration
{
    /// <summary>Sends the link. An address that has an account gets a mail that says so, and the caller the same answer.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: closed; <c>InvalidArgument</c>: no address; <c>Throttled</c>.</exception>
    public static async Task RunAsync(HopsPlatform platform, string email, SignInOrigin origin, CancellationToken cancellationToken)
    {
        DemandOpen(platform);
        var address = MailAddress.Read(email);
        platform.MailThrottle.Enter(origin.Source);
        var known = platform.Roster.Now.FindUserByEmail(address);
        var wish = new ProofWish(
            ProofPurpose.Registration, address, known?.Id ?? 0, platform.Accounts.ConfirmationLifetime, "registration.begin");
        await SendProof.RunAsync(
            platform,
            FirstRun.Itself,
            wish,
            token => known is null ? AccountMails.Register(platform, address, token) : AccountMails.HasAccount(platform, address, known.Name),
            cancellationToken);
    }

    internal static void DemandOpen(HopsPlatform platform)
    {
        if (platform.Accounts.Registration == RegistrationRule.Closed)
            throw new PlatformException(ErrorCode.AccessDenied, "Accounts are made by an administrator here: ask one.");
    }
}
