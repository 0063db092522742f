using System.Globalization;
using Hops.Schemas.Avro;
using Hops.Schemas.Canonical;

namespace Hops.Schemas.Compatibility;

/// <summary>An earlier version of a subject.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Schema">Its schema.</param>
public sealed record EarlierVersion(int Version, AvroSchema Schema);

/// <summary>Why a schema may not follow.</summary>
/// <param name="Version">The version that it clashes with.</param>
/// <param name="Compatibility">The level under which it does.</param>
/// <param name="Messages">In the shape of Confluent's registry, with the circumstances.</param>
/// <param name="Reasons">In words, each once.</param>
internal sealed record SubjectClash(int Version, string Compatibility, IReadOnlyList<string> Messages, IReadOnlyList<string> Reasons);

/// <summary>May a schema follow the earlier versions of a subject?</summary>
public static class SubjectRules
{
    /// <summary>
    /// Checks a new schema against earlier versions under a level and stops at the first that it clashes with.
    /// </summary>
    /// <param name="level">The level.</param>
    /// <param name="schema">The new schema.</param>
    /// <param name="earlier">The versions that count, newest first; only the first one if the level is not transitive.</param>
    /// <returns>Messages in the shape of Confluent's registry, one per finding and three on the circumstances; empty if it may follow.</returns>
    public static IReadOnlyList<string> Check(CompatibilityLevel level, AvroSchema schema, IReadOnlyList<EarlierVersion> earlier) =>
        Find(level, schema, earlier)?.Messages ?? [];

    /// <summary>As <see cref="Check"/>, with the reasons apart from the circumstances; null if it may follow.</summary>
    internal static SubjectClash? Find(CompatibilityLevel level, AvroSchema schema, IReadOnlyList<EarlierVersion> earlier)
    {
        if (level == CompatibilityLevel.None)
            return null;
        var count = CompatibilityLevels.IsTransitive(level) ? earlier.Count : Math.Min(1, earlier.Count);
        for (var index = 0; index < count; index++)
        {
            var findings = new List<(Incompatibility Finding, string Description)>();
            if (CompatibilityLevels.IsBackward(level))
                findings.AddRange(ReaderWriterRules.Check(schema, earlier[index].Schema).Select(finding => (finding, Description(finding, "new", "old"))));
            if (CompatibilityLevels.IsForward(level))
                findings.AddRange(ReaderWriterRules.Check(earlier[index].Schema, schema).Select(finding => (finding, Description(finding, "old", "new"))));
            if (findings.Count > 0)
                return new SubjectClash(earlier[index].Version, CompatibilityLevels.NameOf(level), Messages(level, findings, earlier[index]), Reasons(findings));
        }

        return null;
    }

    private static List<string> Messages(
        CompatibilityLevel level, IEnumerable<(Incompatibility Finding, string Description)> findings, EarlierVersion old) =>
    [
        .. findings.Select(each => $"{{errorType:'{NameOf(each.Finding.Kind)}', description:'{each.Description}', additionalInfo:'{each.Finding.Detail}'}}"),
        string.Create(CultureInfo.InvariantCulture, $"{{oldSchemaVersion: {old.Version}}}"),
        $"{{oldSchema: '{SchemaText.Of(old.Schema)}'}}",
        $"{{validateFields: 'false', compatibility: '{CompatibilityLevels.NameOf(level)}'}}",
    ];

    /// <summary>Each once: what a type does in several places is often one finding of both directions.</summary>
    private static List<string> Reasons(IEnumerable<(Incompatibility Finding, string Description)> findings) =>
        [.. findings.Select(each => each.Description).Distinct(StringComparer.Ordinal)];

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
