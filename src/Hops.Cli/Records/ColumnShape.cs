using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hops.Cli.Records;

/// <summary>What the values of a column have in common, seen one after the other: the narrowest Avro type that takes all of them.</summary>
internal sealed class ColumnShape
{
    private const int DepthMax = 20;
    private const int MembersMax = 10_000;

    /// <summary>Texts that stand for no value where everything else in a column is of another type.</summary>
    private static readonly string[] MissingTexts = ["NA", "N/A", "n/a", "NULL", "null", "None", "nan", "NaN", "\\N", "-", "?"];

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.eE+-");

    private readonly Dictionary<string, ColumnShape> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private readonly TextShape _texts = new();
    private ColumnShape? _items;
    private long _seen;
    private long _objects;
    private bool _hasNull;
    private bool _hasBoolean;
    private bool _hasWhole;
    private bool _hasReal;
    private bool _hasExponent;
    private int _digitsBeforePoint;
    private int _digitsAfterPoint;

    /// <summary>Texts that seem to stand for a missing value, and have to be named for it.</summary>
    public IEnumerable<string> MissingGuesses => IsMissingText ? [] : _missing;

    /// <summary>True if it has times that name no zone, which are taken for UTC.</summary>
    public bool IsZoneless => _texts.IsZoneless;

    /// <summary>Digits before and after the point of the decimals that its numbers are in the file; null if they are whole, or have exponents.</summary>
    public (int BeforePoint, int AfterPoint)? Decimal =>
        _hasReal && !_hasExponent && !_hasBoolean && !_texts.HasAny ? (_digitsBeforePoint, _digitsAfterPoint) : null;

    /// <summary>What its texts are to a person.</summary>
    public LocalTexts Local { get; } = new();

    /// <summary>Fields of its objects.</summary>
    public IReadOnlyDictionary<string, ColumnShape> Members => _members;

    /// <summary>True if texts like NA are values of the column like its others.</summary>
    private bool IsMissingText => _texts.IsPlain || !(_hasWhole || _hasReal || _hasBoolean || _texts.HasAny);

    /// <summary>Sees a cell of separated text.</summary>
    public void See(CsvCell cell, CsvOptions options)
    {
        if (options.IsMissing(cell))
            _hasNull = true;
        else if (!cell.IsQuoted && MissingTexts.Contains(cell.Text))
            _missing.Add(cell.Text);
        else if (bool.TryParse(cell.Text, out _))
            _hasBoolean = true;
        else if (!SeeNumber(options.Number(cell.Text)))
        {
            _texts.See(cell.Text);
            Local.See(cell.Text);
        }
    }

    /// <summary>Sees a JSON value.</summary>
    public void See(JsonElement value, int depth = 0)
    {
        _seen++;
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                _hasNull = true;
                break;
            case JsonValueKind.True or JsonValueKind.False:
                _hasBoolean = true;
                break;
            case JsonValueKind.Number:
                if (!SeeNumber(value.GetRawText()))
                    _hasReal = true;
                break;
            case JsonValueKind.String:
                _texts.See(value.GetString()!);
                break;
            case JsonValueKind.Array when depth < DepthMax:
                _items ??= new ColumnShape();
                foreach (var item in value.EnumerateArray())
                    _items.See(item, depth + 1);
                break;
            case JsonValueKind.Object when depth < DepthMax:
                SeeObject(value, depth);
                break;
        }
    }

    /// <summary>The Avro type of a column of separated text, where one type has to take every cell.</summary>
    /// <param name="missing">Texts that stand for a missing value in any column, and so in this one.</param>
    public JsonNode CellType(IReadOnlySet<string> missing)
    {
        var hasNumber = _hasWhole || _hasReal;
        var isMixed = new[] { hasNumber, _hasBoolean, _texts.HasAny }.Count(each => each) > 1;
        var isText = isMixed || _texts.IsPlain || (_missing.Count > 0 && IsMissingText);
        var isMissing = _hasNull || missing.Overlaps(_missing);
        JsonNode? type = isText ? "string" : hasNumber || _hasBoolean || _texts.HasAny ? Types("")[0] : null;
        return type is null ? new JsonArray("null", "string") : isMissing ? new JsonArray("null", type) : type;
    }

    /// <summary>The Avro type of a JSON value: a union where there were several.</summary>
    /// <param name="name">Name of the record that its objects are.</param>
    /// <param name="count">How many there could have been: if there were fewer, some were missing.</param>
    public JsonNode Type(string name, long count)
    {
        var types = Types(name);
        var isMissing = _hasNull || _seen < count || types.Count == 0;
        if (types.Count == 0)
            types.Add("string");
        return isMissing ? new JsonArray(["null", .. types]) : types.Count == 1 ? types[0] : new JsonArray([.. types]);
    }

    /// <summary>Its objects as an Avro record.</summary>
    public JsonObject Record(string name)
    {
        var names = ColumnNames.Of([.. _members.Keys]);
        var fields = _members.Values.Select((shape, index) => Field(names[index], shape.Type($"{name}_{names[index]}", _objects)));
        return new JsonObject { ["type"] = "record", ["name"] = name, ["fields"] = new JsonArray([.. fields]) };
    }

    /// <summary>A field; one that may be null is null where it is missing.</summary>
    public static JsonObject Field(string name, JsonNode type) => type is JsonArray union && union[0]!.ToString() == "null"
        ? new JsonObject { ["name"] = name, ["type"] = type, ["default"] = null }
        : new JsonObject { ["name"] = name, ["type"] = type };

    private List<JsonNode> Types(string name)
    {
        var types = new List<JsonNode>();
        if (_hasBoolean)
            types.Add("boolean");
        if (_hasWhole || _hasReal)
            types.Add(_hasReal ? "double" : "long");
        if (_texts.HasAny)
            types.Add(_texts.Type());
        if (_items != null)
            types.Add(new JsonObject { ["type"] = "array", ["items"] = _items.Type(name + "_item", 0) });
        if (_objects > 0)
            types.Add(Record(name));
        return types;
    }

    private void SeeObject(JsonElement value, int depth)
    {
        _objects++;
        foreach (var member in value.EnumerateObject())
        {
            if (!_members.TryGetValue(member.Name, out var shape) && _members.Count < MembersMax)
                _members[member.Name] = shape = new ColumnShape();
            shape?.See(member.Value, depth + 1);
        }
    }

    /// <summary>A text of digits with zeros before them, such as a postal code, is no number.</summary>
    private bool SeeNumber(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        if (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]))
            return false;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            _hasWhole = true;
        else if (digits.ContainsAny('.', 'e', 'E') && !digits.ContainsAnyExcept(NumberLetters)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            _hasReal = true;
        else
            return false;
        var point = digits.IndexOf('.');
        _hasExponent |= digits.ContainsAny('e', 'E');
        _digitsBeforePoint = Math.Max(_digitsBeforePoint, point < 0 ? digits.Length : point);
        _digitsAfterPoint = Math.Max(_digitsAfterPoint, point < 0 ? 0 : digits.Length - point - 1);
        return true;
    }
}
