using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>
/// Files and directories of datasets, by their names. Where they are is looked up when they are found, so that a rename of a directory changes one entry,
/// unless it goes to another dataset: then what is below it has another scope.
/// </summary>
internal sealed class FileSource(HopsPlatform platform) : SearchSource(7, FileNames.Table)
{
    internal override async ValueTask<RowEntries> AtAsync(ReadTransaction read, Key key)
    {
        var row = new RowKey(Number, KeyBytes.Of(key));
        return await FileNames.AtAsync(read, key) is { } name ? new RowEntries(row, await EntriesAsync(read, name, [])) : new RowEntries(row, []);
    }

    internal override async ValueTask<IReadOnlyList<(Key Key, RowEntries Made)>> PageAsync(ReadTransaction read, Key prefix, Key? after, int limit)
    {
        var names = await FileNames.PageAsync(read, prefix.Count == 0 ? null : prefix[0].Int64, after, limit);
        var datasets = new Dictionary<long, Resource?>();
        var page = new List<(Key, RowEntries)>(names.Count);
        foreach (var name in names)
            page.Add((name.Key, new RowEntries(new RowKey(Number, KeyBytes.Of(name.Key)), await EntriesAsync(read, name, datasets))));
        return page;
    }

    /// <summary>Directories among rows whose children the index has in another scope than theirs: they were moved, and what is below them has to follow.</summary>
    internal IEnumerable<Key> Moved(SearchIndex index, IEnumerable<RowEntries> rows)
    {
        foreach (var entry in rows.Where(row => row.Row.Source == Number).SelectMany(row => row.Entries))
        {
            var children = Key.Of(entry.Number);
            var prefix = KeyBytes.Of(children);
            if (index.First(Number, prefix, KeyBytes.After(prefix)!) is { } child && (child.Scope, child.OtherScope) != (entry.Scope, entry.OtherScope))
                yield return children;
        }
    }

    private async ValueTask<IReadOnlyList<Entry>> EntriesAsync(ReadTransaction read, FileName name, Dictionary<long, Resource?> datasets)
    {
        if (!datasets.TryGetValue(name.DirectoryId, out var dataset))
            datasets[name.DirectoryId] = dataset = DatasetOf(await FileNames.PathAsync(read, name.DirectoryId));
        if (dataset is not { } within)
            return [];
        return
        [
            new Entry
            {
                Kind = EntryKind.File,
                ProjectId = within.ProjectId,
                Name = name.Name,
                Number = name.InodeId,
                Scope = SearchScopes.Project(within.ProjectId),
                OtherScope = SearchScopes.Thing(within),
            },
        ];
    }

    /// <summary>The dataset in whose directory a path lies, or which it is; null outside of all.</summary>
    private Resource? DatasetOf(string? path) =>
        path is not null && Names.DatasetOfPath(path) is { } dataset && platform.Gate.ProjectOfPath(path) is > 0 and var projectId
            ? new Resource(ResourceKind.Dataset, projectId, dataset)
            : null;
}
