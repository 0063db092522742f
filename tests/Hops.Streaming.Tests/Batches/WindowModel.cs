using System.Globalization;

namespace Hops.Streaming.Tests.Batches;

/// <summary>
/// What a windowed aggregation in append mode must do, as plain as it can be said (Spark's semantics): the watermark of a batch comes from
/// the event times of the batches before it; a row whose windows have all ended by then is late; a window is written once, by the batch
/// whose event times close it.
/// </summary>
internal sealed class WindowModel(long sizeMs, long slideMs, long delayMs)
{
    private readonly Dictionary<(long Start, string Carrier, string Origin), Group> _open = [];
    private long _watermarkMs;
    private long _latestMs = long.MinValue;

    public long LateRowsTotal { get; private set; }

    public (long LateRows, long WatermarkMs, List<string> Lines) Add(IEnumerable<Departure> rows)
    {
        var late = 0L;
        foreach (var row in rows)
        {
            _latestMs = Math.Max(_latestMs, row.TimeMs);
            var starts = Starts(row.TimeMs).Where(start => start + sizeMs > _watermarkMs).ToArray();
            if (starts.Length == 0)
                late++;
            foreach (var start in starts)
                GroupOf(start, row).Add(row.Delay);
        }
        _watermarkMs = Math.Max(_watermarkMs, _latestMs - delayMs);
        LateRowsTotal += late;
        var closed = _open.Where(pair => pair.Key.Start + sizeMs <= _watermarkMs).ToArray();
        var lines = closed.Select(pair => pair.Value.Line(pair.Key.Start, sizeMs, pair.Key.Carrier, pair.Key.Origin)).ToList();
        foreach (var (key, _) in closed)
            _open.Remove(key);
        lines.Sort(StringComparer.Ordinal);
        return (late, _watermarkMs, lines);
    }

    private IEnumerable<long> Starts(long timeMs)
    {
        for (var start = timeMs - (timeMs % slideMs); start + sizeMs > timeMs; start -= slideMs)
            yield return start;
    }

    private Group GroupOf(long start, Departure row)
    {
        var key = (start, row.Carrier, row.Origin);
        if (!_open.TryGetValue(key, out var group))
            _open[key] = group = new Group();
        return group;
    }

    private sealed class Group
    {
        private long _flights;
        private long _departed;
        private long _total;
        private long _worst = -999;

        public void Add(int? delay)
        {
            _flights++;
            if (delay is not { } minutes)
                return;
            _departed++;
            _total += minutes;
            _worst = Math.Max(_worst, minutes);
        }

        public string Line(long start, long sizeMs, string carrier, string origin)
        {
            var mean = _departed == 0 ? 0 : Math.Round((double)_total / _departed, 6, MidpointRounding.AwayFromZero);
            var meanText = _departed == 0 ? "0.000000" : mean.ToString("F6", CultureInfo.InvariantCulture);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{start}|{start + sizeMs}|{carrier}|{origin}|{_flights}|{meanText}|{_flights - _departed}|{_total}|{_worst}");
        }
    }
}
