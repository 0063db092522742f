using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Shares;

namespace Hops.Platform.ShareRequests;

/// <summary>Lets everybody who is signed in find a dataset by name, description and note, and ask for it; or ends that.</summary>
public static class EnlistDataset
{
    /// <summary>Lists it, or changes what is said of it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>InvalidArgument</c>: the note.</exception>
    public static async Task<DatasetListing> RunAsync(
        HopsPlatform platform, Principal actor, DatasetName name, string note, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Share, id, name.Dataset));
        ShareText.Check("note", note);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                _ = await transaction.GetAsync(Dataset.Table, Key.Of(id, name.Dataset), LockMode.Keep)
                    ?? throw MissingName.Dataset(platform, actor, id, name.Dataset);
                var listed = new DatasetListing(id, name.Dataset, note, actor.UserId, transaction.Now);
                await transaction.PutAsync(DatasetListing.Table, listed);
                await HopsPlatform.AuditAsync(transaction, actor, id, "dataset.list", name.Dataset);
                platform.Roster.OnCommitted(transaction, roster => roster.WithListedDataset(listed));
                return listed;
            },
            cancellationToken);
    }

    /// <summary>Ends it. What was asked stays to be answered.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: it is not listed; <c>AccessDenied</c>.</exception>
    public static async Task EndAsync(HopsPlatform platform, Principal actor, DatasetName name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Share, id, name.Dataset));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (!await transaction.DeleteAsync(DatasetListing.Table, Key.Of(id, name.Dataset)))
                    throw NotListed(name.Dataset);
                await HopsPlatform.AuditAsync(transaction, actor, id, "dataset.unlist", name.Dataset);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutListedDataset(id, name.Dataset));
                return true;
            },
            cancellationToken);
    }

    /// <summary>A listed dataset of a project.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: it is not listed.</exception>
    public static DatasetListing Find(HopsPlatform platform, Principal actor, DatasetName name)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Share, id, name.Dataset));
        return platform.Roster.Now.ListedDatasets.GetValueOrDefault(Names.BorrowedDataset(name.Project, name.Dataset)) ?? throw NotListed(name.Dataset);
    }

    /// <summary>Listed datasets after a name <c>owner::dataset</c>, in order of name, for everybody who is signed in.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>.</exception>
    public static IReadOnlyList<(string Name, DatasetListing Row)> List(HopsPlatform platform, Principal actor, string nameAfter, int limit)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Share, 0, ""));
        var roster = platform.Roster.Now;
        return [.. roster.ListedDatasets
            .Where(pair => string.CompareOrdinal(pair.Key, nameAfter) > 0 && !roster.Archived.ContainsKey(pair.Value.ProjectId))
            .Take(limit).Select(pair => (pair.Key, pair.Value))];
    }

    internal static PlatformException NotListed(string name) =>
        new PlatformException(ErrorCode.NotFound, $"There is no listed dataset '{name}': ask its owners to list it, or to offer it.").With("field", "dataset");
}
