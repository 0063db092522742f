using System.Runtime.InteropServices;

namespace Hops.Cli.Tests.Support;

/// <summary>Signals of Linux to processes that a test has started.</summary>
internal static class Signal
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    /// <summary>Sends a signal.</summary>
    public static void Send(int processId, int signal) => Kill(processId, signal).ShouldBe(0, $"process {processId} takes signal {signal}");

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
