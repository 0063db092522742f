using System.Text.Json.Nodes;
using Hops.Schemas.Avro;
using Hops.Schemas.Json;

namespace Hops.Cli.Records;

/// <summary>What the texts of a column have in common: all of them dates, times of one unit, or UUIDs; else they are texts.</summary>
internal sealed class TextShape
{
    /// <summary>From the coarsest to the finest, so that the first that takes all texts is the narrowest.</summary>
    private static readonly (string Type, LogicalKind Kind, string Name)[] Times =
    [
        ("int", LogicalKind.Date, "date"),
        ("long", LogicalKind.TimestampMillis, "timestamp-millis"),
        ("long", LogicalKind.TimestampMicros, "timestamp-micros"),
        ("int", LogicalKind.TimeMillis, "time-millis"),
        ("long", LogicalKind.TimeMicros, "time-micros"),
    ];

    /// <summary>A midnight is no date, though a date takes it.</summary>
    private const int DateLength = 10;

    private readonly bool[] _isTime = [true, true, true, true, true];
    private bool _isUuid = true;
    private bool _hasZone;

    /// <summary>True if there was a text.</summary>
    public bool HasAny { get; private set; }

    /// <summary>True if some text is nothing but a text.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>True if they are times without a zone, which are taken for UTC.</summary>
    public bool IsZoneless => HasAny && !IsPlain && !_hasZone && !_isTime[0] && (_isTime[1] || _isTime[2]);

    /// <summary>Sees a text.</summary>
    public void See(string text)
    {
        HasAny = true;
        if (IsPlain)
            return;
        var isTime = false;
        for (var index = 0; index < Times.Length; index++)
        {
            _isTime[index] = _isTime[index] && PlainJson.IsText(Times[index].Kind, text) && (index > 0 || text.Length == DateLength);
            isTime |= _isTime[index];
        }

        _isUuid = _isUuid && Guid.TryParseExact(text, "D", out _);
        IsPlain = !isTime && !_isUuid;
        _hasZone |= isTime && text.Length > DateLength && (text[^1] is 'Z' or 'z' || text.LastIndexOfAny(['+', '-']) > DateLength);
    }

    /// <summary>Their Avro type.</summary>
    public JsonNode Type()
    {
        if (IsPlain)
            return "string";
        for (var index = 0; index < Times.Length; index++)
        {
            if (_isTime[index])
                return new JsonObject { ["type"] = Times[index].Type, ["logicalType"] = Times[index].Name };
        }

        return new JsonObject { ["type"] = "string", ["logicalType"] = "uuid" };
    }
}
