using System.CommandLine;

namespace Hops.Cli.Commands.Persons;

/// <summary><c>hops user erase</c></summary>
internal static class PersonErase
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user, who may be deleted already" };

    public static Command Create() => UserCommand.Create(
        "erase", "Delete a user and take its name out of ledger, audit trails and lists (administrators)", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This ends all that {name} has for good, and nobody can tell any more what {name} has done", name);
        var answer = await context.Server.CallAsync(HttpMethod.Post, CommandContext.Route("users", name, "erasure"), ifMatch: "*", cancellationToken: cancellationToken);
        context.Printer.Object(answer.Body);
    }
}
