using System.Globalization;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Registry;

/// <summary>Finds and parses the schemas to which a schema refers. A stored schema refers to older ones only, so there are no cycles.</summary>
internal sealed class ReferenceResolver
{
    private readonly ReadTransaction _transaction;
    private readonly long _tenantId;
    private readonly RegistryLimits _limits;
    private readonly Dictionary<(string Subject, int Version), AvroSchema> _parsed = [];

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

    /// <summary>The schemas of the references, each once, in order of dependence.</summary>
    public async ValueTask<IReadOnlyList<AvroSchema>> ParseAllAsync(IReadOnlyList<SchemaReference> references)
    {
        var schemas = new List<AvroSchema>(references.Count);
        foreach (var reference in references)
            schemas.Add(await ParseAsync(reference));
        return schemas;
    }

    /// <summary>Parses a stored text.</summary>
    public async ValueTask<AvroSchema> ParseAsync(TextRow row) =>
        AvroSchema.Parse(row.Text, await ParseAllAsync(ReferenceList.Parse(row.References)));

    private async ValueTask<AvroSchema> ParseAsync(SchemaReference reference)
    {
        if (_parsed.TryGetValue((reference.Subject, reference.Version), out var known))
            return known;
        if (_parsed.Count >= _limits.ReferencesMax)
            throw RegistryErrors.Limit("references", _limits.ReferencesMax, "references in a schema");
        var version = await _transaction.GetAsync(RegistryTables.Versions, Key.Of(_tenantId, reference.Subject, reference.Version))
            ?? throw Dangling(reference);
        var text = await _transaction.GetAsync(RegistryTables.Texts, Key.Of(_tenantId, version.SchemaId)) ?? throw Dangling(reference);
        return _parsed[(reference.Subject, reference.Version)] = await ParseAsync(text);
    }

    private static Hops.Core.Errors.PlatformException Dangling(SchemaReference reference) => RegistryErrors.InvalidSchema(string.Create(
        CultureInfo.InvariantCulture,
        $"Invalid schema: no schema reference found for subject \"{reference.Subject}\" and version {reference.Version}"));
}
