using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hops.Core.Errors;
using Hops.Schemas.Json;

namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// Does a value fit a schema? Regular expressions are run by the engine that does not go back, so they cost no more than the value is long; a schema with one
/// that it cannot run writes nothing here. Formats are remarks. <c>unevaluatedProperties</c> and <c>unevaluatedItems</c> are not known to this check and refused.
/// </summary>
internal sealed class DocumentCheck
{
    /// <summary>Nodes that are tried on values, and parts of 64 characters that are looked through: alternatives within alternatives multiply.</summary>
    private const int StepsMax = 1_000_000;

    private const int StepLength = 64;

    /// <summary>Regular expressions that are made ready for one value.</summary>
    private const int PatternsMax = 100;

    /// <summary>Schemas inside one another: references may go on at the same value.</summary>
    private const int DepthMax = 300;

    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private int _steps;
    private int _depth;

    /// <summary>Refuses a value that does not fit.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>pointer</c>; <c>TooLarge</c>; <c>Unsupported</c>.</exception>
    public static void Require(SchemaNode schema, JsonElement value)
    {
        if (new DocumentCheck().Find(schema, value, "") is { } misfit)
            throw new PlatformException(ErrorCode.InvalidArgument, $"The value does not fit its schema at {(misfit.Pointer.Length == 0 ? "its root" : misfit.Pointer)}: {misfit.Reason}.")
                .With("pointer", misfit.Pointer);
    }

    /// <summary>The first reason why a value does not fit; null if it does.</summary>
    private DocumentMisfit? Find(SchemaNode schema, JsonElement value, string pointer)
    {
        Spend(1);
        if (_depth >= DepthMax)
            throw TooLarge();
        _depth++;
        var misfit = schema.Target switch
        {
            PlainNode plain => Plain(plain, value, pointer),
            ObjectNode type => value.ValueKind == JsonValueKind.Object ? Object(type, value, pointer) : Other(type, "object", value, pointer),
            ArrayNode type => value.ValueKind == JsonValueKind.Array ? Array(type, value, pointer) : Other(type, "array", value, pointer),
            CombinedNode combined => Combined(combined, value, pointer),
            NotNode refused => Find(refused.Refused, value, pointer) is null ? new(pointer, "it is what the schema excludes") : null,
            ConditionalNode conditional => (Find(conditional.Condition, value, pointer) is null ? conditional.Then : conditional.Otherwise) is { } then ? Find(then, value, pointer) : null,
            _ => null,
        };
        _depth--;
        return misfit;
    }

    private DocumentMisfit? Plain(PlainNode node, JsonElement value, string pointer) => node.Kind switch
    {
        PlainKind.Any => null,
        PlainKind.Never => new(pointer, "nothing is taken here"),
        PlainKind.Null => value.ValueKind == JsonValueKind.Null ? null : Wrong("null", value, pointer),
        PlainKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Wrong("a boolean", value, pointer),
        PlainKind.String => value.ValueKind == JsonValueKind.String ? Text(node, value, pointer) : Other(node, "string", value, pointer),
        PlainKind.Number => value.ValueKind == JsonValueKind.Number ? Number(node, value, pointer) : Other(node, "number", value, pointer),
        _ => node.Values.Contains(KeyOf(value)) ? null : new(pointer, $"{PlainJson.Show(value)} is none of the values that the schema names"),
    };

    /// <summary>Demands on one type say nothing of values of another, unless the schema names the type.</summary>
    private static DocumentMisfit? Other(SchemaNode node, string type, JsonElement value, string pointer) =>
        node.Element.TryGetProperty("type", out _) ? Wrong(type == "number" && node is PlainNode { IsInteger: true } ? "a whole number" : $"a value of type {type}", value, pointer) : null;

    private static DocumentMisfit Wrong(string expected, JsonElement value, string pointer) => new(pointer, $"{expected} is expected, not {PlainJson.Show(value)}");

    private DocumentMisfit? Text(PlainNode node, JsonElement value, string pointer)
    {
        var text = value.GetString()!;
        if (node.Limits.Count == 0)
            return null;
        Spend(text.Length / StepLength);
        var length = text.EnumerateRunes().Count();
        if (Limit(node.Limits, "maxLength", length, isUpper: true) || Limit(node.Limits, "minLength", length, isUpper: false))
            return new(pointer, $"the text has {length} characters, and the schema takes {Range(node.Limits, "minLength", "maxLength")}");
        return node.Limits.TryGetValue("pattern", out var pattern) && !Matches(pattern.GetString()!, text)
            ? new(pointer, $"{PlainJson.Show(value)} does not match {pattern.GetString()}")
            : null;
    }

