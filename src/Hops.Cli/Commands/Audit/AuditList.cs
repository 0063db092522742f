using System.CommandLine;

namespace Hops.Cli.Commands.Audit;

/// <summary><c>hops audit list</c></summary>
internal static class AuditList
{
    private static readonly Option<long?> Limit = Count.Option("--limit", "Most entries to print", int.MaxValue);

    private static readonly Option<bool> Newest = new("--newest") { Description = "Begin with the newest entry" };

    public static Command Create() => UserCommand.Create(
        "list",
        "List what was done and refused in the project, oldest first",
        [.. AuditRoute.Selection, Limit, Newest],
        (context, arguments, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(
                AuditRoute.Of(context, arguments, null, ("newestFirst", arguments.GetValue(Newest) ? "true" : null)),
                (int?)arguments.GetValue(Limit),
                cancellationToken),
            "sequence",
            "time",
            "actor",
            "action",
            "target",
            "outcome"));
}
