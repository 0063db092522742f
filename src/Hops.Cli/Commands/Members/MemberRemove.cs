using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Members;

/// <summary><c>hops member remove</c></summary>
internal static class MemberRemove
{
    private static readonly Argument<string> User = new("user") { Description = "Name of the user" };

    public static Command Create() => UserCommand.Create("remove", "End a membership", [User, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var user = arguments.GetValue(User)!;
        Confirmation.Require(arguments, $"This takes project {context.ProjectName} from {user}", user);
        await context.ChangeAsync(HttpMethod.Delete, context.InProject("members", user), null, cancellationToken);
        Printer.Note($"{user} is no longer a member.");
    }
}
