using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Members;

/// <summary><c>hops member transfer</c></summary>
internal static class MemberTransfer
{
    private static readonly Argument<string> User = new("user") { Description = "The member who owns the project from then on" };

    private static readonly Option<bool> Leave = new("--leave") { Description = "Leave the project with that, instead of being a data scientist" };

    public static Command Create() => UserCommand.Create("transfer", "Hand the project over to another member", [User, Leave, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var user = arguments.GetValue(User)!;
        var isLeaving = arguments.GetValue(Leave);
        Confirmation.Require(arguments, $"This makes {user} the owner of {context.ProjectName}, and you {(isLeaving ? "no member" : "a data scientist")}", user);
        var wish = new { to = user, leave = isLeaving };
        context.Printer.Object(await context.PostAsync(context.InProject("ownership-transfers"), wish, cancellationToken));
        Printer.Note($"{user} owns {context.ProjectName} now.");
    }
}
