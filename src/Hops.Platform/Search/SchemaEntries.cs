using Hops.Core.Identity;
using Hops.Metadata.Transactions;
using Hops.Schemas.Avro;
using Hops.Schemas.Registry;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>What a subject is found by: its name and the fields of its newest version, which are the columns of whatever is read by it.</summary>
internal static class SchemaEntries
{
    /// <summary>Fields of a subject that are indexed at most.</summary>
    private const int FieldsMax = 1000;

    /// <summary>Records in records that are looked into.</summary>
    private const int DepthMax = 8;

    internal static async ValueTask<IReadOnlyList<Entry>> OfAsync(SchemaRegistry registry, ReadTransaction read, SubjectRow row)
    {
        if (row.LiveCount == 0 || await registry.NewestInAsync(read, row.ProjectId, row.Subject) is not { } schema)
            return [];
        var subject = new Entry
        {
            Kind = EntryKind.Schema,
            ProjectId = row.ProjectId,
            Name = row.Subject,
            Text = SearchSources.Cut(string.Join('\n', new[] { schema.Name?.Full, (schema as AvroRecord)?.Declaration.Doc }.OfType<string>())),
            Scope = SearchScopes.Project(row.ProjectId),
            OtherScope = SubjectNames.TopicOf(row.Subject) is { } topic ? SearchScopes.Thing(new Resource(ResourceKind.Topic, row.ProjectId, topic)) : null,
        };
        return
        [
            subject,
            .. FieldsOf(schema, "", []).DistinctBy(field => field.Path, StringComparer.Ordinal).Take(FieldsMax).Select(field => subject with
            {
                Kind = EntryKind.Field,
                Name = SearchSources.Cut(field.Path),
                Text = SearchSources.Cut(field.Doc),
                Place = row.Subject,
            }),
        ];
    }

    /// <summary>Fields by the names on the way to them, without those of a record within itself.</summary>
    private static IEnumerable<(string Path, string Doc)> FieldsOf(AvroSchema schema, string above, AvroRecord[] within) => schema switch
    {
        AvroRecord record when within.Length < DepthMax && !within.Contains(record) => record.Fields.SelectMany(field =>
            FieldsOf(field.Schema, above + field.Name + ".", [.. within, record]).Prepend((above + field.Name, field.Doc ?? ""))),
        AvroArray array => FieldsOf(array.Items, above, within),
        AvroMap map => FieldsOf(map.Values, above, within),
        AvroUnion union => union.Branches.SelectMany(branch => FieldsOf(branch, above, within)),
        _ => [],
    };
}
