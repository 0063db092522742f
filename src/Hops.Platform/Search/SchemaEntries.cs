using Hops.Core.Identity;
using Hops.Metadata.Transactions;
using Hops.Schemas.Registry;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>What a subject is found by: its name and the fields of its newest version, which are the columns of whatever is read by it.</summary>
internal static class SchemaEntries
{
    /// <summary>Fields of a subject that are indexed at most.</summary>
    private const int FieldsMax = 1000;

    /// <summary>Fields that are looked at for them: records that name each other in unions have the same ways millions of times.</summary>
    private const int FieldsSeenMax = 10 * FieldsMax;

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
            Text = SearchSources.Cut(string.Join('\n', schema.About)),
            Scope = SearchScopes.Project(row.ProjectId),
            OtherScope = SubjectNames.TopicOf(row.Subject) is { } topic ? SearchScopes.Thing(new Resource(ResourceKind.Topic, row.ProjectId, topic)) : null,
        };
        return
        [
            subject,
            .. schema.Fields(DepthMax).Take(FieldsSeenMax).DistinctBy(field => field.Path, StringComparer.Ordinal).Take(FieldsMax).Select(field => subject with
            {
                Kind = EntryKind.Field,
                Name = SearchSources.Cut(field.Path),
                Text = SearchSources.Cut(field.Description),
                Place = row.Subject,
            }),
        ];
    }
}
