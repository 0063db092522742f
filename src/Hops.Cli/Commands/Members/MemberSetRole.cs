using System.CommandLine;

namespace Hops.Cli.Commands.Members;

/// <summary><c>hops member set-role</c></summary>
internal static class MemberSetRole
{
    private static readonly Argument<string> User = new("user") { Description = "Name of the user" };

    private static readonly Argument<string> Role = new("role") { Description = "data-owner or data-scientist" };

    public static Command Create()
    {
        Role.AcceptOnlyFromAmong(RoleName.All);
        return UserCommand.Create("set-role", "Change the role of a member", [User, Role], RunAsync);
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("members", arguments.GetValue(User)!);
        var change = new { role = RoleName.OfRest(arguments.GetValue(Role)!) };
        context.Printer.Object(await context.ChangeAsync(HttpMethod.Patch, route, change, cancellationToken));
    }
}
