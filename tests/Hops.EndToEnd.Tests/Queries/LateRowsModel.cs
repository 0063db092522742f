using System.Globalization;
using System.IO.Compression;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>
/// What must come out, by plain loops. In force during a batch is the watermark after the batch before; a row is late if its window ended at
/// or before it; after the batch it is the greatest event time seen less the delay, and never less than before.
/// </summary>
internal sealed class LateRowsModel
{
    public const long DelayMs = 2 * HourMs;
    private const long HourMs = 3_600_000;

    private readonly SortedDictionary<(long StartMs, string Origin), WindowFigures> _open = [];
    private long _watermarkMs;

    /// <summary>Figures of the windows that were closed, as they were then.</summary>
    public SortedDictionary<(long StartMs, string Origin), WindowFigures> Closed { get; } = [];

    public long LateRows { get; private set; }

    /// <summary>How long the window of a late row had been closed at most.</summary>
    public long LateMaxMs { get; private set; }

    /// <summary>Takes a batch.</summary>
    /// <returns>Late rows in it, watermark after it, windows closed by it.</returns>
    public (long LateRows, long WatermarkMs, long ClosedRows) Add(List<Departure> departures, long from, long to)
    {
        var lateRows = 0L;
        var timeMaxMs = long.MinValue;
        for (var offset = from; offset < to; offset++)
        {
            var departure = departures[(int)offset];
            timeMaxMs = Math.Max(timeMaxMs, departure.TimeMs);
            var startMs = departure.TimeMs - (departure.TimeMs % HourMs);
            if (startMs + HourMs <= _watermarkMs)
            {
                lateRows++;
                LateMaxMs = Math.Max(LateMaxMs, _watermarkMs - startMs - HourMs);
                continue;
            }

            var figures = _open.GetValueOrDefault((startMs, departure.Origin));
            _open[(startMs, departure.Origin)] = new WindowFigures(
                figures.Flights + 1, figures.Delay + (departure.Delay ?? 0), figures.Missing + (departure.Delay is null ? 1 : 0));
        }

        if (from < to)
            _watermarkMs = Math.Max(_watermarkMs, timeMaxMs - DelayMs);
        var closing = _open.Where(window => window.Key.StartMs + HourMs <= _watermarkMs).ToList();
        foreach (var (key, figures) in closing)
        {
            Closed.Add(key, figures);
            _open.Remove(key);
        }

        LateRows += lateRows;
        return (lateRows, _watermarkMs, closing.Count);
    }
}

/// <summary>Figures of one hour and airport.</summary>
internal readonly record struct WindowFigures(long Flights, long Delay, long Missing);

/// <summary>One row of <c>samples/departures.csv.gz</c>.</summary>
internal sealed record Departure(long TimeMs, string Origin, long? Delay)
{
    /// <summary>All rows in the order of the file.</summary>
    public static List<Departure> Load()
    {
        using var file = File.OpenRead(Path.Combine(SpineRequirement.Root, "samples", "departures.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var names = text.ReadLine()!.Split(',');
        var (time, origin, delay) = (Array.IndexOf(names, "time_hour"), Array.IndexOf(names, "origin"), Array.IndexOf(names, "dep_delay"));
        var departures = new List<Departure>();
        while (text.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var timeMs = DateTimeOffset.Parse(fields[time], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            var isMissing = fields[delay] is "" or "NA";
            departures.Add(new Departure(timeMs, fields[origin], isMissing ? null : long.Parse(fields[delay], CultureInfo.InvariantCulture)));
        }

        return departures;
    }
}
