using System.Globalization;
using Hops.Schemas.Types;

namespace Hops.Schemas.Compatibility;

/// <summary>An earlier version of a subject.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Schema">Its schema.</param>
public sealed record EarlierVersion(int Version, TypedSchema Schema);

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
    public static IReadOnlyList<string> Check(CompatibilityLevel level, TypedSchema schema, IReadOnlyList<EarlierVersion> earlier) =>
        Find(level, schema, earlier)?.Messages ?? [];

    /// <summary>As <see cref="Check"/>, with the reasons apart from the circumstances; null if it may follow.</summary>
    internal static SubjectClash? Find(CompatibilityLevel level, TypedSchema schema, IReadOnlyList<EarlierVersion> earlier)
    {
        if (level == CompatibilityLevel.None)
            return null;
        var count = CompatibilityLevels.IsTransitive(level) ? earlier.Count : Math.Min(1, earlier.Count);
        for (var index = 0; index < count; index++)
        {
            var findings = new List<(Misfit Misfit, string Description)>();
            if (CompatibilityLevels.IsBackward(level))
                findings.AddRange(Misfits(schema, earlier[index].Schema).Select(misfit => (misfit, misfit.Describe("new", "old"))));
            if (CompatibilityLevels.IsForward(level))
                findings.AddRange(Misfits(earlier[index].Schema, schema).Select(misfit => (misfit, misfit.Describe("old", "new"))));
            if (findings.Count > 0)
                return new SubjectClash(earlier[index].Version, CompatibilityLevels.NameOf(level), Messages(level, findings, earlier[index]), Reasons(findings));
        }

        return null;
    }

    /// <summary>No schema reads data of a schema of another type: the bytes are not of the same kind.</summary>
    private static IReadOnlyList<Misfit> Misfits(TypedSchema reader, TypedSchema writer) => reader.Type == writer.Type
        ? reader.MisfitsWith(writer)
        : [new(
            "SCHEMA_TYPE_CHANGED",
            (one, other) => $"The {one} schema is of type {SchemaTypes.NameOf(reader.Type)}, the {other} schema of type {SchemaTypes.NameOf(writer.Type)}")];

    private static List<string> Messages(
        CompatibilityLevel level, IEnumerable<(Misfit Misfit, string Description)> findings, EarlierVersion old) =>
    [
        .. findings.Select(each => Message(each.Misfit, each.Description)),
        string.Create(CultureInfo.InvariantCulture, $"{{oldSchemaVersion: {old.Version}}}"),
        $"{{oldSchema: '{old.Schema.Text}'}}",
        $"{{validateFields: 'false', compatibility: '{CompatibilityLevels.NameOf(level)}'}}",
    ];

    private static string Message(Misfit misfit, string description) => misfit.Detail is { } detail
        ? $"{{errorType:'{misfit.Rule}', description:'{description}', additionalInfo:'{detail}'}}"
        : $"{{errorType:'{misfit.Rule}', description:'{description}'}}";

    /// <summary>Each once: what a type does in several places is often one finding of both directions.</summary>
    private static List<string> Reasons(IEnumerable<(Misfit Misfit, string Description)> findings) =>
        [.. findings.Select(each => each.Description).Distinct(StringComparer.Ordinal)];
}