    private static DocumentMisfit? Number(PlainNode node, JsonElement value, string pointer)
    {
        if (!Exact(value, out var number))
            return new(pointer, "the number has too many digits to be compared");
        if (node.IsInteger && number.FractionDigits > 0)
            return Wrong("a whole number", value, pointer);
        foreach (var (keyword, limit) in node.Limits)
        {
            if (!Exact(limit, out var bound))
                throw new PlatformException(ErrorCode.Unsupported, $"The schema has the limit {limit.GetRawText()}, which has too many digits to be compared here.");
            var scale = Math.Max(number.FractionDigits, bound.FractionDigits);
            var (left, right) = (number.Unscaled(scale), bound.Unscaled(scale));
            var isRight = keyword switch
            {
                "maximum" => left <= right,
                "minimum" => left >= right,
                "exclusiveMaximum" => left < right,
                "exclusiveMinimum" => left > right,
                _ => BigInteger.Remainder(left, right).IsZero,
            };
            if (!isRight)
                return new(pointer, $"{value.GetRawText()} is beyond {keyword} {limit.GetRawText()}");
        }

        return null;
    }

    private DocumentMisfit? Object(ObjectNode node, JsonElement value, string pointer)
    {
        Refuse(node.Unevaluated, "unevaluatedProperties");
        var names = value.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        if (node.Required.FirstOrDefault(name => !names.Contains(name)) is { } missing)
            return new(pointer, $"the property '{missing}' is missing");
        if (Limit(node.Limits, "maxProperties", names.Count, isUpper: true) || Limit(node.Limits, "minProperties", names.Count, isUpper: false))
            return new(pointer, $"it has {names.Count} properties, and the schema takes {Range(node.Limits, "minProperties", "maxProperties")}");
        foreach (var member in value.EnumerateObject())
        {
            if (Member(node, member, $"{pointer}/{member.Name}") is { } misfit)
                return misfit;
        }

        foreach (var (name, required) in node.RequiredWith)
        {
            if (names.Contains(name) && required.FirstOrDefault(other => !names.Contains(other)) is { } other)
                return new(pointer, $"the property '{other}' is missing, which '{name}' needs");
        }

        return node.DemandedWith.Where(demand => names.Contains(demand.Key)).Select(demand => Find(demand.Value, value, pointer)).FirstOrDefault(misfit => misfit is not null);
    }

    private DocumentMisfit? Member(ObjectNode node, JsonProperty member, string pointer)
    {
        if (node.Names is { } names && Find(names, JsonSerializer.SerializeToElement(member.Name), pointer) is { } wrongName)
            return wrongName with { Reason = "the name of the property: " + wrongName.Reason };
        var isKnown = node.Properties.TryGetValue(member.Name, out var demand);
        if (isKnown && Find(demand!, member.Value, pointer) is { } misfit)
            return misfit;
        foreach (var (pattern, other) in node.Patterns)
        {
            if (!Matches(pattern, member.Name))
                continue;
            isKnown = true;
            if (Find(other, member.Value, pointer) is { } clash)
                return clash;
        }

        if (isKnown || node.Additional is not { } rest)
            return null;
        return rest.Target is PlainNode { Kind: PlainKind.Never } ? new(pointer, $"the schema takes no property '{member.Name}'") : Find(rest, member.Value, pointer);
    }

