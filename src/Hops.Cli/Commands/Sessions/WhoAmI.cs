using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hops.Cli.Commands.Sessions;

/// <summary><c>hops whoami</c></summary>
internal static class WhoAmI
{
    public static Command Create() => UserCommand.Create(
        "whoami",
        "Show who you are to the server",
        [],
        async (context, _, cancellationToken) => context.Printer.Object(Here(context, await context.GetAsync("me", cancellationToken))));

    /// <summary>A session is bound to no project: the one that its commands work in is chosen here.</summary>
    private static JsonElement Here(CommandContext context, JsonElement me)
    {
        var shown = JsonObject.Create(me)!;
        shown["project"] ??= context.ProjectNamed ?? context.Profile.Project;
        shown["server"] = context.Profile.Url;
        return JsonSerializer.SerializeToElement(shown);
    }
}
