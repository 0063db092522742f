namespace Hops.Schemas.Compatibility;

/// <summary>Findings of Avro's rules in the words that every type of schema shares.</summary>
internal static class AvroMisfit
{
    public static Misfit Of(Incompatibility finding) =>
        new(NameOf(finding.Kind), (reader, writer) => Description(finding, reader, writer), finding.Detail);

    private static string Description(Incompatibility finding, string reader, string writer)
    {
        var place = finding.Path.Length == 0 ? "/" : finding.Path;
        return finding.Kind switch
        {
            IncompatibilityKind.NameMismatch => $"The name at path '{place}' in the {reader} schema is not that of the {writer} schema",
            IncompatibilityKind.FixedSizeMismatch => $"The size at path '{place}' in the {reader} schema is not that of the {writer} schema",
            IncompatibilityKind.MissingEnumSymbols =>
                $"The {reader} schema lacks enum symbols at path '{place}' that the {writer} schema has",
            IncompatibilityKind.ReaderFieldMissingDefaultValue =>
                $"The field '{finding.Detail}' at path '{place}' in the {reader} schema has no default value and is missing in the {writer} schema",
            IncompatibilityKind.TypeMismatch => $"The type at path '{place}' in the {reader} schema does not read that of the {writer} schema",
            IncompatibilityKind.MissingUnionBranch =>
                $"The union at path '{place}' in the {reader} schema lacks a type of the {writer} schema",
        };
    }

    private static string NameOf(IncompatibilityKind kind) => kind switch
    {
        IncompatibilityKind.NameMismatch => "NAME_MISMATCH",
        IncompatibilityKind.FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
        IncompatibilityKind.MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
        IncompatibilityKind.ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
        IncompatibilityKind.TypeMismatch => "TYPE_MISMATCH",
        IncompatibilityKind.MissingUnionBranch => "MISSING_UNION_BRANCH",
    };
}
