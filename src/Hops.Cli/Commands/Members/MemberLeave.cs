using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Members;

/// <summary><c>hops member leave</c></summary>
internal static class MemberLeave
{
    public static Command Create() => UserCommand.Create("leave", "Leave the project", [Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var user = (await context.GetAsync("me", cancellationToken)).GetProperty("user").GetString()!;
        Confirmation.Require(arguments, $"This takes project {context.ProjectName} from you", context.ProjectName);
        await context.ChangeAsync(HttpMethod.Delete, context.InProject("members", user), null, cancellationToken);
        Printer.Note($"You have left {context.ProjectName}.");
    }
}
