using System.CommandLine;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query progress</c></summary>
internal static class QueryProgressReports
{
    private static readonly Argument<string> Name = new("name") { Description = "The query" };

    public static Command Create() => UserCommand.Create(
        "progress",
        "Show the last batches of a query, oldest first",
        [Name],
        (context, arguments, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync(context.InProject("queries", arguments.GetValue(Name)!, "progress"), null, cancellationToken),
            "batchId",
            "timestamp",
            "numInputRows",
            "sink.numOutputRows",
            "observedMetrics.lateRows.count",
            "processedRowsPerSecond",
            "batchDuration",
            "eventTime.watermark"));
}
