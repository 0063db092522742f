using System.CommandLine;

namespace Hops.Cli.Commands.Tokens;

/// <summary><c>hops token list</c></summary>
internal static class TokenList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List your sessions and API tokens",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("tokens", null, cancellationToken), "id", "kind", "name", "project", "scopes", "created", "expires", "lastUsed"));
}
