using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project usage</c></summary>
internal static class ProjectUsage
{
    private static readonly Option<bool> All = new("--all") { Description = "All projects, each with what it uses most (administrators)" };

    public static Command Create() => UserCommand.Create("usage", "Show what the project uses of its limits", [All], RunAsync);

    private static Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken) => arguments.GetValue(All)
        ? context.Printer.ListAsync(
            context.ListAsync("usage", null, cancellationToken).Select(WithColumns), "name", "creator", "file_bytes", "file_names", "topics", "queries", "compute", "budget", "created")
        : context.Printer.ListAsync(
            context.ListAsync(context.InProject("usage"), null, cancellationToken), "name", "used", "limit", "remaining", "unit", "forecast", "warning");

    /// <summary>The project with a member for each use: used of limit.</summary>
    private static JsonElement WithColumns(JsonElement project)
    {
        var row = JsonObject.Create(project)!;
        foreach (var use in project.GetProperty("uses").EnumerateArray())
        {
            var limit = use.GetProperty("limit");
            row[use.GetProperty("name").GetString()!] = limit.ValueKind == JsonValueKind.Null ? use.GetProperty("used").ToString() : $"{use.GetProperty("used")} of {limit}";
        }

        return JsonSerializer.SerializeToElement(row);
    }
}
