using Hops.Core.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Server;

/// <summary>How the server is, for administrators: each of its parts with what is wrong, its room and its memory.</summary>
internal static class GetServerStatus
{
    internal static Ok<ServerStatusView> Run(HealthBoard health, ServerStanding standing, Func<ServerView> server, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(new ServerStatusView(
            server().Version,
            standing.Started,
            (long)(now - standing.Started).TotalSeconds,
            ServerPart.ViewsOf(health.Findings, standing),
            RoomView.Of(standing.DataDirectory),
            MemoryView.Now()));
    }
}

/// <summary>What the host knows of itself.</summary>
/// <param name="Started">When it began to serve.</param>
/// <param name="DataDirectory">Path of its data directory.</param>
/// <param name="Roles">What it does: <c>namenode</c>, <c>broker</c>, <c>registry</c>, <c>api</c>, <c>supervisor</c>.</param>
public sealed record ServerStanding(DateTimeOffset Started, string DataDirectory, IReadOnlyList<string> Roles);

/// <summary>How a server is.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Started">When it began to serve.</param>
/// <param name="UptimeSeconds">For how long it has served.</param>
/// <param name="Parts">What it consists of.</param>
/// <param name="Room">The disk of its data directory.</param>
/// <param name="Memory">What the process takes.</param>
public sealed record ServerStatusView(
    string Version, DateTimeOffset Started, long UptimeSeconds, IReadOnlyList<ServerPartView> Parts, RoomView Room, MemoryView Memory);

/// <summary>A part of a server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">OK, WARNING (all is served, somebody should look), FAILING (something is not served, or was lost), OFF (this server does not do it).</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Purpose">What it is for: what is missing without it.</param>
/// <param name="Findings">What is wrong and what to do, the worst first.</param>
public sealed record ServerPartView(string Name, PartState State, DateTimeOffset Since, string Purpose, IReadOnlyList<string> Findings);

/// <summary>How a part is.</summary>
public enum PartState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>All is served; somebody should look.</summary>
    Warning,

    /// <summary>Something is not served, or was lost.</summary>
    Failing,

    /// <summary>This server does not do it.</summary>
    Off,
}

/// <summary>The room of the data directory.</summary>
/// <param name="FreeBytes">What its disk has free.</param>
/// <param name="TotalBytes">How large its disk is.</param>
/// <param name="DatabaseBytes">The metadata database, with its write-ahead log.</param>
public sealed record RoomView(long FreeBytes, long TotalBytes, long DatabaseBytes)
{
    private const string MetadataName = "metadata";

    internal static RoomView Of(string dataDirectory)
    {
        var drive = new DriveInfo(dataDirectory);
        var metadata = new DirectoryInfo(Path.Combine(dataDirectory, MetadataName));
        return new RoomView(drive.AvailableFreeSpace, drive.TotalSize, metadata.Exists ? metadata.EnumerateFiles().Sum(file => file.Length) : 0);
    }
}

/// <summary>What the process takes of its machine.</summary>
/// <param name="ProcessBytes">Memory that it holds, as the system counts it.</param>
/// <param name="HeapBytes">Objects of the runtime.</param>
/// <param name="MachineBytes">Memory that it may use: of the machine, or of its control group.</param>
/// <param name="Processors">Processors that it may use.</param>
/// <param name="ProcessorSeconds">Time of processors since its start.</param>
/// <param name="Threads">Threads of its pool.</param>
public sealed record MemoryView(long ProcessBytes, long HeapBytes, long MachineBytes, int Processors, double ProcessorSeconds, int Threads)
{
    internal static MemoryView Now() => new(
        Environment.WorkingSet,
        GC.GetTotalMemory(forceFullCollection: false),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Environment.ProcessorCount,
        Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 1),
        ThreadPool.ThreadCount);
}
