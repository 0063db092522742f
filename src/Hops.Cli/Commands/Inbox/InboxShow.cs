using System.CommandLine;

namespace Hops.Cli.Commands.Inbox;

/// <summary><c>hops inbox</c></summary>
internal static class InboxShow
{
    private static readonly Option<bool> Seen = new("--mark-seen") { Description = "Mark what is listed as seen" };

    public static Command Create() => UserCommand.Create("inbox", "List what waits for you, over all projects", [Seen], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var items = (await context.GetAsync("me/inbox", cancellationToken)).GetProperty("items").EnumerateArray().ToList();
        await context.Printer.ListAsync(items.ToAsyncEnumerable(), "isUnread", "kind", "project", "subject", "from", "time", "text", "id");
        if (arguments.GetValue(Seen) && items.Count > 0)
            await context.PostAsync("me/inbox/seen", new { until = items[0].GetProperty("time").GetString() }, cancellationToken);
    }
}
