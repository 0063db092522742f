using System.Numerics;
using System.Text.Json;
using Hops.Schemas.Json;
using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Compatibility;

/// <summary>Changes of schemas that hold no others: limits, patterns, lists of values.</summary>
internal static class JsonValueRules
{
    /// <summary>Digits and powers of ten within which numbers are compared exactly; beyond, as doubles.</summary>
    private const int ExactDigitsMax = 400;

    private static readonly (string Keyword, string Rule, bool IsUpper)[] Bounds =
    [
        ("maxLength", "MAX_LENGTH", true), ("minLength", "MIN_LENGTH", false),
        ("maximum", "MAXIMUM", true), ("minimum", "MINIMUM", false),
        ("exclusiveMaximum", "EXCLUSIVE_MAXIMUM", true), ("exclusiveMinimum", "EXCLUSIVE_MINIMUM", false),
        ("maxItems", "MAX_ITEMS", true), ("minItems", "MIN_ITEMS", false),
        ("maxContains", "MAX_CONTAINS", true), ("minContains", "MIN_CONTAINS", false),
        ("maxProperties", "MAX_PROPERTIES", true), ("minProperties", "MIN_PROPERTIES", false),
    ];

    /// <summary>Compares two nodes of one kind.</summary>
    public static IReadOnlyList<JsonFinding> Compare(PlainNode writer, PlainNode reader)
    {
        var findings = Limits(writer.Limits, reader.Limits);
        if (reader.IsInteger && !writer.IsInteger)
            findings.Add(new JsonFinding("TYPE_NARROWED"));
        if (reader.Kind == PlainKind.Const && !reader.Values.SetEquals(writer.Values))
            findings.Add(new JsonFinding("ENUM_ARRAY_CHANGED", "/const"));
        if (reader.Kind == PlainKind.Enum && !IsWithin(writer.Values, reader.Values))
            findings.Add(new JsonFinding(IsWithin(reader.Values, writer.Values) ? "ENUM_ARRAY_NARROWED" : "ENUM_ARRAY_CHANGED", "/enum"));
        return findings;
    }

    /// <summary>A limit that comes, or moves so that less is taken.</summary>
    public static List<JsonFinding> Limits(IReadOnlyDictionary<string, JsonElement> writer, IReadOnlyDictionary<string, JsonElement> reader)
    {
        var findings = new List<JsonFinding>();
        foreach (var (keyword, rule, isUpper) in Bounds)
        {
            if (!reader.TryGetValue(keyword, out var now))
                continue;
            if (!writer.TryGetValue(keyword, out var before))
                findings.Add(new JsonFinding(rule + "_ADDED", "/" + keyword));
            else if (Order(before, now) is var order && order != 0 && isUpper == order > 0)
                findings.Add(new JsonFinding(rule + (isUpper ? "_DECREASED" : "_INCREASED"), "/" + keyword));
        }

        if (reader.TryGetValue("pattern", out var pattern))
        {
            if (!writer.TryGetValue("pattern", out var earlier))
                findings.Add(new JsonFinding("PATTERN_ADDED", "/pattern"));
            else if (earlier.GetString() != pattern.GetString())
                findings.Add(new JsonFinding("PATTERN_CHANGED", "/pattern"));
        }

        if (reader.TryGetValue("multipleOf", out var factor))
        {
            if (!writer.TryGetValue("multipleOf", out var earlier))
                findings.Add(new JsonFinding("MULTIPLE_OF_ADDED", "/multipleOf"));
            else if (!IsMultiple(earlier, factor))
                findings.Add(new JsonFinding(IsMultiple(factor, earlier) ? "MULTIPLE_OF_EXPANDED" : "MULTIPLE_OF_CHANGED", "/multipleOf"));
        }

        return findings;
    }

    private static bool IsWithin(IReadOnlySet<string> few, IReadOnlySet<string> many) => few.Count <= many.Count && few.All(many.Contains);

    private static int Order(JsonElement left, JsonElement right) => Exact(left, right) is { } exact
        ? exact.Left.CompareTo(exact.Right)
        : left.GetDouble().CompareTo(right.GetDouble());

    private static bool IsMultiple(JsonElement number, JsonElement factor)
    {
        if (Exact(number, factor) is { } exact)
            return !exact.Right.IsZero && (exact.Left % exact.Right).IsZero;
        return number.GetRawText() == factor.GetRawText();
    }

    /// <summary>Both numbers as whole ones of one unit; null if that would take too many digits.</summary>
    private static (BigInteger Left, BigInteger Right)? Exact(JsonElement left, JsonElement right)
    {
        if (!Number(left, out var one) || !Number(right, out var other))
            return null;
        var scale = Math.Max(one.FractionDigits, other.FractionDigits);
        return (one.Unscaled(scale), other.Unscaled(scale));
    }

    private static bool Number(JsonElement value, out ExactNumber number) =>
        ExactNumber.TryParse(value.GetRawText(), out number) && number.Digits.Length <= ExactDigitsMax && Math.Abs(number.Exponent) <= ExactDigitsMax;
}
