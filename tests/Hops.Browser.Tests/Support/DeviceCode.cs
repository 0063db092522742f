using Microsoft.Playwright;
using OtpNet;

namespace Hops.Browser.Tests.Support;

/// <summary>What an authenticator shows (RFC 6238).</summary>
internal static class DeviceCode
{
    private const int StepSeconds = 30;

    /// <summary>The code of this step.</summary>
    internal static string Now(string secret) => At(secret, 0);

    /// <summary>The code of the step after this one, which is taken too: each is taken once.</summary>
    internal static string Next(string secret) => At(secret, StepSeconds);

    /// <summary>Goes through the dialog that sets up a device.</summary>
    /// <returns>The secret of the device.</returns>
    internal static async Task<string> EnrolAsync(Visit visit, string password)
    {
        await visit.Dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await visit.DialogButton("Continue").ClickAsync();
        var secret = await visit.Dialog.GetByLabel("Secret").InnerTextAsync();
        await visit.Dialog.GetByLabel("Code that it shows").FillAsync(Now(secret));
        await visit.DialogButton("Turn on").ClickAsync();
        await Assertions.Expect(visit.Dialog.GetByLabel("Recovery codes")).ToBeVisibleAsync();
        await visit.DialogButton("I have kept them").ClickAsync();
        return secret;
    }

    private static string At(string secret, int secondsAhead) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(secondsAhead));
}
