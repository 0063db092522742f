using System.CommandLine;
using System.Globalization;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project ledger</c></summary>
internal static class ProjectLedger
{
    private const int DaysMax = 3_650;

    private static readonly Option<SumOf?> By = Choice.Option<SumOf?>("--by", null, "WHAT", "Sums instead of runners, by");

    private static readonly Option<long?> Days = Count.Option("--days", "With --by: of so many days, today included; 31 if absent", DaysMax, "DAYS");

    private static readonly Option<long?> Limit = Count.Option("--limit", "Most runners to print", int.MaxValue);

    public static Command Create() => UserCommand.Create(
        "ledger", "Show what the project has spent on compute, the newest first", [By, Days, Limit], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(By) is { } by)
        {
            var route = context.InProject("ledger", "totals") + "?by=" + by.ToString().ToLowerInvariant();
            if (arguments.GetValue(Days) is { } days)
                route += "&from=" + TimeProvider.System.GetUtcNow().AddDays(1 - days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var totals = await context.GetAsync(route, cancellationToken);
            await context.Printer.ListAsync(
                totals.GetProperty("items").EnumerateArray().ToAsyncEnumerable(), "name", "runners", "runningSeconds", "cpuSeconds", "memoryGibSeconds", "credits");
            return;
        }

        await context.Printer.ListAsync(
            context.ListAsync(context.InProject("ledger"), (int?)arguments.GetValue(Limit), cancellationToken),
            "number", "user", "kind", "work", "started", "stopped", "cpuSeconds", "memoryGibSeconds", "peakBytes", "multiplier", "credits", "estimated");
    }

    private enum SumOf
    {
        Query,
        User,
        Day,
    }
}
