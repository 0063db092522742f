using System.CommandLine;

namespace Hops.Cli.Commands.Credentials;

/// <summary><c>hops credential show</c></summary>
internal static class CredentialShow
{
    public static Command Create() => UserCommand.Create(
        "show",
        "Show the name of your project-user and when its secret was made",
        [],
        async (context, _, cancellationToken) => context.Printer.Object(
            await context.GetAsync(context.InProject("credential"), cancellationToken)));
}
