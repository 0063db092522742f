using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user create</c></summary>
internal static class UserCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user" };

    private static readonly Option<bool> Administrator = new("--administrator") { Description = "Let it administer the platform" };

    public static Command Create() => UserCommand.Create(
        "create", "Make a user and print its one-time password (administrators)", [Name, Administrator], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new { name = arguments.GetValue(Name), isAdministrator = arguments.GetValue(Administrator) };
        context.Printer.Object(await context.PostAsync("users", wish, cancellationToken));
        Printer.Note("The one-time password is shown only now; the user chooses another with 'hops login'.");
    }
}
