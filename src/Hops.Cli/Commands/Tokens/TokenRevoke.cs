using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Tokens;

/// <summary><c>hops token revoke</c></summary>
internal static class TokenRevoke
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the token, from 'hops token list'" };

    public static Command Create() => UserCommand.Create("revoke", "End one of your sessions or tokens", [Id], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = arguments.GetValue(Id)!;
        await context.DeleteAsync(CommandContext.Route("tokens", id), cancellationToken);
        Printer.Note($"Revoked {id}.");
    }
}
