using System.Runtime.InteropServices;

namespace Hops.Jobs.Sandbox;

/// <summary>
/// System calls that no runner has a use for, by their numbers on the two architectures that we serve (<c>unistd_64.h</c> of x86, the generic
/// <c>unistd.h</c> of arm64). Those that manage the machine, look into other processes or have had many faults in the kernel.
/// </summary>
/// <param name="Name">Its name, for a reader.</param>
/// <param name="X64">Number on x86_64; -1 if it has none.</param>
/// <param name="Arm64">Number on arm64; -1 if it has none.</param>
internal sealed record SystemCall(string Name, int X64, int Arm64)
{
    public static readonly SystemCall CloneProcess = new("clone", 56, 220);
    public static readonly SystemCall Clone3 = new("clone3", 435, 435);
    public static readonly SystemCall Socket = new("socket", 41, 198);
    public static readonly SystemCall IoControl = new("ioctl", 16, 29);
    public static readonly SystemCall SetCapabilities = new("capset", 126, 91);
    public static readonly SystemCall Seccomp = new("seccomp", 317, 277);

    /// <summary>Refused from the beginning.</summary>
    public static IReadOnlyList<SystemCall> Forbidden { get; } =
    [
        // Other processes.
        new("ptrace", 101, 117), new("process_vm_readv", 310, 270), new("process_vm_writev", 311, 271), new("process_madvise", 440, 440),
        new("kcmp", 312, 272), new("pidfd_open", 434, 434), new("pidfd_getfd", 438, 438), new("pidfd_send_signal", 424, 424),

        // File systems and name spaces.
        new("mount", 165, 40), new("umount2", 166, 39), new("pivot_root", 155, 41), new("chroot", 161, 51), new("open_tree", 428, 428),
        new("move_mount", 429, 429), new("fsopen", 430, 430), new("fsconfig", 431, 431), new("fsmount", 432, 432), new("fspick", 433, 433),
        new("mount_setattr", 442, 442), new("open_tree_attr", 467, 467), new("unshare", 272, 97), new("setns", 308, 268),
        new("name_to_handle_at", 303, 264), new("open_by_handle_at", 304, 265), new("quotactl", 179, 60), new("quotactl_fd", 443, 443),
        new("mknod", 133, -1), new("mknodat", 259, 33), new("fanotify_init", 300, 262), new("fanotify_mark", 301, 263),

        // The machine and its kernel.
        new("kexec_load", 246, 104), new("kexec_file_load", 320, 294), new("reboot", 169, 142), new("swapon", 167, 224), new("swapoff", 168, 225),
        new("init_module", 175, 105), new("finit_module", 313, 273), new("delete_module", 176, 106), new("acct", 163, 89), new("syslog", 103, 116),
        new("settimeofday", 164, 170), new("clock_settime", 227, 112), new("clock_adjtime", 305, 266), new("adjtimex", 159, 171),
        new("sethostname", 170, 161), new("setdomainname", 171, 162), new("iopl", 172, -1), new("ioperm", 173, -1), new("modify_ldt", 154, -1),
        new("vhangup", 153, 58), new("personality", 135, 92), new("lookup_dcookie", 212, 18), new("nfsservctl", 180, 42),
        new("migrate_pages", 256, 238), new("move_pages", 279, 239),

        // Parts of the kernel that many faults were found in.
        new("bpf", 321, 280), new("perf_event_open", 298, 241), new("userfaultfd", 323, 282), new("io_uring_setup", 425, 425),
        new("io_uring_enter", 426, 426), new("io_uring_register", 427, 427), new("add_key", 248, 217), new("request_key", 249, 218),
        new("keyctl", 250, 219),

        // Another identity.
        new("setuid", 105, 146), new("setgid", 106, 144), new("setreuid", 113, 145), new("setregid", 114, 143), new("setresuid", 117, 147),
        new("setresgid", 119, 149), new("setgroups", 116, 159), new("setfsuid", 122, 151), new("setfsgid", 123, 152), SetCapabilities,
    ];

    /// <summary>
    /// Refused once the runner has executed itself: other programs, memory that belongs to no process, and pairs of sockets, on whose way files can be hidden.
    /// </summary>
    public static IReadOnlyList<SystemCall> ForbiddenOnceConfined { get; } =
    [
        new("execve", 59, 221), new("execveat", 322, 281), new("fork", 57, -1), new("vfork", 58, -1), new("memfd_create", 319, 279),
        new("memfd_secret", 447, 447), new("shmget", 29, 194), new("socketpair", 53, 199),
    ];

    /// <summary>Its number on the architecture of this process; -1 if it has none.</summary>
    public int Number => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Arm64 : X64;
}
