using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Registry;

namespace Hops.Platform.Schemas;

/// <summary>All schemas of a project go with it, references between them and all.</summary>
internal static class DropSchemas
{
    private const int PageRows = 1000;

    internal static async Task InAsync(WriteTransaction transaction, long projectId)
    {
        await ForEachAsync(
            transaction,
            RegistryTables.Subjects,
            projectId,
            async subject =>
            {
                await DeleteAllAsync(transaction, RegistryTables.Versions, Key.Of(projectId, subject.Subject));
                await transaction.DeleteAsync(RegistryTables.Subjects, Key.Of(projectId, subject.Subject));
            });
        await ForEachAsync(
            transaction,
            RegistryTables.Texts,
            projectId,
            async text =>
            {
                foreach (var use in await transaction.ScanAsync(RegistryTables.Uses, Key.Of(projectId, text.SchemaId), null, PageRows))
                    await DeleteAllAsync(transaction, RegistryTables.Referrers, Key.Of(projectId, use.Subject));
                await DeleteAllAsync(transaction, RegistryTables.Uses, Key.Of(projectId, text.SchemaId));
                await transaction.DeleteAsync(RegistryTables.Texts, Key.Of(projectId, text.SchemaId));
            });
        await transaction.DeleteAsync(RegistryTables.Tenants, Key.Of(projectId));
    }

    private static async Task ForEachAsync<TRow>(WriteTransaction transaction, Table<TRow> table, long projectId, Func<TRow, Task> remove)
        where TRow : class
    {
        IReadOnlyList<TRow> page;
        do
        {
            page = await transaction.ScanAsync(table, Key.Of(projectId), null, PageRows);
            foreach (var row in page)
                await remove(row);
        }
        while (page.Count == PageRows);
    }

    private static async Task DeleteAllAsync<TRow>(WriteTransaction transaction, Table<TRow> table, Key prefix)
        where TRow : class
    {
        var removed = PageRows;
        while (removed == PageRows)
            removed = await transaction.DeletePrefixAsync(table, prefix, PageRows);
    }
}
