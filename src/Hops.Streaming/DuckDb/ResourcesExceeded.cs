using System.Globalization;
using Hops.Core.Errors;
using Hops.Jobs.Supervision;

namespace Hops.Streaming.DuckDb;

/// <summary>The refusals for what used more than it may, in plain words; facts <c>resource</c> and <c>limitBytes</c> or <c>limitSeconds</c>.</summary>
internal static class ResourcesExceeded
{
    /// <summary>More memory than <paramref name="limitBytes"/>.</summary>
    public static PlatformException Memory(long limitBytes) => Of(
        "memory", limitBytes, "It used more memory than its " + Megabytes(limitBytes) + " and was ended: read fewer rows or columns at a time, or aggregate first.");

    /// <summary>More bytes on disk than <paramref name="limitBytes"/>.</summary>
    public static PlatformException Scratch(long limitBytes) => Of(
        "scratch", limitBytes, "It used more scratch space on disk than its " + Megabytes(limitBytes) + " and was ended: read fewer rows or columns at a time.");

    /// <summary>What ended a runner from outside.</summary>
    public static PlatformException Of(RunnerBreach breach) => breach.Kind switch
    {
        RunnerResource.Memory => Memory(breach.LimitBytes),
        RunnerResource.Scratch => Scratch(breach.LimitBytes),
        RunnerResource.ScratchOfAll => Of(
            "scratchOfAll", breach.LimitBytes,
            "All that runs used more scratch space on disk than the " + Megabytes(breach.LimitBytes) + " of the server; this used most and was ended."),
    };

    /// <summary>More time than <paramref name="limit"/>.</summary>
    public static PlatformException Time(TimeSpan limit) => new PlatformException(
        ErrorCode.ResourcesExceeded,
        string.Create(CultureInfo.InvariantCulture, $"It ran longer than its {limit.TotalSeconds:0.#} s and was ended: read fewer rows, or make a streaming query of it."))
        .With("resource", "time").With("limitSeconds", limit.TotalSeconds);

    private static PlatformException Of(string resource, long limitBytes, string message) =>
        new PlatformException(ErrorCode.ResourcesExceeded, message).With("resource", resource).With("limitBytes", limitBytes);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB");
}
