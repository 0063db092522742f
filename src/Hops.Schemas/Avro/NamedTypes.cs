namespace Hops.Schemas.Avro;

/// <summary>Finds the named types of schemas.</summary>
internal static class NamedTypes
{
    /// <summary>Every named type that is reachable from the schemas, each once.</summary>
    public static IReadOnlyList<AvroSchema> Of(IReadOnlyList<AvroSchema> schemas)
    {
        var seen = new HashSet<AvroSchema>(ReferenceEqualityComparer.Instance);
        var found = new List<AvroSchema>();
        var open = new Stack<AvroSchema>(schemas.Reverse());
        while (open.TryPop(out var schema))
        {
            if (schema.Kind <= AvroKind.String || !seen.Add(schema))
                continue;
            if (schema.Name != null)
                found.Add(schema);
            foreach (var part in Parts(schema))
                open.Push(part);
        }
        return found;
    }

    private static IEnumerable<AvroSchema> Parts(AvroSchema schema) => schema switch
    {
        AvroRecord record => record.Fields.Select(field => field.Schema),
        AvroArray array => [array.Items],
        AvroMap map => [map.Values],
        AvroUnion union => union.Branches,
        _ => [],
    };
}
