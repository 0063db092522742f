using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Client.Rest;

namespace Hops.Cli.Demo;

/// <summary>Asks the platform in SQL, and holds its answers against <see cref="DemoFigures"/>.</summary>
internal sealed class DemoAnswers(PlatformClient rest, string project, DemoTable table, DemoConsole console)
{
    private const int RowsMax = 10_000;
    private const int ShownGroups = 5;
    private const double Tolerance = 1e-9;

    /// <summary>Counts the raw dataset.</summary>
    public async Task CountAsync(string dataset)
    {
        var row = (await SqlAsync($"SELECT count(*), count({table.Measure.Sql}), count(DISTINCT {table.TimeColumn.Sql}) FROM {dataset}"))[0];
        var measured = table.Rows.LongCount(values => values[table.Measure.Index] is not null);
        var times = table.Rows.Select(table.Millis).Distinct().LongCount();
        Printer.Table(
            ["all events", "SQL", "CSV"],
            [
                ["rows", Text(row[0]), Text(table.Rows.Count)],
                [$"with {table.Measure.Name}", Text(row[1]), Text(measured)],
                [$"different {table.TimeColumn.Name}", Text(row[2]), Text(times)],
            ]);
        console.Prove(
            row[0].GetInt64() == table.Rows.Count && row[1].GetInt64() == measured && row[2].GetInt64() == times,
            $"{dataset} holds each of the {table.Rows.Count} events exactly once, after both kills");
    }

    /// <summary>Shows the figures of the largest groups of the first key, over all time.</summary>
    public async Task ShowAsync(string dataset)
    {
        if (table.Keys.Count == 0)
            return;
        var key = table.Keys[^1];
        var sql = $"SELECT {key.Sql}, count(*), avg({table.Measure.Sql}), count(*) - count({table.Measure.Sql}) "
            + $"FROM {dataset} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {ShownGroups}";
        var expected = Largest(key);
        var rows = new List<string[]>();
        var holds = true;
        foreach (var (row, (name, group)) in (await SqlAsync(sql)).Zip(expected))
        {
            holds &= row[0].GetString() == name && Same(row, 1, group);
            rows.Add(
            [
                name, Text(row[1]), Text(group.Rows), Mean(row[2].GetDouble()), Mean(group.Mean ?? 0), Text(row[3]), Text(group.Missing),
            ]);
        }

        Printer.Table([key.Name, "events: SQL", "CSV", $"mean {table.Measure.Name}: SQL", "CSV", "missing: SQL", "CSV"], rows);
        console.Prove(holds, $"SQL and CSV agree on the {rows.Count} largest groups of {key.Name}");
    }

    /// <summary>Holds every row of the windowed dataset against the CSV: the closed windows are there, exactly, and no others.</summary>
    public async Task CompareAsync(string dataset)
    {
        var groups = DemoFigures.Groups(table);
        var closed = groups.Where(group => DemoFigures.IsClosed(table, group.Key, table.DelayMs)).ToList();
        if (closed.Count == 0)
        {
            console.Step($"no window of {dataset} is closed yet: the events are too few, or too close together");
            return;
        }

        var keys = string.Concat(table.Keys.Select(column => $", {column.Sql}"));
        var (compared, wrong) = (0, 0);
        foreach (var days in Days(closed))
        {
            var sql = $"SELECT strftime(window_start, '%Y-%m-%d'){keys}, events, measured_mean, missing FROM {dataset} "
                + $"WHERE window_start >= TIMESTAMP '{days.First}' AND window_start <= TIMESTAMP '{days.Last}'";
            foreach (var row in await SqlAsync(sql))
            {
                var name = string.Join('\t', row.Take(1 + table.Keys.Count).Select(cell => cell.GetString()));
                compared++;
                if (!groups.TryGetValue(name, out var group) || !Same(row, 1 + table.Keys.Count, group))
                    wrong++;
            }
        }

        var total = (await SqlAsync($"SELECT count(*) FROM {dataset}"))[0][0].GetInt64();
        console.Prove(
            wrong == 0 && compared == closed.Count && total == closed.Count,
            $"{dataset} holds the {closed.Count} closed windows, each as the CSV says ({groups.Count - closed.Count} wait for later events)",
            $"it has {total} rows, {compared} of closed windows, {wrong} of them wrong");
    }

    /// <summary>Cuts closed groups into ranges of days whose answers are short enough for one statement.</summary>
    private static IEnumerable<(string First, string Last)> Days(List<KeyValuePair<string, DemoGroup>> closed)
    {
        var days = closed.GroupBy(group => group.Key.Split('\t')[0], StringComparer.Ordinal)
            .Select(day => (Day: day.Key, Count: day.Count())).OrderBy(day => day.Day, StringComparer.Ordinal).ToList();
        var begin = 0;
        while (begin < days.Count)
        {
            var (end, rows) = (begin, 0);
            while (end < days.Count && rows + days[end].Count < RowsMax)
                rows += days[end++].Count;
            end = Math.Max(end, begin + 1);
            yield return (days[begin].Day, days[end - 1].Day);
            begin = end;
        }
    }

    private static bool Same(JsonElement[] row, int first, DemoGroup group)
    {
        var mean = row[first + 1].ValueKind == JsonValueKind.Null ? (double?)null : row[first + 1].GetDouble();
        return row[first].GetInt64() == group.Rows && row[first + 2].GetInt64() == group.Missing
            && (mean is null ? group.Mean is null : Math.Abs(mean.Value - (group.Mean ?? double.NaN)) <= Tolerance * Math.Max(1, Math.Abs(mean.Value)));
    }

    private static string Text(JsonElement cell) => Printer.Text(cell);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Mean(double mean) => mean.ToString("0.000000", CultureInfo.InvariantCulture);

    private IEnumerable<(string Name, DemoGroup Group)> Largest(DemoColumn key)
    {
        var groups = new Dictionary<string, DemoGroup>(StringComparer.Ordinal);
        foreach (var (name, part) in DemoFigures.Groups(table))
        {
            var value = name.Split('\t')[1 + table.Keys.ToList().IndexOf(key)];
            var group = groups.GetValueOrDefault(value);
            groups[value] = new DemoGroup(group.Rows + part.Rows, group.Missing + part.Missing, group.Sum + part.Sum);
        }

        return groups.OrderByDescending(group => group.Value.Rows).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(ShownGroups).Select(group => (group.Key, group.Value));
    }

    private async Task<List<JsonElement[]>> SqlAsync(string statement)
    {
        var answer = (await rest.CallAsync(HttpMethod.Post, $"projects/{project}/sql", new { statement, rowsMax = RowsMax })).Body;
        return [.. answer.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().ToArray())];
    }
}
