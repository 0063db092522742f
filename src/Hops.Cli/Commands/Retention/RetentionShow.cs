using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Retention;

/// <summary><c>hops retention show</c></summary>
internal static class RetentionShow
{
    private static readonly Option<bool> All = new("--all") { Description = "All projects, each in one line (administrators)" };

    public static Command Create() => UserCommand.Create("show", "Show for how long files are kept, and what was removed", [All], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(All))
        {
            await context.Printer.ListAsync(
                context.ListAsync("retention", null, cancellationToken), "project", "days", "datasets", "datasetsWithRule", "filesRemoved", "bytesRemoved");
            return;
        }

        var retention = await context.GetAsync(context.InProject("retention"), cancellationToken);
        var days = retention.GetProperty("days");
        Printer.Note(days.ValueKind == JsonValueKind.Null ? "Of the project: files are kept." : $"Of the project: files go that were not changed for {days} days.");
        await context.Printer.ListAsync(
            retention.GetProperty("items").EnumerateArray().ToAsyncEnumerable(), "dataset", "days", "isOwn", "begins", "looked", "filesRemoved", "bytesRemoved");
    }
}
