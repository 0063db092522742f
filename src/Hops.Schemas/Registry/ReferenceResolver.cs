using System.Globalization;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Types;

namespace Hops.Schemas.Registry;

/// <summary>
/// Finds and parses the schemas to which a schema refers, directly and indirectly, as many as the limits allow in all. A stored schema refers to
/// older ones only, so there is no circle of them; one that is there all the same (a database that somebody has mended by hand) is refused.
/// </summary>
internal sealed class ReferenceResolver
{
    private readonly ReadTransaction _transaction;
    private readonly long _tenantId;
    private readonly RegistryLimits _limits;

    /// <summary>Those that were met; null while those to which one refers are looked for.</summary>
    private readonly Dictionary<(string Subject, int Version), TypedSchema?> _met = [];

    public ReferenceResolver(ReadTransaction transaction, long tenantId, RegistryLimits limits) =>
        (_transaction, _tenantId, _limits) = (transaction, tenantId, limits);

    /// <summary>The references with the latest version in place of -1.</summary>
    public async ValueTask<IReadOnlyList<SchemaReference>> PinAsync(IReadOnlyList<SchemaReference> references)
    {
        if (references.Count > _limits.ReferencesMax)
            throw RegistryErrors.Limit("references", _limits.ReferencesMax, "references in a schema");
        var pinned = new List<SchemaReference>(references.Count);
        foreach (var reference in references)
        {
            var row = reference.Version == -1
                ? await Subjects.LatestAsync(_transaction, _tenantId, reference.Subject, _limits)
                : await _transaction.GetAsync(RegistryTables.Versions, Key.Of(_tenantId, reference.Subject, reference.Version));
            if (row is not { IsDeleted: false })
                throw Dangling(reference);
            pinned.Add(reference with { Version = row.Version });
        }
        return pinned;
    }

    /// <summary>The schemas of the references, in their order.</summary>
    public async ValueTask<IReadOnlyList<NamedSchema>> ParseAllAsync(SchemaType type, IReadOnlyList<SchemaReference> references)
    {
        var schemas = new List<NamedSchema>(references.Count);
        foreach (var reference in references)
        {
            var schema = await ParseAsync(reference);
            if (schema.Type != type)
                throw RegistryErrors.InvalidSchema(
                    $"Invalid schema: it is of type {SchemaTypes.NameOf(type)}, and the one of subject \"{reference.Subject}\", to which it refers, of type {SchemaTypes.NameOf(schema.Type)}");
            schemas.Add(new NamedSchema(reference.Name, schema));
        }

        return schemas;
    }

    /// <summary>Parses a stored text.</summary>
    public async ValueTask<TypedSchema> ParseAsync(TextRow row) =>
        TypedSchema.Parse(row.SchemaType, row.Text, await ParseAllAsync(row.SchemaType, ReferenceList.Parse(row.References)));

    private async ValueTask<TypedSchema> ParseAsync(SchemaReference reference)
    {
        var key = (reference.Subject, reference.Version);
        if (_met.TryGetValue(key, out var known))
            return known ?? throw RegistryErrors.InvalidSchema(
                string.Create(CultureInfo.InvariantCulture, $"Invalid schema: version {reference.Version} of subject \"{reference.Subject}\" refers to itself by its references"));
        if (_met.Count >= _limits.ReferencesMax)
            throw RegistryErrors.Limit("references", _limits.ReferencesMax, "references in a schema");
        _met.Add(key, null);
        var version = await _transaction.GetAsync(RegistryTables.Versions, Key.Of(_tenantId, reference.Subject, reference.Version))
            ?? throw Dangling(reference);
        var text = await _transaction.GetAsync(RegistryTables.Texts, Key.Of(_tenantId, version.SchemaId)) ?? throw Dangling(reference);
        var schema = await ParseAsync(text);
        _met[key] = schema;
        return schema;
    }

    private static Hops.Core.Errors.PlatformException Dangling(SchemaReference reference) => RegistryErrors.InvalidSchema(string.Create(
        CultureInfo.InvariantCulture,
        $"Invalid schema: no schema reference found for subject \"{reference.Subject}\" and version {reference.Version}"));
}
