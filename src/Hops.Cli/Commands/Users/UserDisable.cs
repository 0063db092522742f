using System.CommandLine;

namespace Hops.Cli.Commands.Users;

/// <summary><c>hops user disable</c> and <c>hops user enable</c></summary>
internal static class UserDisable
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user" };

    public static Command CreateDisable() => UserCommand.Create(
        "disable",
        "Refuse a user everywhere at once (administrators)",
        [Name],
        (context, arguments, cancellationToken) => SetAsync(context, arguments.GetValue(Name)!, true, cancellationToken));

    public static Command CreateEnable() => UserCommand.Create(
        "enable",
        "Let a user act again (administrators)",
        [Name],
        (context, arguments, cancellationToken) => SetAsync(context, arguments.GetValue(Name)!, false, cancellationToken));

    private static async Task SetAsync(CommandContext context, string name, bool isDisabled, CancellationToken cancellationToken)
    {
        var route = CommandContext.Route("users", name);
        context.Printer.Object(await context.ChangeAsync(HttpMethod.Patch, route, new { isDisabled }, cancellationToken));
    }
}
