using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Hops.Cli.Commands.Compute;

/// <summary><c>hops price</c></summary>
internal static class PriceShow
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly Option<TimeSpan?> History = Duration.Option("--history", "The price of so long a past instead, such as 1d");

    private static readonly Option<TimeSpan?> Step = Duration.Option("--step", "Length of a step of the past, such as 15m; what makes about a hundred if absent");

    public static Command Create() => UserCommand.Create(
        "price", "Show what compute costs now, and which price follows from which load", [History, Step], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var price = await context.GetAsync(Route(arguments), cancellationToken);
        if (arguments.GetValue(History) is not null)
        {
            await context.Printer.ListAsync(price.GetProperty("history").EnumerateArray().ToAsyncEnumerable(), "time", "multiplier", "cpu", "memory");
            return;
        }

        var now = price.EnumerateObject().Where(property => property.Name != "history").ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
        context.Printer.Object(JsonSerializer.SerializeToElement(now));
    }

    private static string Route(ParseResult arguments)
    {
        var query = new List<string>();
        if (arguments.GetValue(History) is { } past)
            query.Add("from=" + (TimeProvider.System.GetUtcNow() - past).ToString(TimeFormat, CultureInfo.InvariantCulture));
        if (arguments.GetValue(Step) is { } step)
            query.Add("step=" + ((long)step.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        return query.Count == 0 ? "price" : "price?" + string.Join('&', query);
    }
}
