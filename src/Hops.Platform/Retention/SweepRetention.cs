using System.Text.Json;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Users;

namespace Hops.Platform.Retention;

/// <summary>
/// Removes files that were not changed for as long as the rule of their dataset says, for good. Each dataset is looked at by itself, and where it stands is stored
/// with each removal: a sweep that is cut off goes on where it was, and what it has removed is told in the trail once.
/// </summary>
internal static class SweepRetention
{
    /// <summary>Sweeps each dataset with a rule once. Nothing is done in a project that is archived.</summary>
    internal static async Task RunAsync(HopsPlatform platform, CancellationToken cancellationToken)
    {
        foreach (var project in platform.Roster.Now.Projects.Values)
        {
            foreach (var dataset in project.Datasets.Keys)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await RuleAsync(platform, project, dataset, cancellationToken) is { } days)
                    await TrySweepAsync(platform, new Place(project, dataset, days), cancellationToken);
            }
        }
    }

    private static async Task TrySweepAsync(HopsPlatform platform, Place place, CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(platform, place, cancellationToken);
        }
        catch (PlatformException gone) when (gone.Code == ErrorCode.NotFound)
        {
            // It was deleted meanwhile; the others are swept all the same.
        }
    }

    /// <summary>The days of the rule that holds now; null if nothing is to go.</summary>
    private static async Task<long?> RuleAsync(HopsPlatform platform, ProjectRoster project, string dataset, CancellationToken cancellationToken)
    {
        if (platform.Roster.Now.Archived.ContainsKey(project.Row.Id))
            return null;
        var rule = await platform.Store.ReadAsync(read => RetentionRule.InForceAsync(read, project.Row.Id, dataset), cancellationToken);
        return rule.BeginsWith(platform.Options.Retention) <= platform.Time.GetUtcNow() ? rule.Days : null;
    }

    private static async Task SweepAsync(HopsPlatform platform, Place place, CancellationToken cancellationToken)
    {
        var options = platform.Options.Retention;
        var started = platform.Time.GetUtcNow();
        var changedLast = started - TimeSpan.FromDays(place.Days);
        var sweep = await platform.Store.ReadAsync(read => read.GetAsync(RetentionSweep.Table, place.Key), cancellationToken)
            ?? new RetentionSweep { ProjectId = place.ProjectId, Dataset = place.Dataset };
        var (looks, filesBefore) = (0, sweep.Files);
        for (string? cursor = sweep.Cursor; cursor is not null && looks < options.LooksMax && sweep.Files - filesBefore < options.SweepFilesMax;)
        {
            var page = await UnchangedFiles.PageAsync(platform.Files, place.Path, cursor, changedLast, cancellationToken);
            (looks, cursor) = (looks + page.Looks, page.Next);
            sweep = sweep with { Cursor = cursor ?? "", Looked = started };
            if (page.Files.Count == 0)
                continue;
            if (await RemoveAsync(platform, place, (sweep, page.Files), changedLast, cancellationToken) is not { } after)
                return;
            sweep = after;
        }

        await EndAsync(platform, place, sweep, cancellationToken);
    }

    /// <summary>Removes some files, and stores how far the sweep has come, in one transaction.</summary>
    /// <returns>Null if the rule holds no more: it was changed, or the dataset or its project are gone or archived.</returns>
    private static async Task<RetentionSweep?> RemoveAsync(
        HopsPlatform platform, Place place, (RetentionSweep Sweep, IReadOnlyList<UnchangedFile> Files) found, DateTimeOffset changedLast, CancellationToken cancellationToken) =>
        await platform.Files.FreeRoomAsync(() => platform.Store.WriteAsync<RetentionSweep?>(
            async transaction =>
            {
                if (!await HoldsAsync(platform, transaction, place))
                    return null;
                var (files, bytes) = (0L, 0L);
                foreach (var file in found.Files)
                {
                    if (await platform.Files.DeleteUnchangedInAsync(transaction, FirstRun.Itself, $"{place.Path}/{file.Path}", changedLast) is not { } length)
                        continue;
                    (files, bytes) = (files + 1, bytes + length);
                }

                var sweep = found.Sweep.With(files, bytes);
                await transaction.PutAsync(RetentionSweep.Table, sweep);
                return sweep;
            },
            cancellationToken));

    /// <summary>Tells the trail what was removed, and keeps where the next sweep goes on.</summary>
    private static async Task EndAsync(HopsPlatform platform, Place place, RetentionSweep sweep, CancellationToken cancellationToken) =>
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (!await HoldsAsync(platform, transaction, place))
                    return false;
                await transaction.PutAsync(RetentionSweep.Table, sweep with { UntoldFiles = 0, UntoldBytes = 0 });
                if (sweep.UntoldFiles == 0)
                    return true;
                var detail = JsonSerializer.Serialize(
                    new { files = sweep.UntoldFiles, bytes = sweep.UntoldBytes, days = place.Days, isComplete = sweep.Cursor.Length == 0 });
                await HopsPlatform.AuditAsync(transaction, FirstRun.Itself, place.ProjectId, "retention.sweep", place.Dataset, detail);
                return true;
            },
            cancellationToken);

    private static async ValueTask<bool> HoldsAsync(HopsPlatform platform, WriteTransaction transaction, Place place) =>
        !platform.Roster.Now.Archived.ContainsKey(place.ProjectId)
        && await DeleteDataset.FindAsync(transaction, place.ProjectId, place.Dataset, LockMode.Keep) is not null
        && (await RetentionRule.InForceAsync(transaction, place.ProjectId, place.Dataset)).Days == place.Days;

    /// <summary>A dataset, and the days of its rule.</summary>
    private sealed record Place(ProjectRoster Project, string Dataset, long Days)
    {
        internal long ProjectId => Project.Row.Id;

        internal string Path => Datasets.Dataset.PathOf(Project.Row.Name, Dataset);

        internal Key Key => Key.Of(ProjectId, Dataset);
    }
}
