using Hops.Core.Errors;
using Hops.FileSystem.Door.Trash;
using Hops.FileSystem.Door.Uploads;
using Hops.FileSystem.Leases;
using Hops.FileSystem.Reclaim;

namespace Hops.FileSystem;

/// <summary>The background work of a file system: reclaiming when something was deleted, and leases, unfinished uploads and trash by the clock.</summary>
internal sealed class Housekeeping : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>What lies in trashes is counted in days, and each look reads all of it.</summary>
    private static readonly TimeSpan TrashPeriod = TimeSpan.FromMinutes(10);

    private readonly Volume _volume;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reclaiming;
    private readonly Task _expiring;

    internal Housekeeping(Volume volume, TimeProvider time)
    {
        _volume = volume;
        _time = time;
        volume.Reclaim.Set();
        _reclaiming = Task.Run(ReclaimAsync);
        _expiring = Task.Run(ExpireAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reclaiming, _expiring);
        _stop.Dispose();
    }

    private async Task ReclaimAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await GuardAsync(async () =>
            {
                await _volume.Reclaim.WaitAsync(_stop.Token);
                await Reclaimer.RunAsync(_volume, _stop.Token);

                // After what it freed, and each time that leases are looked at.
                _volume.Options.Reserve?.Look();
            });
        }
    }

    private async Task ExpireAsync()
    {
        using var timer = new PeriodicTimer(Period, _time);
        var trashLookedAt = _time.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await GuardAsync(async () =>
            {
                await timer.WaitForNextTickAsync(_stop.Token);
                _volume.Reclaim.Set();
                foreach (var inodeId in _volume.Leases.HardExpired())
                    await RecoverLease.RunAsync(_volume, inodeId, _stop.Token);
                await DropUpload.OverAsync(_volume, _stop.Token);
                if (_time.GetElapsedTime(trashLookedAt) < TrashPeriod)
                    return;
                trashLookedAt = _time.GetTimestamp();
                await ExpireTrash.RunAsync(_volume, _stop.Token);
            });
        }
    }

    /// <summary>The boundary of the background: a failure is reported and the next tick tries again.</summary>
    private async ValueTask GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (PlatformException e) when (e.Code == ErrorCode.Unavailable)
        {
            await _stop.CancelAsync();
        }
        catch (Exception e)
        {
            _volume.Options.BackgroundFailed?.Invoke(e);
        }
    }
}
