using System.Runtime.InteropServices;

namespace Hops.Jobs.Sandbox;

/// <summary>
/// A filter of system calls (<c>seccomp(2)</c>): a program of classic BPF over the number and the arguments of each call. It is inherited, and
/// nothing takes it off. A deny list, because the runtime and the query engine use more calls than a list of ours would keep up with; what it
/// leaves open is what Landlock and the limits of the process are for.
/// </summary>
internal static partial class SeccompFilter
{
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAnyBit = 0x45;
    private const ushort Return = 0x06;

    private const uint Allow = 0x7fff0000;
    private const uint KillProcess = 0x80000000;
    private const uint NotPermitted = 0x00050000 | 1;
    private const uint NotImplemented = 0x00050000 | 38;

    /// <summary>CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET.</summary>
    private const uint NewNameSpaces = 0x00020000 | 0x7e000000;
    private const uint CloneThread = 0x00010000;

    /// <summary>Numbers from here on are those of the x32 interface, which would be a second door to every call.</summary>
    private const uint X32 = 0x40000000;

    private const int OffsetArchitecture = 4;
    private const int OffsetArguments = 16;
    private const int ArgumentLengthBytes = 8;

    /// <summary>IPv4, IPv6 and netlink, by which the C library asks for addresses.</summary>
    private static readonly uint[] SocketFamilies = [2, 10, 16];

    /// <summary>Sockets of the machine, by which descriptors can be sent that are in no table while they are under way.</summary>
    private const uint LocalSockets = 1;

    /// <summary>TIOCSTI and TIOCLINUX, which type into the terminal of whoever started the server.</summary>
    private static readonly uint[] TerminalInput = [0x5412, 0x541c];

    /// <summary>True on the architectures whose calls we know, with a kernel that filters.</summary>
    public static bool IsAvailable =>
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64 && ProcessControl(GetSeccomp, 0, 0) >= 0;

    private const int GetSeccomp = 21;
    private const int SetSeccomp = 22;
    private const int ModeFilter = 2;
    private const int SetModeFilter = 1;
    private const int SynchronizeThreads = 1;

    /// <summary>Filters the calling thread and what it executes. Needs no_new_privs.</summary>
    public static unsafe void RestrictThread() => Install(Program(SystemCall.Forbidden, mayFork: true), static program =>
        ProcessControl(SetSeccomp, ModeFilter, (nint)program));

    /// <summary>Filters every thread of this process, and leaves it alone: it starts no other.</summary>
    public static unsafe void RestrictProcess() => Install(Program(SystemCall.ForbiddenOnceConfined, mayFork: false), static program =>
        (int)SysCall(SystemCall.Seccomp.Number, SetModeFilter, SynchronizeThreads, (nint)program));

    private unsafe delegate int Installer(FilterProgram* program);

    private static unsafe void Install(Instruction[] instructions, Installer install)
    {
        fixed (Instruction* first = instructions)
        {
            var program = new FilterProgram { Length = (ushort)instructions.Length, Instructions = first };
            if (install(&program) != 0)
                throw new InvalidOperationException($"seccomp: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    private static Instruction[] Program(IReadOnlyList<SystemCall> forbidden, bool mayFork)
    {
        var isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        var program = new List<Instruction>
        {
            new(LoadWord, 0, 0, OffsetArchitecture),
            new(JumpIfEqual, 1, 0, isArm ? 0xc00000b7 : 0xc000003e),
            new(Return, 0, 0, KillProcess),
            new(LoadWord, 0, 0, 0),
        };
        if (!isArm)
            program.AddRange([new(JumpIfAtLeast, 0, 1, X32), new(Return, 0, 0, NotPermitted)]);
        foreach (var call in forbidden.Where(call => call.Number >= 0))
            Refuse(program, call, NotPermitted);

        // Its flags are in memory, where a filter cannot look. The C library takes clone instead when it is told that there is none.
        Refuse(program, SystemCall.Clone3, NotImplemented);
        When(program, SystemCall.CloneProcess, 0, mayFork
            ? [new(JumpIfAnyBit, 0, 1, NewNameSpaces), new(Return, 0, 0, NotPermitted), new(Return, 0, 0, Allow)]
            : [new(JumpIfAnyBit, 1, 0, CloneThread), new(Return, 0, 0, NotPermitted), new(Return, 0, 0, Allow)]);
        When(program, SystemCall.Socket, 0,
            [.. (mayFork ? [LocalSockets, .. SocketFamilies] : SocketFamilies).SelectMany(family => new Instruction[] { new(JumpIfEqual, 0, 1, family), new(Return, 0, 0, Allow) }), new(Return, 0, 0, NotPermitted)]);
        When(program, SystemCall.IoControl, 1,
            [.. TerminalInput.SelectMany(request => new Instruction[] { new(JumpIfEqual, 0, 1, request), new(Return, 0, 0, NotPermitted) }), new(Return, 0, 0, Allow)]);
        program.Add(new(Return, 0, 0, Allow));
        return [.. program];
    }

    private static void Refuse(List<Instruction> program, SystemCall call, uint answer) =>
        program.AddRange([new(JumpIfEqual, 0, 1, (uint)call.Number), new(Return, 0, 0, answer)]);

    /// <summary>Decides a call by the low word of one of its arguments; <paramref name="decision"/> always returns.</summary>
    private static void When(List<Instruction> program, SystemCall call, int argument, Instruction[] decision)
    {
        program.Add(new(JumpIfEqual, 0, (byte)(decision.Length + 1), (uint)call.Number));
        program.Add(new(LoadWord, 0, 0, (uint)(OffsetArguments + (argument * ArgumentLengthBytes))));
        program.AddRange(decision);
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nint value, nint third, nint fourth = 0, nint fifth = 0);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(nint number, nint first, nint second, nint third);

    /// <summary><c>struct sock_filter</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct FilterProgram
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
