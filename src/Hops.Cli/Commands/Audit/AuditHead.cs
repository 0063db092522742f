using System.CommandLine;
using System.Globalization;

namespace Hops.Cli.Commands.Audit;

/// <summary><c>hops audit head</c></summary>
internal static class AuditHead
{
    private static readonly Option<long?> At = Count.Option("--at", "Another entry than the last", long.MaxValue, "SEQUENCE");

    public static Command Create() => UserCommand.Create(
        "head",
        "Show the last entry of the trail and its hash: noted elsewhere, it proves later that nothing before was changed",
        [AuditRoute.Platform, At],
        async (context, arguments, cancellationToken) => context.Printer.Object(await context.GetAsync(
            AuditRoute.Of(context, arguments, "head", ("sequence", arguments.GetValue(At)?.ToString(CultureInfo.InvariantCulture))), cancellationToken)));
}
