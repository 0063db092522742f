using System.CommandLine;
using System.Globalization;
using Hops.Cli.Commands.Files;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic export</c></summary>
internal static class TopicExport
{
    private const string Start = "oldest";
    private const int MessagesMax = 1_000_000;

    private static readonly Argument<string> Name = new("topic") { Description = "The topic" };

    private static readonly Argument<string> Local = new("to") { Description = "Where to: a file, or - for standard output" };

    private static readonly Option<FileFormat> Format = Choice.Option<FileFormat>("--format", null, "FORMAT", "What the file is");

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there" };

    private static readonly Option<long?> Max = Count.Option("--max", "Most messages; if absent all there are, which are refused if they are more than 1,000,000", MessagesMax);

    /// <summary>What the file is: an object a line, or separated text.</summary>
    private enum FileFormat
    {
        Jsonl,
        Csv,
    }

    public static Command Create() => UserCommand.Create(
        "export",
        "Write messages of a topic to a file, with keys, headers and all digits (Data Owners)",
        [Name, Local, Format, MessageChoice.From, MessageChoice.Partition, MessageChoice.Filter, Max, Force],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var query = new List<string> { "format=" + (arguments.GetValue(Format) == FileFormat.Csv ? "CSV" : "JSONL") };
        query.Add("start=" + Uri.EscapeDataString(arguments.GetValue(MessageChoice.From) ?? Start));
        if (arguments.GetValue(MessageChoice.Partition) is { } partition)
            query.Add(string.Create(CultureInfo.InvariantCulture, $"partition={partition}"));
        if (arguments.GetValue(MessageChoice.Filter) is { } filter)
            query.Add("filter=" + Uri.EscapeDataString(filter));
        if (arguments.GetValue(Max) is { } max)
            query.Add(string.Create(CultureInfo.InvariantCulture, $"limit={max}"));
        var route = $"{context.InProject("topics", arguments.GetValue(Name)!, "messages", "export")}?{string.Join('&', query)}";
        var local = arguments.GetValue(Local)!;
        if (await new Download(route).SaveAsync(context, local, arguments.GetValue(Force), cancellationToken) is { } copied)
            Printer.Note(FormattableString.Invariant($"Wrote {copied} bytes to {local}."));
    }
}