    private DocumentMisfit? Array(ArrayNode node, JsonElement value, string pointer)
    {
        Refuse(node.Unevaluated, "unevaluatedItems");
        var length = value.GetArrayLength();
        if (Limit(node.Limits, "maxItems", length, isUpper: true) || Limit(node.Limits, "minItems", length, isUpper: false))
            return new(pointer, $"it has {length} items, and the schema takes {Range(node.Limits, "minItems", "maxItems")}");
        if (node.IsUnique && value.EnumerateArray().Select(KeyOf).Distinct(StringComparer.Ordinal).Count() < length)
            return new(pointer, "an item is there twice");
        var (index, matching) = (0, 0);
        foreach (var item in value.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
            var demand = index < node.First.Count ? node.First[index] : node.First.Count > 0 ? node.Additional : node.Items;
            if (demand is not null && Find(demand, item, place) is { } misfit)
                return misfit;
            if (node.Contains is { } contained && Find(contained, item, place) is null)
                matching++;
            index++;
        }

        if (node.Contains is null)
            return null;
        var isTooFew = node.Limits.ContainsKey("minContains") ? Limit(node.Limits, "minContains", matching, isUpper: false) : matching == 0;
        return isTooFew || Limit(node.Limits, "maxContains", matching, isUpper: true) ? new(pointer, $"{matching} of its items are as the schema says that some are") : null;
    }

    private DocumentMisfit? Combined(CombinedNode node, JsonElement value, string pointer)
    {
        if (node.Criterion == Criterion.All)
            return node.Parts.Select(part => Find(part, value, pointer)).FirstOrDefault(misfit => misfit is not null);
        DocumentMisfit? first = null;
        var count = 0;
        foreach (var part in node.Parts)
        {
            var misfit = Find(part, value, pointer);
            first ??= misfit;
            count += misfit is null ? 1 : 0;
            if (count > 0 && node.Criterion == Criterion.Any)
                return null;
        }

        return count switch
        {
            1 => null,
            0 => first! with { Reason = $"none of {node.Parts.Count} alternatives fits; of the first, {first.Reason}" },
            _ => new(pointer, $"{count} of the alternatives fit, and one may"),
        };
    }

    private bool Matches(string pattern, string text)
    {
        Spend(text.Length / StepLength);
        if (!_patterns.TryGetValue(pattern, out var regex))
        {
            if (_patterns.Count >= PatternsMax)
                throw TooLarge();
            _patterns[pattern] = regex = Ready(pattern);
        }

        return regex.IsMatch(text);
    }

    private string KeyOf(JsonElement value)
    {
        Spend(value.GetRawText().Length / StepLength);
        return JsonText.KeyOf(value);
    }

    private void Spend(int steps)
    {
        _steps += steps;
        if (_steps > StepsMax)
            throw TooLarge();
    }

    private static PlatformException TooLarge() =>
        new(ErrorCode.TooLarge, "The schema has too many alternatives to be tried on the value, or they lie too deep: write by a serializer, such as those of confluent-kafka.");

    private static Regex Ready(string pattern)
    {
        try
        {
            if (pattern.Length <= JsonSchemaLimits.PatternLengthMax)
                return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception none) when (none is ArgumentException or NotSupportedException)
        {
            // Said below.
        }

        throw new PlatformException(
            ErrorCode.Unsupported, $"The schema has the regular expression '{SchemaReader.Shown(pattern)}', which cannot be run in bounded time here: write by a serializer, such as those of confluent-kafka.");
    }

    private static void Refuse(SchemaNode? unevaluated, string keyword)
    {
        if (unevaluated is not null && unevaluated.Target is not PlainNode { Kind: PlainKind.Any })
            throw new PlatformException(ErrorCode.Unsupported, $"The schema has '{keyword}', which is not checked here: write by a serializer, such as those of confluent-kafka.");
    }

    private static bool Limit(IReadOnlyDictionary<string, JsonElement> limits, string keyword, int count, bool isUpper) =>
        limits.TryGetValue(keyword, out var limit) && (isUpper ? count > limit.GetDouble() : count < limit.GetDouble());

    private static string Range(IReadOnlyDictionary<string, JsonElement> limits, string least, string most) => (limits.TryGetValue(least, out var from), limits.TryGetValue(most, out var to)) switch
    {
        (true, true) => $"{from.GetRawText()} to {to.GetRawText()}",
        (true, false) => $"{from.GetRawText()} and more",
        _ => $"{to.GetRawText()} and less",
    };

    private static bool Exact(JsonElement value, out ExactNumber number) =>
        ExactNumber.TryParse(value.GetRawText(), out number) && number.Digits.Length <= 400 && Math.Abs(number.Exponent) <= 400;
}

/// <summary>Why a value does not fit.</summary>
/// <param name="Pointer">JSON pointer of the part that does not.</param>
/// <param name="Reason">Why.</param>
internal sealed record DocumentMisfit(string Pointer, string Reason);
