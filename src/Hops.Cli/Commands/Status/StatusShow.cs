using System.CommandLine;

namespace Hops.Cli.Commands.Status;

/// <summary><c>hops status</c></summary>
internal static class StatusShow
{
    private static readonly Option<bool> Parts = new("--parts") { Description = "Each part of the server, since when it is as it is, and what is wrong" };

    public static Command Create() => UserCommand.Create(
        "status",
        "Show how the server is: its parts, its room, its memory (administrators)",
        [Parts],
        async (context, arguments, cancellationToken) =>
        {
            var status = await context.GetAsync("server/status", cancellationToken);
            if (arguments.GetValue(Parts))
                await context.Printer.ListAsync(status.GetProperty("parts").EnumerateArray().ToAsyncEnumerable(), "name", "state", "since", "findings");
            else
                context.Printer.Object(status);
        });
}
