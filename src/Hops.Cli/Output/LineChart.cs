using System.Globalization;

namespace Hops.Cli.Output;

/// <summary>Points as a line of Braille dots, two across and four down in each character (Unicode block 2800).</summary>
internal static class LineChart
{
    private const int Rows = 12;
    private const int AxisWidth = 10;

    // Bit of the dot at (x, y) of a character.
    private static readonly byte[,] Dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    /// <summary>Draws the line.</summary>
    /// <param name="points">Points in the order in which the line goes; at least one.</param>
    /// <param name="ends">What stands below the first and the last point.</param>
    /// <param name="width">Columns that a line may have.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<(double X, double Y)> points, (string First, string Last) ends, int width)
    {
        var columns = Math.Max(10, width - AxisWidth - 2);
        var cells = new byte[Rows, columns];
        var (left, right) = Range(points.Select(point => point.X));
        var (low, high) = Range(points.Select(point => point.Y));
        (int X, int Y)? before = null;
        foreach (var point in points)
        {
            var here = (Scale(point.X, left, right, (columns * 2) - 1), (Rows * 4) - 1 - Scale(point.Y, low, high, (Rows * 4) - 1));
            Join(cells, before ?? here, here);
            before = here;
        }

        for (var row = 0; row < Rows; row++)
        {
            var axis = row == 0 ? high : row == Rows - 1 ? low : double.NaN;
            var label = double.IsNaN(axis) ? "" : axis.ToString("G6", CultureInfo.InvariantCulture);
            yield return $"{label.PadLeft(AxisWidth)} │{Line(cells, row, columns)}".TrimEnd();
        }

        yield return $"{new string(' ', AxisWidth)} └{new string('─', columns)}";
        var gap = Math.Max(1, columns - ends.First.Length - ends.Last.Length);
        yield return $"{new string(' ', AxisWidth + 2)}{ends.First}{new string(' ', gap)}{ends.Last}";
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.MaxValue, double.MinValue);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, high);
    }

    private static int Scale(double value, double low, double high, int last) =>
        high > low ? (int)Math.Round((value - low) / (high - low) * last) : last / 2;

    private static void Join(byte[,] cells, (int X, int Y) from, (int X, int Y) to)
    {
        var steps = Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (var step = 0; step <= steps; step++)
        {
            var x = from.X + ((to.X - from.X) * step / steps);
            var y = from.Y + ((to.Y - from.Y) * step / steps);
            cells[y / 4, x / 2] |= Dots[x % 2, y % 4];
        }
    }

    private static string Line(byte[,] cells, int row, int columns) => string.Create(columns, (cells, row), static (line, at) =>
    {
        for (var column = 0; column < line.Length; column++)
            line[column] = at.cells[at.row, column] == 0 ? ' ' : (char)(0x2800 + at.cells[at.row, column]);
    });
}
