using System.CommandLine;
using Hops.Cli.Output;
using Hops.Client.Rest;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Sessions;

/// <summary><c>hops login</c></summary>
internal static class Login
{
    /// <summary>Name of the command.</summary>
    public const string Name = "login";

    private static readonly Argument<string?> User = new("user")
    {
        Description = "User name; asked for at a terminal if absent",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> FromInput = new("--password-stdin")
    {
        Description = "Read the password from the first line of standard input; from the next ones the code, if one is asked for, and the new password, if it must be changed",
    };

    public static Command Create() => UserCommand.Create(Name, "Sign in and remember it in the profile", [User, FromInput], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(User) ?? AskName();
        var secrets = new SecretInput(arguments.GetValue(FromInput));
        var password = secrets.Read("password");
        using var nobody = new PlatformClient(context.Address, null);
        var answer = await SignInAsync(nobody, name, password, secrets, cancellationToken);
        var token = answer.Body.GetProperty("token").GetString()!;
        if (answer.Body.GetProperty("mustChangePassword").GetBoolean())
        {
            Printer.Note("The password is a one-time password: choose another, of 12 characters or more.");
            using var newcomer = new PlatformClient(context.Address, token);
            var change = new { passwordNow = password, passwordNext = secrets.ReadNew("new password") };
            await newcomer.CallAsync(HttpMethod.Put, "me/password", change, cancellationToken: cancellationToken);
        }

        context.Profiles.Save(context.Profile with { Token = token });
        Printer.Note($"Signed in to {context.Profile.Url} as {name}.");
        if (context.Profiles.HasTokenOfEnvironment)
            Printer.Note("HOPS_TOKEN is set and goes before this sign-in.");
    }

    /// <summary>Asks for a code only if the server does.</summary>
    private static async Task<PlatformAnswer> SignInAsync(
        PlatformClient nobody, string user, string password, SecretInput secrets, CancellationToken cancellationToken)
    {
        try
        {
            return await nobody.CallAsync(HttpMethod.Post, "sessions", new { user, password }, cancellationToken: cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.SecondFactorRequired)
        {
            var code = secrets.Read("code of your device, or a recovery code");
            return await nobody.CallAsync(HttpMethod.Post, "sessions", new { user, password, code }, cancellationToken: cancellationToken);
        }
    }

    private static string AskName()
    {
        if (Console.IsInputRedirected)
            throw new PlatformException(ErrorCode.InvalidArgument, "Which user? Name it: hops login USER.");
        Console.Error.Write("user: ");
        return Console.In.ReadLine()?.Trim() ?? "";
    }
}
