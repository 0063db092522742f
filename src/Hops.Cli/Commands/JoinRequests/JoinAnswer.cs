using System.CommandLine;
using Hops.Cli.Commands.Members;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.JoinRequests;

/// <summary><c>hops join accept</c> and <c>hops join reject</c></summary>
internal static class JoinAnswer
{
    private static readonly Argument<string> User = new("user") { Description = "Name of the user who asks" };

    private static readonly Option<string> Role = new("--role")
    {
        Description = "data-owner or data-scientist",
        HelpName = "ROLE",
        DefaultValueFactory = _ => "data-scientist",
    };

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for the user, at most 500 characters", HelpName = "TEXT" };

    public static Command CreateAccept()
    {
        Role.AcceptOnlyFromAmong(RoleName.All);
        return UserCommand.Create("accept", "Let a user in who asks to join the project", [User, Role], AcceptAsync);
    }

    public static Command CreateReject() => UserCommand.Create("reject", "Do not let a user in", [User, Reason], RejectAsync);

    private static async Task AcceptAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("join-requests", arguments.GetValue(User)!, "accept");
        context.Printer.Object(await context.PostAsync(route, new { role = RoleName.OfRest(arguments.GetValue(Role)!) }, cancellationToken));
    }

    private static async Task RejectAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var user = arguments.GetValue(User)!;
        await context.PostAsync(context.InProject("join-requests", user, "reject"), new { reason = arguments.GetValue(Reason) }, cancellationToken);
        Printer.Note($"{user} sees that, and why.");
    }
}
