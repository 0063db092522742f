using System.Runtime.InteropServices;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>Signals of Linux to processes that are not ours to start.</summary>
internal static class Signal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal.</summary>
    public static void Send(int processId, int signal) => SendSignal(processId, signal).ShouldBe(0, $"process {processId} takes signal {signal}");

    /// <summary>False if the process is gone or only waits to be buried.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            return !Status(processId, "State").StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Resident set of a process, in KiB.</summary>
    public static long ResidentKiB(int processId) =>
        long.Parse(Status(processId, "VmRSS").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static string Status(int processId, string field) =>
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(':')[1].Trim();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
