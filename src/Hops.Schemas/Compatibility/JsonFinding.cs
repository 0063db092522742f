namespace Hops.Schemas.Compatibility;

/// <summary>A change between two JSON Schemas by which the newer one may refuse what the older one takes.</summary>
/// <param name="Rule">What changed, as Confluent's registry names it.</param>
/// <param name="Path">Where, as a JSON pointer: <c>/properties/a</c>.</param>
internal sealed record JsonFinding(string Rule, string Path = "")
{
    /// <summary>The finding in words.</summary>
    public Misfit Misfit() => new(Rule, Describe);

    private string Describe(string reader, string writer)
    {
        var place = $"path '#{(Path.Length == 0 ? "/" : Path)}'";
        return Rule switch
        {
            "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" =>
                $"The {reader} schema has an unopen content model and a required property without a default at {place}, which is missing in the {writer} schema",
            "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL" or "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL" =>
                $"The {reader} schema has a closed content model and lacks a property or item at {place}, which the {writer} schema has",
            "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" or "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" =>
                $"The {reader} schema lacks a property or item at {place}, which the {writer} schema has, and its partially open content model does not cover it",
            "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" or "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" =>
                $"The {reader} schema has a property or item at {place}, which is missing in the {writer} schema, whose partially open content model does not cover it",
            _ when Rule.EndsWith("_ADDED_TO_OPEN_CONTENT_MODEL", StringComparison.Ordinal) =>
                $"The {reader} schema has a property or item at {place}, which is missing in the {writer} schema, whose open content model takes any value there",
            _ when Rule.EndsWith("_INCREASED", StringComparison.Ordinal) || Rule == "MULTIPLE_OF_EXPANDED" => $"The value at {place} in the {reader} schema is more than in the {writer} schema",
            _ when Rule.EndsWith("_DECREASED", StringComparison.Ordinal) => $"The value at {place} in the {reader} schema is less than in the {writer} schema",
            "REQUIRED_ATTRIBUTE_ADDED" => $"The property at {place} is required in the {reader} schema, has no default there, and is not required in the {writer} schema",
            "ADDITIONAL_PROPERTIES_REMOVED" or "ADDITIONAL_ITEMS_REMOVED" or "UNEVALUATED_PROPERTIES_REMOVED" or "UNEVALUATED_ITEMS_REMOVED" =>
                $"The {reader} schema takes no others at {place}, and the {writer} schema does",
            "TYPE_CHANGED" or "TYPE_NARROWED" or "COMBINED_TYPE_CHANGED" or "COMBINED_TYPE_SUBSCHEMAS_CHANGED" => $"The type at {place} in the {reader} schema is not that of the {writer} schema",
            _ when Rule.EndsWith("_NARROWED", StringComparison.Ordinal) => $"The {reader} schema takes less at {place} than the {writer} schema",
            _ when Rule.EndsWith("_EXTENDED", StringComparison.Ordinal) => $"The {reader} schema demands more at {place} than the {writer} schema",
            _ when Rule.EndsWith("_ADDED", StringComparison.Ordinal) => $"The {reader} schema has a demand at {place} that the {writer} schema lacks",
            _ => $"The value at {place} in the {reader} schema is not that of the {writer} schema",
        };
    }
}
