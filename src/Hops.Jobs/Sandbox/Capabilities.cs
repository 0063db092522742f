using System.Runtime.InteropServices;

namespace Hops.Jobs.Sandbox;

/// <summary>
/// Capabilities (<c>capabilities(7)</c>) of a runner: none. A server that root started would hand all of its own on, and with them the right to
/// pass the permission bits of files, to trace processes and to raise limits again.
/// </summary>
internal static partial class Capabilities
{
    private const int BoundingRead = 23;
    private const int BoundingDrop = 24;
    private const int Ambient = 47;
    private const int AmbientClearAll = 4;
    private const uint Version3 = 0x20080522;
    private const int NumbersMax = 64;

    /// <summary>Drops every capability of the calling thread, and of what it executes, for good.</summary>
    public static unsafe void DropAll()
    {
        // Without CAP_SETPCAP the bounding set stays; no_new_privs then keeps what it would allow out of reach.
        for (var number = 0; number < NumbersMax && ProcessControl(BoundingRead, number, 0, 0, 0) >= 0; number++)
            _ = ProcessControl(BoundingDrop, number, 0, 0, 0);
        _ = ProcessControl(Ambient, AmbientClearAll, 0, 0, 0);

        var header = stackalloc uint[2] { Version3, 0 };
        var none = stackalloc uint[6] { 0, 0, 0, 0, 0, 0 };
        if (SysCall(SystemCall.SetCapabilities.Number, (nint)header, (nint)none) != 0)
            throw new InvalidOperationException($"capset: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nint value, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(nint number, nint first, nint second);
}
