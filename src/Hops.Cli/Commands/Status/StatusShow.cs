using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Cli.Output;

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
            var parts = status.GetProperty("parts").EnumerateArray().ToList();
            if (arguments.GetValue(Parts))
                await context.Printer.ListAsync(parts.ToAsyncEnumerable(), "name", "state", "since", "findings");
            else if (context.Printer.Format == OutputFormat.Table)
                Print(context.Printer, status, parts);
            else
                context.Printer.Object(status);
        });

    private static void Print(Printer printer, JsonElement status, List<JsonElement> parts)
    {
        var figures = JsonObject.Create(status)!;
        figures.Remove("parts");
        printer.Object(JsonSerializer.SerializeToElement(figures));
        var ill = parts.Where(part => part.GetProperty("state").GetString() != "OK").Select(part => part.GetProperty("name").GetString()).ToList();
        Printer.Note(ill.Count == 0 ? $"All {parts.Count} parts are well." : $"Not well: {string.Join(", ", ill)}. See hops status --parts.");
    }
}
