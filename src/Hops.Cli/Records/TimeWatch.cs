using System.Globalization;
using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Json;

namespace Hops.Cli.Records;

/// <summary>A running query that drops what comes too late.</summary>
/// <param name="Query">Its name.</param>
/// <param name="Column">Its event time.</param>
/// <param name="DelayMs">How much later than the newest event one may come, in milliseconds.</param>
internal readonly record struct LateRule(string Query, string Column, long DelayMs);

/// <summary>
/// Looks at the times of records on their way for what is hardly meant: seconds since 1970 in a field of milliseconds, and times that jump
/// back by more than a running query waits for. It only warns: both can be right.
/// </summary>
internal sealed class TimeWatch
{
    /// <summary>Numbers that are seconds of the years 1973 to 2128.</summary>
    private const long SecondsMin = 100_000_000;
    private const long SecondsMax = 5_000_000_000;

    private readonly List<AvroField> _numbers = [];
    private readonly List<Rule> _rules = [];

    /// <param name="schema">Type of the records; null for none.</param>
    /// <param name="rules">Queries that read the topic.</param>
    public TimeWatch(AvroSchema? schema, IEnumerable<LateRule> rules)
    {
        if (schema is not AvroRecord record)
            return;
        _numbers.AddRange(record.Fields.Where(field => UnitsPerSecond(field.Schema) > 0));
        foreach (var rule in rules)
        {
            if (record.FindField(rule.Column) is { } field && PlainJson.IsTime(field.Schema))
                _rules.Add(new Rule(rule, field));
        }
    }

    /// <summary>Warnings about a record, each the first time that there is one for a field or query.</summary>
    public IReadOnlyList<string> Look(InputRecord record) => record.Value.ValueKind != JsonValueKind.Object
        ? []
        : [.. new[] { LookAtUnits(record) }.Concat(_rules.Select(rule => rule.Look(record))).OfType<string>()];

    /// <summary>How many records came too late for each query, when all are sent.</summary>
    public IEnumerable<string> Summary() => _rules.Where(rule => rule.Late > 0).Select(rule =>
        $"{rule.Late} of {rule.Count} records were more than {Seconds(rule.Watch.DelayMs)} behind an earlier one in {rule.Watch.Column}: "
        + $"the query '{rule.Watch.Query}' drops those of windows that it has closed. Sort the input by {rule.Watch.Column}, or give the query a longer delay and start it after loading.");

    private string? LookAtUnits(InputRecord record)
    {
        for (var index = 0; index < _numbers.Count; index++)
        {
            var field = _numbers[index];
            if (!record.Value.TryGetProperty(field.Name, out var value) || !LooksLikeSeconds(field.Schema, value))
                continue;
            _numbers.RemoveAt(index);
            return $"Line {record.Line}: {field.Name} is {PlainJson.Show(value)}, which is {Shown(field, value)} in its unit. "
                + "If these are seconds since 1970, multiply them first.";
        }

        return null;
    }

    private static bool LooksLikeSeconds(AvroSchema schema, JsonElement value)
    {
        long number;
        if (value.ValueKind == JsonValueKind.Number ? !value.TryGetInt64(out number)
            : !long.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : "", NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        for (var perSecond = 1L; perSecond < UnitsPerSecond(schema); perSecond *= 1000)
        {
            if (number >= SecondsMin * perSecond && number < SecondsMax * perSecond)
                return true;
        }

        return false;
    }

    private static string Shown(AvroField field, JsonElement value) =>
        PlainJson.Millis(field.Schema, value) is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "no time";

    private static long UnitsPerSecond(AvroSchema schema)
    {
        var type = schema is AvroUnion { Branches.Count: 2, NullIndex: >= 0 and var nothing } union ? union.Branches[1 - nothing] : schema;
        return type.LogicalType?.Kind switch
        {
            LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => 1_000,
            LogicalKind.TimestampMicros or LogicalKind.LocalTimestampMicros => 1_000_000,
            LogicalKind.TimestampNanos or LogicalKind.LocalTimestampNanos => 1_000_000_000,
            _ => 0,
        };
    }

    private static string Seconds(long millis) => TimeSpan.FromMilliseconds(millis).ToString("g", CultureInfo.InvariantCulture);

    private sealed class Rule(LateRule watch, AvroField field)
    {
        private long _newest = long.MinValue;

        public LateRule Watch => watch;

        public long Count { get; private set; }

        public long Late { get; private set; }

        public string? Look(InputRecord record)
        {
            if (!record.Value.TryGetProperty(field.Name, out var value) || PlainJson.Millis(field.Schema, value) is not { } time)
                return null;
            Count++;
            if (time >= _newest - watch.DelayMs || _newest == long.MinValue)
            {
                _newest = Math.Max(_newest, time);
                return null;
            }

            return ++Late == 1
                ? $"Line {record.Line}: {field.Name} jumps back by more than the delay of the running query '{watch.Query}' ({Seconds(watch.DelayMs)}), which will drop such records as late."
                : null;
        }
    }
}
