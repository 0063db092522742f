using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic replay</c></summary>
internal static class TopicReplay
{
    private const int MessagesMax = 10_000;

    private static readonly Argument<string> Name = new("topic") { Description = "The topic whose messages are written again" };

    private static readonly Option<string?> To = new("--to") { Description = "Topic that takes them; the same one if absent", HelpName = "TOPIC" };

    private static readonly Option<string[]> Message = new("--message")
    {
        Description = "One message, by its partition and offset, such as 0:42; may be given again, instead of --from, --partition, --filter and --max",
        HelpName = "PARTITION:OFFSET",
    };

    private static readonly Option<long?> Max = Count.Option("--max", "Most messages; 10,000 if absent", MessagesMax);

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what would be written, and write nothing" };

    public static Command Create() => UserCommand.Create(
        "replay",
        "Write messages of a topic again, byte for byte: to it, or to another topic",
        [Name, To, Message, MessageChoice.From, MessageChoice.Partition, MessageChoice.Filter, Max, DryRun, Confirmation.Yes],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        var route = context.InProject("topics", name, "replays");
        if (arguments.GetValue(DryRun))
        {
            context.Printer.Object(await context.PostAsync(route, Wish(arguments, isDryRun: true), cancellationToken));
            return;
        }

        if (!arguments.GetValue(Confirmation.Yes))
        {
            var preview = await context.PostAsync(route, Wish(arguments, isDryRun: true), cancellationToken);
            var target = arguments.GetValue(To) ?? name;
            Confirmation.Require(arguments, $"This writes {preview.GetProperty("count").GetInt32()} messages of {name} to {target}", target);
        }

        var done = await context.PostAsync(route, Wish(arguments, isDryRun: false), cancellationToken);
        context.Printer.Object(done);
        if (done.GetProperty("isMore").GetBoolean())
            Printer.Note("There are more messages than were written: begin behind the last of them to go on.");
        var refused = done.GetProperty("partitions").EnumerateArray().Where(partition => partition.GetProperty("error").ValueKind == JsonValueKind.String).ToList();
        if (refused.Count > 0)
            throw new PlatformException(ErrorCode.Conflict, $"Partition {refused[0].GetProperty("partition").GetInt32()} has not taken all: {refused[0].GetProperty("error").GetString()}");
    }

    private static object Wish(ParseResult arguments, bool isDryRun) => new
    {
        to = arguments.GetValue(To),
        dryRun = isDryRun,
        messages = arguments.GetValue(Message) is { Length: > 0 } places ? places.Select(Place).ToList() : null,
        partition = arguments.GetValue(MessageChoice.Partition),
        start = arguments.GetValue(MessageChoice.From),
        filter = arguments.GetValue(MessageChoice.Filter),
        limit = arguments.GetValue(Max),
    };

    private static object Place(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? new { partition, offset = parts[1] }
            : throw new PlatformException(ErrorCode.InvalidArgument, $"'{text}' is not PARTITION:OFFSET, such as 0:42.");
    }
}
