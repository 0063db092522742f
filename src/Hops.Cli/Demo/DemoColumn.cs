using System.Globalization;

namespace Hops.Cli.Demo;

/// <summary>A column of a <see cref="DemoTable"/>.</summary>
/// <param name="Name">Its name, a valid Avro and SQL name.</param>
/// <param name="Index">Its position in a row.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsNullable">Whether some row lacks it.</param>
/// <param name="Values">How many different values it has, counted up to a limit.</param>
internal sealed record DemoColumn(string Name, int Index, DemoColumnType Type, bool IsNullable, int Values)
{
    private const int ValuesCounted = 10_000;

    /// <summary>Its name in SQL.</summary>
    public string Sql => $"\"{Name}\"";

    /// <summary>Whether it can be averaged.</summary>
    public bool IsNumber => Type is DemoColumnType.Integer or DemoColumnType.Real;

    /// <summary>The narrowest type that all values of a column have.</summary>
    public static DemoColumn Infer(string name, int index, List<string?[]> rows)
    {
        var (isInteger, isReal, isTime, isNullable) = (true, true, true, false);
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row[index] is not { } value)
            {
                isNullable = true;
                continue;
            }

            if (values.Count < ValuesCounted)
                values.Add(value);
            isInteger = isInteger && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
            isReal = isReal && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            isTime = isTime && value.Length >= 10 && TryParseTime(value, out _);
        }

        var type = values.Count == 0 ? DemoColumnType.Text
            : isInteger ? DemoColumnType.Integer
            : isReal ? DemoColumnType.Real
            : isTime ? DemoColumnType.Time
            : DemoColumnType.Text;
        return new DemoColumn(name, index, type, isNullable, values.Count);
    }

    /// <summary>A time in milliseconds since 1970; without a zone it is UTC.</summary>
    public static long ParseTime(string value) =>
        TryParseTime(value, out var time) ? time.ToUnixTimeMilliseconds() : throw new FormatException($"'{value}' is not a time");

    /// <summary>The field of the Avro schema.</summary>
    public string AvroField()
    {
        var type = Type switch
        {
            DemoColumnType.Integer => "\"long\"",
            DemoColumnType.Real => "\"double\"",
            DemoColumnType.Time => """{"type":"long","logicalType":"timestamp-millis"}""",
            DemoColumnType.Text => "\"string\"",
        };
        return IsNullable
            ? $$"""{"name":"{{Name}}","type":["null",{{type}}],"default":null}"""
            : $$"""{"name":"{{Name}}","type":{{type}}}""";
    }

    private static bool TryParseTime(string value, out DateTimeOffset time) => DateTimeOffset.TryParse(
        value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

/// <summary>Type of a <see cref="DemoColumn"/>.</summary>
internal enum DemoColumnType
{
    Text,
    Integer,
    Real,
    Time,
}
