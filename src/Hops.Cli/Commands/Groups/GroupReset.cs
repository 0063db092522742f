using System.CommandLine;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Groups;

/// <summary><c>hops group reset</c></summary>
internal static class GroupReset
{
    private static readonly string[] Columns = ["partition", "before", "after"];

    private static readonly Argument<string> Name = new("group") { Description = "The consumer group" };

    private static readonly Argument<string> Topic = new("topic") { Description = "The topic in which it is to go on elsewhere" };

    private static readonly Option<Target?> To = Choice.Option<Target?>("--to", null, "WHERE", "Where it is to go on");

    private static readonly Option<string?> At = new("--at")
    {
        Description = "With --to time: the time, such as 2026-11-21T12:00:00Z; with shift: by how many records, back if negative; with offset: the offset",
        HelpName = "VALUE",
    };

    private static readonly Option<long?> Partition = Count.Option("--partition", "In which partition; in all if absent", int.MaxValue, "NUMBER", min: 0);

    private static readonly Option<bool> Apply = new("--apply") { Description = "Do it; without this the command only says what would change" };

    /// <summary>Where a group goes on.</summary>
    private enum Target
    {
        Earliest,
        Latest,
        Time,
        Shift,
        Offset,
    }

    public static Command Create() => UserCommand.Create(
        "reset", "Say where a consumer group would go on, and with --apply let it go on there", [Name, Topic, To, At, Partition, Apply, Confirmation.Yes], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (name, topic, apply) = (arguments.GetValue(Name)!, arguments.GetValue(Topic)!, arguments.GetValue(Apply));
        var to = arguments.GetValue(To) ?? Target.Earliest;
        var at = arguments.GetValue(At);
        if (at is null && to is Target.Time or Target.Shift or Target.Offset)
            throw new PlatformException(ErrorCode.InvalidArgument, $"--to {to.ToString().ToLowerInvariant()} needs --at.");
        if (apply)
            Confirmation.Require(arguments, $"This lets group {name} go on elsewhere in {topic}", name);
        var wish = new
        {
            topic,
            to = to.ToString().ToUpperInvariant(),
            partition = arguments.GetValue(Partition),
            time = to == Target.Time ? at : null,
            by = to == Target.Shift ? at : null,
            offset = to == Target.Offset ? at : null,
            dryRun = !apply,
        };
        var answer = await context.PostAsync(context.InProject("groups", name, "offset-resets"), wish, cancellationToken);
        if (context.Printer.Format != OutputFormat.Table)
        {
            context.Printer.Object(answer);
            return;
        }

        Printer.Table(Columns, answer.GetProperty("partitions").EnumerateArray().Select(part => Columns.Select(column => Printer.Text(part.GetProperty(column))).ToArray()));
        Printer.Note(apply ? $"Group {name} goes on there." : "Nothing was changed: --apply lets it go on there.");
    }
}
