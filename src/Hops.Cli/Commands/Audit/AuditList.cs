using System.CommandLine;

namespace Hops.Cli.Commands.Audit;

/// <summary><c>hops audit list</c></summary>
internal static class AuditList
{
    private static readonly Option<bool> Platform = new("--platform") { Description = "The trail of the platform (administrators)" };

    private static readonly Option<int?> Limit = new("--limit") { Description = "Most entries to print, from the oldest", HelpName = "COUNT" };

    public static Command Create() => UserCommand.Create(
        "list",
        "List what was done and refused in the project, oldest first",
        [Platform, Limit],
        (context, arguments, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(
                arguments.GetValue(Platform) ? "audit" : context.InProject("audit"), arguments.GetValue(Limit), cancellationToken),
            "sequence",
            "time",
            "actor",
            "action",
            "target",
            "outcome"));
}
