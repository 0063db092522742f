using Hops.Metadata.Tables;

namespace Hops.Platform.Compute;

/// <summary>Runners of earlier runs of the server whose entries nobody has closed, because it died.</summary>
public static class UnfinishedRunners
{
    /// <summary>Each with its entry as it was at its last interval.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="serverRun">The present run, whose runners are left out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<(OpenRunner Runner, LedgerEntry Entry)>> FindAsync(
        HopsPlatform platform, long serverRun, CancellationToken cancellationToken) =>
        await platform.Store.ReadAsync(
            async read =>
            {
                var found = new List<(OpenRunner, LedgerEntry)>();
                await foreach (var runner in read.SweepAllAsync(OpenRunner.Table))
                {
                    if (runner.ServerRun != serverRun && await read.GetAsync(LedgerEntry.Table, Key.Of(runner.ProjectId, runner.Number)) is { } entry)
                        found.Add((runner, entry));
                }

                return (IReadOnlyList<(OpenRunner, LedgerEntry)>)found;
            },
            cancellationToken);
}
