using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user delete</c></summary>
internal static class UserDelete
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user" };

    public static Command Create() => UserCommand.Create(
        "delete", "Delete a user; what it wrote stays with its projects (administrators)", [Name, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This ends all memberships, credentials and queries of {name} for good", name);
        await context.ChangeAsync(HttpMethod.Delete, CommandContext.Route("users", name), null, cancellationToken);
        Printer.Note($"{name} is deleted.");
    }
}
