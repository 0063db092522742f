using System.Runtime.InteropServices;

namespace Hops.Jobs.Sandbox;

/// <summary>
/// Landlock (Linux 5.13, <c>landlock(7)</c>): an unprivileged process gives up, for itself and all it starts, every path that it does not
/// name. Rules of files since ABI 1, of TCP ports since ABI 4, of signals and
/// abstract sockets since ABI 6.
/// </summary>
internal static partial class Landlock
{
    private const long CreateRuleset = 444;
    private const long AddRule = 445;
    private const long RestrictSelf = 446;
    private const uint VersionFlag = 1;
    private const int PathBeneath = 1;
    private const int NetPort = 2;
    private const ulong ConnectTcp = 1UL << 1;
    private const ulong BindTcp = 1UL << 0;
    private const ulong ScopeAbstractSocketsAndSignals = 0b11;
    private const int OpenPath = 0x200000;
    private const int CloseOnExec = 0x80000;

    /// <summary>Execute, read file, read directory.</summary>
    private const ulong ReadRights = (1UL << 0) | (1UL << 2) | (1UL << 3);

    /// <summary>Read rights and those that change files, without device nodes, sockets and execution.</summary>
    private const ulong WriteRights = (1UL << 1) | (1UL << 2) | (1UL << 3) | (1UL << 4) | (1UL << 5) | (1UL << 7) | (1UL << 8);

    /// <summary>Version of the interface that the kernel offers; 0 if it offers none.</summary>
    public static int Version
    {
        get
        {
            var version = SysCall(CreateRuleset, 0, 0, VersionFlag);
            return version > 0 ? (int)version : 0;
        }
    }

    /// <summary>
    /// Restricts the calling thread, and what it executes, to the paths given and to outgoing TCP to the ports given.
    /// </summary>
    /// <exception cref="InvalidOperationException">The kernel refused; nothing may be run then.</exception>
    public static unsafe void Restrict(IReadOnlyList<string> readable, IReadOnlyList<string> writable, IReadOnlyList<int> ports)
    {
        var version = Version;
        var attributes = new RulesetAttributes
        {
            // ABI 1 handles 13 rights of files, ABI 2 adds REFER, ABI 3 TRUNCATE.
            HandledFiles = version switch { 1 => (1UL << 13) - 1, 2 => (1UL << 14) - 1, _ => (1UL << 15) - 1 },
            HandledNetwork = version >= 4 ? ConnectTcp | BindTcp : 0,
            Scoped = version >= 6 ? ScopeAbstractSocketsAndSignals : 0,
        };

        // An older kernel refuses a structure with fields that it does not know.
        var length = version switch { < 4 => sizeof(ulong), < 6 => 2 * sizeof(ulong), _ => sizeof(RulesetAttributes) };
        var ruleset = (int)SysCall(CreateRuleset, (nint)(&attributes), length, 0);
        if (ruleset < 0)
            throw Refused("landlock_create_ruleset");
        foreach (var path in readable)
            Allow(ruleset, path, ReadRights);
        foreach (var path in writable)
            Allow(ruleset, path, version >= 3 ? WriteRights | (1UL << 14) : WriteRights);
        if (version >= 4)
        {
            foreach (var port in ports)
            {
                var rule = new PortRule { Access = ConnectTcp, Port = (ulong)port };
                if (SysCall(AddRule, ruleset, NetPort, (nint)(&rule)) != 0)
                    throw Refused("landlock_add_rule");
            }
        }

        if (SysCall(RestrictSelf, ruleset, 0, 0) != 0)
            throw Refused("landlock_restrict_self");
        _ = CloseFile(ruleset);
    }

    private static unsafe void Allow(int ruleset, string path, ulong access)
    {
        var descriptor = OpenFile(path, OpenPath | CloseOnExec);
        if (descriptor < 0)
            return;
        // A rule on a file may only carry the rights of files: execute, write, read, truncate.
        const ulong FileRights = 0b111 | (1UL << 14);
        var rule = new PathRule { Access = Directory.Exists(path) ? access : access & FileRights, Parent = descriptor };
        var result = SysCall(AddRule, ruleset, PathBeneath, (nint)(&rule));
        _ = CloseFile(descriptor);
        if (result != 0)
            throw Refused($"landlock_add_rule {path}");
    }

    private static InvalidOperationException Refused(string call) =>
        new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(nint number, nint first, nint second, nint third);

    private static nint SysCall(long number, nint first, nint second, uint third) => SysCall((nint)number, first, second, (nint)third);

    private static nint SysCall(long number, nint first, int second, nint third) => SysCall((nint)number, first, second, third, 0);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct RulesetAttributes
    {
        public ulong HandledFiles;
        public ulong HandledNetwork;
        public ulong Scoped;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Access;
        public int Parent;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PortRule
    {
        public ulong Access;
        public ulong Port;
    }
}
