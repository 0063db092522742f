using Hops.Platform.Mail;

namespace Hops.Platform.Registrations;

/// <summary>
/// The mails about accounts. Secrets stand behind the # of an address, which browsers send to nobody; what others have typed is not repeated
/// in them, so they carry nobody's text but ours.
/// </summary>
internal static class AccountMails
{
    private const string Unasked = "\n\nIf this was not you, do nothing: without this mail nothing happens.\n";

    internal static OutgoingMail Register(HopsPlatform platform, string email, string token) => new(
        email, "Your account at Hops.NET",
        $"Choose a name and a password here, within {Hours(platform.Accounts.ConfirmationLifetime)}:\n\n{Link(platform, "/confirm", token)}{Unasked}");

    internal static OutgoingMail HasAccount(HopsPlatform platform, string email, string user) => new(
        email, "Your account at Hops.NET",
        $"Somebody asked for an account with this address. There is one already; its name is {user}.\n\n"
        + $"Sign in at {Page(platform, "/login")}, or choose another password at {Page(platform, "/recover")}.{Unasked}");

    internal static OutgoingMail Recover(HopsPlatform platform, string email, string user, string token) => new(
        email, "Choose another password",
        $"Choose another password for {user} here, within {platform.Accounts.RecoveryLifetime.TotalMinutes:0} minutes:\n\n{Link(platform, "/recover", token)}{Unasked}");

    internal static OutgoingMail Address(HopsPlatform platform, string email, string user, string token) => new(
        email, "Confirm this address",
        $"This is to be the address of {user}. Confirm it here, within {Hours(platform.Accounts.ConfirmationLifetime)}:\n\n{Link(platform, "/confirm-email", token)}{Unasked}");

    internal static OutgoingMail AddressTaken(string email) => new(
        email, "This address is in use",
        "Somebody asked to give this address to an account, and another account has it. Nothing was changed.\n");

    internal static OutgoingMail PasswordChanged(string email, string user) => new(
        email, "The password was changed",
        $"The password of {user} was changed by a link that was sent to this address, and all its sessions have ended.\n\n"
        + "If this was not you, somebody reads your mail: tell an administrator.\n");

    internal static OutgoingMail AddressChanged(string email, string user) => new(
        email, "The address was changed",
        $"Mails about {user} go to another address from now on.\n\nIf this was not you, tell an administrator.\n");

    internal static OutgoingMail Approved(HopsPlatform platform, string email, string user) => new(
        email, "Your account is approved", $"You can sign in as {user} now: {Page(platform, "/login")}\n");

    internal static OutgoingMail Rejected(string email) => new(
        email, "Your account is not approved", "An administrator has not approved the account that you asked for. What you entered is deleted.\n");

    private static string Link(HopsPlatform platform, string path, string token) => $"{Page(platform, path)}#{token}";

    private static Uri Page(HopsPlatform platform, string path) => new(platform.WebAddress, path);

    private static string Hours(TimeSpan span) => FormattableString.Invariant($"{span.TotalHours:0.#} hours");
}
