using System.CommandLine;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Accounts;

/// <summary><c>hops recovery begin</c> and <c>complete</c>: another password for one that was forgotten.</summary>
internal static class Recovery
{
    private static readonly Argument<string> Email = new("email") { Description = "Address of mail of the account" };

    private static readonly Option<bool> EndTokens = new("--end-tokens") { Description = "End the API tokens too: somebody else was in the account" };

    public static Command CreateBegin() => UserCommand.Create("begin", "Have a link mailed by which you choose another password", [Email], BeginAsync);

    public static Command CreateComplete() => UserCommand.Create(
        "complete", "Choose another password, with the mailed link; all sessions end", [MailedLink.FromInput, EndTokens], CompleteAsync);

    private static async Task BeginAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        await context.PostAsync("recoveries", new { email = arguments.GetValue(Email) }, cancellationToken);
        Printer.Note("If an account has this address, a mail with a link is on its way.");
    }

    private static async Task CompleteAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var secrets = new SecretInput(arguments.GetValue(MailedLink.FromInput));
        var (token, password, endsTokens) = (MailedLink.Read(secrets), secrets.ReadNew("new password"), arguments.GetValue(EndTokens));
        try
        {
            await context.PostAsync("recoveries/completion", new { token, password, endsTokens }, cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.SecondFactorRequired)
        {
            var code = secrets.Read("code of your device, or a recovery code");
            await context.PostAsync("recoveries/completion", new { token, password, endsTokens, code }, cancellationToken);
        }

        Printer.Note("The password is changed, and all sessions have ended: sign in with 'hops login'.");
    }
}
