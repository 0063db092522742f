using System.CommandLine;

namespace Hops.Cli.Commands.JoinRequests;

/// <summary><c>hops join find</c>, <c>hops join list</c> and <c>hops join requests</c></summary>
internal static class JoinLists
{
    public static Command CreateFind() => Create("find", "List projects that everybody finds", _ => "listed-projects", "name", "role", "owners", "description");

    public static Command CreateList() => Create("list", "List what you have asked, and what was rejected", _ => "me/join-requests", "project", "state", "asked", "note", "reason");

    public static Command CreateRequests() => Create(
        "requests", "List who asks to join the project", context => context.InProject("join-requests"), "user", "asked", "note");

    private static Command Create(string name, string description, Func<CommandContext, string> route, params string[] columns) => UserCommand.Create(
        name,
        description,
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(context.ListAsync(route(context), null, cancellationToken), columns));
}
