using System.CommandLine;

namespace Hops.Cli.Commands.Members;

/// <summary><c>hops member add</c></summary>
internal static class MemberAdd
{
    private static readonly Argument<string> User = new("user") { Description = "Name of the user" };

    private static readonly Option<string> Role = new("--role")
    {
        Description = "data-owner or data-scientist",
        HelpName = "ROLE",
        DefaultValueFactory = _ => "data-scientist",
    };

    public static Command Create()
    {
        Role.AcceptOnlyFromAmong(RoleName.All);
        return UserCommand.Create("add", "Make a user a member of the project", [User, Role], RunAsync);
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var wish = new { user = arguments.GetValue(User), role = RoleName.OfRest(arguments.GetValue(Role)!) };
        context.Printer.Object(await context.PostAsync(context.InProject("members"), wish, cancellationToken));
    }
}
