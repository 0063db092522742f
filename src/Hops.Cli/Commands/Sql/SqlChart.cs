using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Sql;

/// <summary>How <c>hops sql --chart</c> draws an answer.</summary>
internal enum ChartKind
{
    /// <summary>A bar for each row.</summary>
    Bar,

    /// <summary>A line through the rows.</summary>
    Line,
}

/// <summary>Draws the answer of a statement: the first column says where, each later column of numbers is a chart of its own.</summary>
internal static class SqlChart
{
    private const int WidthMax = 120;
    private const int WidthOfPipes = 80;

    /// <summary>The lines of the charts.</summary>
    /// <param name="kind">What to draw.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Cells of the rows.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is nothing that can be drawn.</exception>
    public static IEnumerable<string> Draw(ChartKind kind, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<JsonElement>> rows)
    {
        var drawn = Enumerable.Range(1, Math.Max(0, columns.Count - 1)).Where(column => rows.Any(row => Number(row[column]) is not null)).ToList();
        if (drawn.Count == 0)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, "A chart wants a first column of names or times, and numbers in a later one: SELECT day, count(*) ...");
        }

        return drawn.SelectMany(column => Draw(kind, rows, column).Prepend(columns[column]));
    }

    private static IEnumerable<string> Draw(ChartKind kind, IReadOnlyList<IReadOnlyList<JsonElement>> rows, int column)
    {
        var width = Console.IsOutputRedirected ? WidthOfPipes : Math.Min(Console.WindowWidth, WidthMax);
        if (kind == ChartKind.Bar)
            return BarChart.Draw([.. rows.Select(row => (Printer.Text(row[0]), Number(row[column])))], width);

        var isScaled = rows.All(row => Position(row[0]) is not null);
        var points = rows
            .Select((row, index) => (Row: row, X: isScaled ? Position(row[0])!.Value : index, Y: Number(row[column])))
            .Where(point => point.Y is not null)
            .OrderBy(point => point.X)
            .ToList();
        var ends = (Printer.Text(points[0].Row[0]), Printer.Text(points[^1].Row[0]));
        return LineChart.Draw([.. points.Select(point => (point.X, point.Y!.Value))], ends, width);
    }

    /// <summary>A number; also one that stands in text because JSON has no place for it (64 bits, decimals).</summary>
    private static double? Number(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Number => cell.GetDouble(),
        JsonValueKind.String when double.TryParse(cell.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>Where a cell stands on an axis: a number, or a time in seconds.</summary>
    private static double? Position(JsonElement cell) =>
        Number(cell)
        ?? (cell.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(cell.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeMilliseconds() / 1000d
                : null);
}
