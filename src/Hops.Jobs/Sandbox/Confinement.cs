using System.Runtime.InteropServices;

namespace Hops.Jobs.Sandbox;

/// <summary>
/// How a runner gives up what it does not need. Landlock binds a thread and what it executes, and a running .NET process has many
/// threads; so a runner confines its main thread first and then executes itself again.
/// </summary>
public static partial class Confinement
{
    private const int SetDumpable = 4;
    private const int SetNoNewPrivileges = 38;
    private const int LimitFileSize = 1;
    private const int LimitData = 2;
    private const int LimitCore = 4;
    private const int LimitFiles = 7;
    private const int OpenPath = 0x200000;

    /// <summary>Version of Landlock's interface that this kernel offers; 0 if none.</summary>
    public static int LandlockVersion => Landlock.Version;

    /// <summary>True if this kernel filters the system calls of runners.</summary>
    public static bool FiltersSystemCalls => SeccompFilter.IsAvailable;

    /// <summary>What confinement this kernel offers to runners, in words for the operator.</summary>
    public static string Describe() =>
        "own process, no privileges, no core dumps, first to go when memory is short"
        + (SeccompFilter.IsAvailable ? ", system calls filtered by seccomp" : "; this kernel does not filter system calls")
        + Landlock.Version switch
        {
            0 => "; this kernel has no Landlock, so a runner can read what the server's user can: run the server for one trusted tenant only",
            < 4 => ", files limited to its staging directory by Landlock; TCP is not limited",
            < 6 => ", files limited to its staging directory and TCP to the server's ports by Landlock",
            _ => ", files limited to its staging directory, TCP to the server's ports and signals to itself by Landlock",
        };

    /// <summary>
    /// Confines the calling thread and replaces this process by <paramref name="program"/>, which inherits the standard streams and nothing
    /// else. Returns only by an exception.
    /// </summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments, without its name.</param>
    /// <param name="scope">What it may reach.</param>
    public static unsafe void Execute(string program, IReadOnlyList<string> arguments, ConfinementScope scope)
    {
        Check(ProcessControl(SetNoNewPrivileges, 1), "prctl(no_new_privs)");
        SetLimit(LimitCore, 0);
        SetLimit(LimitFiles, 1024);
        if (scope.DataMaxBytes > 0)
            SetLimit(LimitData, (ulong)scope.DataMaxBytes);
        if (scope.FileMaxBytes > 0)
            SetLimit(LimitFileSize, (ulong)scope.FileMaxBytes);
        // Whoever raises it needs no privilege; the kernel then takes a runner before the server.
        File.WriteAllText("/proc/self/oom_score_adj", "1000");
        Capabilities.DropAll();
        // Landlock knows a directory by its inode, and procfs makes a new one when nobody holds the old: this descriptor does, and is inherited.
        Check(OpenFile("/proc/self", OpenPath), "open(/proc/self)");
        if (Landlock.Version > 0)
            Landlock.Restrict(scope.Readable, scope.Writable, scope.Ports);
        if (SeccompFilter.IsAvailable)
            SeccompFilter.RestrictThread();

        var argumentVector = Vector([program, .. arguments]);
        var environment = Vector([.. scope.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        fixed (nint* argumentPointer = argumentVector, environmentPointer = environment)
        {
            _ = ExecuteProgram(program, argumentPointer, environmentPointer);
        }

        throw Failure("execve");
    }

    /// <summary>
    /// Second half, in the executed process: no core dumps, no reading of its memory by others of the same user, no other programs and no
    /// further processes.
    /// </summary>
    public static void Harden()
    {
        Check(ProcessControl(SetDumpable, 0), "prctl(dumpable)");
        if (SeccompFilter.IsAvailable)
            SeccompFilter.RestrictProcess();
    }

    private static unsafe void SetLimit(int resource, ulong value)
    {
        var limit = stackalloc ulong[2] { value, value };
        Check(SetResourceLimit(resource, limit), "setrlimit");
    }

    private static nint[] Vector(IReadOnlyList<string> texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static void Check(int result, string call)
    {
        if (result < 0)
            throw Failure(call);
    }

    private static InvalidOperationException Failure(string call) =>
        new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nint value, nint third = 0, nint fourth = 0, nint fifth = 0);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static unsafe partial int SetResourceLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ExecuteProgram(string path, nint* arguments, nint* environment);
}

/// <summary>What a confined process may reach.</summary>
/// <param name="Readable">Files and directories that it may read and execute.</param>
/// <param name="Writable">Files and directories that it may change.</param>
/// <param name="Ports">TCP ports that it may connect to.</param>
/// <param name="Environment">Its whole environment; no secrets.</param>
/// <param name="DataMaxBytes">
/// Most bytes of writable memory that it may have reserved (RLIMIT_DATA), a bound that the kernel holds at any speed; 0 for none.
/// </param>
/// <param name="FileMaxBytes">Most bytes of a file that it writes (RLIMIT_FSIZE), whether the file has a name or not; 0 for no limit.</param>
public sealed record ConfinementScope(
    IReadOnlyList<string> Readable,
    IReadOnlyList<string> Writable,
    IReadOnlyList<int> Ports,
    IReadOnlyDictionary<string, string> Environment,
    long DataMaxBytes = 0,
    long FileMaxBytes = 0);
