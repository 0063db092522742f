using System.Globalization;
using System.Text.Json;
using Hops.Streaming.Checkpoints;

namespace Hops.Streaming.Supervision;

/// <summary>Says for a person which rows a query has left out, and what to do about it.</summary>
internal static class LeftOutNote
{
    private static readonly (string Name, long Ms)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];

    /// <summary>The note; null if no row was left out.</summary>
    /// <param name="totals">What was counted.</param>
    /// <param name="definition">Definition of the query.</param>
    public static string? Of(CommitTotals totals, JsonElement? definition)
    {
        var notes = new List<string>();
        var rows = totals.RowsIn;
        if (totals.RowsLate > 0)
        {
            notes.Add(
                $"{Count(totals.RowsLate, rows)} were late and left out, up to {Duration(totals.LateMaxMs)} after the watermark had closed their windows. "
                + $"To keep such rows make the query anew with a watermark delay of more than {Duration(DelayMs(definition) + totals.LateMaxMs)}, or write what "
                + "is in the topic in the order of time");
        }

        if (totals.RowsWithoutTime > 0)
            notes.Add($"{Count(totals.RowsWithoutTime, rows)} have no event time and belong to no window; give them one, or leave them out with WHERE");
        if (totals.RecordsBad > 0)
            notes.Add($"{Number(totals.RecordsBad)} records did not decode and were left out, as badRecords says");
        return notes.Count == 0 ? null : string.Join(". ", notes) + ".";
    }

    /// <summary>Milliseconds in the largest unit that says them to about a percent, rounded up: it is what has to be exceeded.</summary>
    private static string Duration(long milliseconds)
    {
        foreach (var (name, unitMs) in Units)
        {
            if (milliseconds >= 100 * unitMs || (milliseconds >= unitMs && milliseconds % unitMs == 0))
                return Number((milliseconds + unitMs - 1) / unitMs) + name;
        }

        return Number(milliseconds) + "ms";
    }

    private static string Count(long part, long all) => string.Create(
        CultureInfo.InvariantCulture, $"{Number(part)} of {Number(all)} rows ({Math.Round(100.0 * part / Math.Max(1, all), 1)} %)");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long DelayMs(JsonElement? definition) =>
        definition is { ValueKind: JsonValueKind.Object } query
        && query.TryGetProperty("watermark", out var watermark) && watermark.ValueKind == JsonValueKind.Object
        && watermark.TryGetProperty("delayMs", out var delay) && delay.TryGetInt64(out var delayMs) ? delayMs : 0;
}
