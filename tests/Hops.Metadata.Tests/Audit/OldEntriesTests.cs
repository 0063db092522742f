using Hops.Metadata.Audit;
using Hops.Metadata.Migrations;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;

namespace Hops.Metadata.Tests.Audit;

/// <summary>A trail as it was before it was a chain.</summary>
public sealed class OldEntriesTests : IDisposable
{
    private const int FormatBefore = 4;

    private static readonly Table<AuditRecord> OldEntries = new(
        "audit",
        [.. AuditLog.Entries.Columns.Take(9)],
        keyLength: 2,
        partitionLength: 1,
        read => throw new NotSupportedException("nothing reads it"),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Sequence);
            write.Int64(row.Time.ToUnixTimeMilliseconds());
            foreach (var text in new[] { row.Actor, row.CredentialId, row.Action, row.Target, row.Outcome, row.Detail })
                write.Text(text);
        });

    private static readonly Table<AuditHead> OldHeads = new(
        "audit_head",
        [.. AuditLog.Heads.Columns.Take(2)],
        keyLength: 1,
        partitionLength: 0,
        read => throw new NotSupportedException("nothing reads it"),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Sequence);
        });

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-old-trail-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Entries_from_before_the_chain_become_links_of_it_and_new_ones_follow()
    {
        await PlantAsync((0, 2500), (7, 1), (9, 1000));
        await using var store = Open();

        (await ChainOldEntries.RunAsync(store, CancellationToken.None)).ShouldBe(3501);
        (await ChainOldEntries.RunAsync(store, CancellationToken.None)).ShouldBe(0, "once");
        foreach (var projectId in new long[] { 0, 7, 9, 11 })
            await store.WriteAsync(async t => await AppendAsync(t, projectId));
        foreach (var (projectId, count) in new[] { (0L, 2501), (7, 2), (9, 1001), (11, 1) })
            (await CheckAsync(store, projectId)).ShouldBe((count, null));
    }

    [Fact]
    public async Task What_was_interrupted_goes_on_and_an_entry_that_is_missing_is_found_later()
    {
        await PlantAsync((7, 1500));
        await using var store = Open();
        await store.WriteAsync(async t =>
        {
            var previous = AuditChain.Start;
            foreach (var entry in await t.ScanAsync(AuditLog.Entries, Key.Of(7), null, 1000))
            {
                var linked = AuditChain.Seal(entry, previous);
                await t.UpdateAsync(AuditLog.Entries, linked);
                previous = linked.Hash;
            }

            await t.DeleteAsync(AuditLog.Entries, Key.Of(7, 1200));
            return true;
        });

        (await ChainOldEntries.RunAsync(store, CancellationToken.None)).ShouldBe(499);
        (await CheckAsync(store, 7)).ShouldBe((1199, 1200));
    }

    private static async ValueTask<bool> AppendAsync(Transactions.WriteTransaction transaction, long projectId)
    {
        await AuditLog.AppendAsync(transaction, new AuditRecord { ProjectId = projectId, Actor = "new", Action = "a.b", Target = "t" });
        return true;
    }

    private async Task PlantAsync(params (long ProjectId, int Count)[] trails)
    {
        await using var store = SqliteStore.Open(_directory, [OldEntries, OldHeads], Migration.All.Take(FormatBefore).ToList(), new SqliteOptions(), TimeProvider.System);
        await store.WriteAsync(async t =>
        {
            foreach (var (projectId, count) in trails)
            {
                for (var sequence = 1; sequence <= count; sequence++)
                    await t.InsertAsync(OldEntries, new AuditRecord { ProjectId = projectId, Sequence = sequence, Time = t.Now, Actor = "old", Action = "a.b", Target = $"{sequence}" });
                await t.InsertAsync(OldHeads, new AuditHead(projectId, count, []));
            }

            return true;
        });
    }

    private SqliteStore Open() => SqliteStore.Open(_directory, [AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System, mustExist: true);

    private static async Task<(long Count, long? Broken)> CheckAsync(MetadataStore store, long projectId)
    {
        var check = new AuditCheck();
        var entries = await store.ReadAsync(t => t.ScanAsync(AuditLog.Entries, Key.Of(projectId), null, 10_000));
        var head = await store.ReadAsync(t => t.GetAsync(AuditLog.Heads, Key.Of(projectId)));
        if (entries.All(check.Add))
            check.End(head!);
        return (check.Count, check.Broken?.Sequence);
    }
}
