using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Retention;

/// <summary><c>hops retention preview</c></summary>
internal static class RetentionPreview
{
    private static readonly Argument<string> Days = new("days") { Description = "Days without a change" };

    private static readonly Option<string?> Dataset = RetentionDays.DatasetOption("The dataset; all for which the rule of the project holds if absent");

    public static Command Create() => UserCommand.Create("preview", "Show which files would go by a rule, without setting it", [Days, Dataset], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?days={RetentionDays.Parse(arguments.GetValue(Days)!)}");
        if (arguments.GetValue(Dataset) is { } dataset)
            query += "&dataset=" + Uri.EscapeDataString(dataset);
        var preview = await context.GetAsync(context.InProject("retention", "preview") + query, cancellationToken);
        var least = preview.GetProperty("isComplete").GetBoolean() ? "" : "at least ";
        Printer.Note($"{least}{preview.GetProperty("files")} files with {preview.GetProperty("bytes")} bytes would go, for good. Some of them:");
        await context.Printer.ListAsync(preview.GetProperty("sample").EnumerateArray().ToAsyncEnumerable(), "path", "lengthBytes", "changed");
    }
}
