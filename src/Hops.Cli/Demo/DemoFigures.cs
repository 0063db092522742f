using System.Globalization;

namespace Hops.Cli.Demo;

/// <summary>
/// What the answers must be, computed from the CSV rows alone by plain loops: it shares no code with broker, decoder, engine or SQL.
/// </summary>
internal static class DemoFigures
{
    private const long DayMs = 24L * 60 * 60 * 1000;

    /// <summary>Day and key values of a group, joined by tabs, to its figures.</summary>
    public static SortedDictionary<string, DemoGroup> Groups(DemoTable table)
    {
        var groups = new SortedDictionary<string, DemoGroup>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var day = Day(table.Millis(row));
            var key = string.Join('\t', table.Keys.Select(column => row[column.Index]!).Prepend(day));
            groups.TryGetValue(key, out var group);
            var measure = row[table.Measure.Index];
            groups[key] = measure is null
                ? group with { Rows = group.Rows + 1, Missing = group.Missing + 1 }
                : group with { Rows = group.Rows + 1, Sum = group.Sum + double.Parse(measure, CultureInfo.InvariantCulture) };
        }

        return groups;
    }

    /// <summary>
    /// The days whose windows are closed after all rows with a watermark <paramref name="delayMs"/> behind the last event: those that end at
    /// or before it.
    /// </summary>
    public static bool IsClosed(DemoTable table, string key, long delayMs)
    {
        var watermark = table.Millis(table.Rows[^1]) - delayMs;
        var day = DateTimeOffset.Parse(key.Split('\t')[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return day.ToUnixTimeMilliseconds() + DayMs <= watermark;
    }

    /// <summary>The UTC day of a time, as <c>2013-01-01</c>.</summary>
    public static string Day(long millis) =>
        DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Figures of one group.</summary>
/// <param name="Rows">Rows in it.</param>
/// <param name="Missing">Rows without the measure: cancelled flights.</param>
/// <param name="Sum">Sum of the measure over the others.</param>
internal readonly record struct DemoGroup(long Rows, long Missing, double Sum)
{
    /// <summary>Mean of the measure; null if no row has it.</summary>
    public double? Mean => Rows == Missing ? null : Sum / (Rows - Missing);
}
