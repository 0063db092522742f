using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Client.Registry;

/// <summary>A version of a subject to which a schema refers.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">The version.</param>
internal readonly record struct VersionReference(string Subject, int Version);

/// <summary>
/// Answers of a registry about the versions to which a schema refers, asked for one after the other until none is missing. What answers may be
/// hostile: so many, and no circles.
/// </summary>
internal sealed class KnownVersions
{
    private const int VersionsMax = 100;

    private readonly Dictionary<VersionReference, JsonElement> _answers = [];
    private readonly Dictionary<VersionReference, TypedSchema> _parsed = [];
    private readonly HashSet<VersionReference> _open = [];

    /// <summary>A version to which an answer refers, directly or by others, and which was not added yet; null if there is none.</summary>
    public VersionReference? MissingOf(JsonElement answer)
    {
        foreach (var each in _answers.Values.Prepend(answer))
        {
            foreach (var (_, reference) in References(each))
            {
                if (!_answers.ContainsKey(reference))
                    return reference;
            }
        }

        return null;
    }

    /// <summary>Adds the answer about a version.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c>.</exception>
    public void Add(VersionReference reference, JsonElement answer)
    {
        if (_answers.Count >= VersionsMax)
            throw new PlatformException(ErrorCode.TooLarge, $"A schema refers to more than {VersionsMax} others.");
        _answers[reference] = answer;
    }

    /// <summary>The schema of an answer, of which nothing is missing.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c>; <c>Unavailable</c>: it is no answer of a registry.</exception>
    public TypedSchema Parse(JsonElement answer)
    {
        var type = RegistryClient.Member(answer, "schemaType") is { ValueKind: JsonValueKind.String } name
            ? SchemaTypes.Find(name.GetString()!) ?? throw new PlatformException(ErrorCode.InvalidSchema, $"The registry has a schema of type {name.GetString()}, which is not known here.")
            : SchemaTypes.Default;
        return TypedSchema.Parse(type, SchemaOf(answer), [.. References(answer).Select(each => new NamedSchema(each.Name, Parse(each.Reference, type)))]);
    }

    private TypedSchema Parse(VersionReference reference, SchemaType type)
    {
        if (_parsed.TryGetValue(reference, out var known))
            return known;
        if (!_open.Add(reference))
            throw new PlatformException(ErrorCode.InvalidSchema, "A schema refers to itself by way of others.");
        var schema = Parse(_answers[reference]);
        _open.Remove(reference);
        return schema.Type == type
            ? _parsed[reference] = schema
            : throw new PlatformException(ErrorCode.InvalidSchema, "A schema refers to one of another type.");
    }

    private static string SchemaOf(JsonElement answer) =>
        RegistryClient.Member(answer, "schema") is { ValueKind: JsonValueKind.String } schema ? schema.GetString()! : throw RegistryClient.NoRegistry();

    private static IEnumerable<(string Name, VersionReference Reference)> References(JsonElement answer)
    {
        if (RegistryClient.Member(answer, "references") is not { ValueKind: JsonValueKind.Array } references)
            yield break;
        foreach (var reference in references.EnumerateArray())
        {
            if (RegistryClient.Member(reference, "name") is not { ValueKind: JsonValueKind.String } name
                || RegistryClient.Member(reference, "subject") is not { ValueKind: JsonValueKind.String } subject
                || RegistryClient.Member(reference, "version") is not { ValueKind: JsonValueKind.Number } version || !version.TryGetInt32(out var number))
                throw RegistryClient.NoRegistry();
            yield return (name.GetString()!, new VersionReference(subject.GetString()!, number));
        }
    }
}
