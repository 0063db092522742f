using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Groups;

/// <summary><c>hops group get</c></summary>
internal static class GroupGet
{
    private static readonly string[] Columns = ["topic", "partition", "committed", "endOffset", "lag"];

    private static readonly Argument<string> Name = new("group") { Description = "The consumer group" };

    public static Command Create() => UserCommand.Create("get", "Show who reads in a consumer group, and how far it is in each partition", [Name], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var group = await context.GetAsync(context.InProject("groups", arguments.GetValue(Name)!), cancellationToken);
        if (context.Printer.Format != OutputFormat.Table)
        {
            context.Printer.Object(group);
            return;
        }

        Printer.Table(Columns, group.GetProperty("partitions").EnumerateArray().Select(part => Columns.Select(column => Printer.Text(part.GetProperty(column))).ToArray()));
        Printer.Note($"State {group.GetProperty("state").GetString()}.");
        foreach (var member in group.GetProperty("members").EnumerateArray())
            Printer.Note($"{Text(member, "client")} from {Text(member, "host")} reads {string.Join(", ", member.GetProperty("assigned").EnumerateArray().Select(Printer.Text))}");
    }

    private static string Text(JsonElement member, string name) => Printer.Text(member.GetProperty(name));
}
