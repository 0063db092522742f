using System.Buffers.Text;
using Hops.Jobs.Metering;

namespace Hops.Jobs.Supervision;

/// <summary>
/// Looks at what a runner uses, and has it killed when it is too much. The engine keeps to limits of its own, but texts, lists and sorting
/// outgrow them, and user code that has taken a runner over keeps to none.
/// </summary>
internal sealed class RunnerWatch(int processId, RunnerPlace place, RunnerMeter meter)
{
    /// <summary>Between two looks a runner can take some hundred megabytes; RLIMIT_DATA is what bounds that.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>The staging directory is walked at each so many looks.</summary>
    private const int LooksPerWalk = 10;

    /// <summary>The meter looks at each so many looks: once a second.</summary>
    private const int LooksPerMeter = 20;

    /// <summary>In its first second at each so many, for many a statement takes no longer.</summary>
    private const int LooksPerMeterAtFirst = 2;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly string _statusPath = $"/proc/{processId}/status";
    private RunnerBreach? _breach;

    /// <summary>The limit that the runner has broken; null if none.</summary>
    public RunnerBreach? Breach => Volatile.Read(ref _breach);

    /// <summary>Watches until the runner has ended.</summary>
    /// <param name="kill">Ends the runner.</param>
    /// <param name="ended">Fires when it has ended.</param>
    public async Task RunAsync(Action kill, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            for (var look = 0; Find(look) is not { } breach; look++)
            {
                if (!await timer.WaitForNextTickAsync(ended))
                    return;
            }

            kill();
        }
        catch (OperationCanceledException)
        {
            // It has ended by itself.
        }
        finally
        {
            place.Scratch?.Forget(place.StagingDirectory);
        }
    }

    /// <summary>Bytes of a process that are its own: anonymous pages, shared ones included, in memory or swapped out. 0 if it has ended.</summary>
    internal static long OwnBytes(ReadOnlySpan<byte> status)
    {
        var bytes = 0L;
        foreach (var range in status.Split((byte)'\n'))
        {
            var line = status[range];
            if (line.StartsWith("RssAnon:"u8) || line.StartsWith("RssShmem:"u8) || line.StartsWith("VmSwap:"u8))
            {
                var value = line[(line.IndexOf((byte)':') + 1)..].TrimStart(" \t"u8);
                if (Utf8Parser.TryParse(value, out long kibibytes, out _))
                    bytes += kibibytes * 1024;
            }
        }

        return bytes;
    }

    private RunnerBreach? Find(int look)
    {
        RunnerBreach? breach = null;
        if (look % (look < LooksPerMeter ? LooksPerMeterAtFirst : LooksPerMeter) == 0)
            meter.Look();
        if (place.MemoryMaxBytes > 0 && MemoryBytes() > place.MemoryMaxBytes)
        {
            breach = new RunnerBreach(RunnerResource.Memory, place.MemoryMaxBytes);
        }
        else if (look % LooksPerWalk == LooksPerWalk - 1)
        {
            var usedBytes = ScratchBytes();
            var hiddenBytes = HiddenFiles.BytesOf(processId, place.StagingDirectory) ?? 0;
            usedBytes = hiddenBytes > long.MaxValue - usedBytes ? long.MaxValue : usedBytes + hiddenBytes;
            if (usedBytes > place.ScratchMaxBytes)
                breach = new RunnerBreach(RunnerResource.Scratch, place.ScratchMaxBytes);
            else if (place.Scratch?.Note(place.StagingDirectory, usedBytes) == false)
                breach = new RunnerBreach(RunnerResource.ScratchOfAll, place.Scratch.MaxBytes);
        }

        Volatile.Write(ref _breach, breach);
        return breach;
    }

    private long MemoryBytes()
    {
        try
        {
            return OwnBytes(File.ReadAllBytes(_statusPath));
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    private long ScratchBytes()
    {
        try
        {
            return new DirectoryInfo(place.StagingDirectory).EnumerateFiles("*", Everything).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // Something was removed during the walk: the next one sees what is left.
            return 0;
        }
    }
}
