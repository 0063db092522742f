using System.Runtime.InteropServices;

namespace Hops.Jobs.Supervision;

/// <summary>
/// Files without a name that a process holds: removed while open, or opened so (<c>O_TMPFILE</c>). No walk of a directory finds them, and they take
/// room on its disk until the process lets go of them.
/// </summary>
public static partial class HiddenFiles
{
    private const string Removed = " (deleted)";
    private const int CurrentDirectory = -100;
    private const uint TypeModeLinksNodeAndBlocks = 0x1 | 0x2 | 0x4 | 0x100 | 0x400;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int BlockBytes = 512;

    /// <summary>True if this process can count those of its runners, which have made themselves unreadable to all but root.</summary>
    public static bool AreCounted => Environment.IsPrivilegedProcess;

    /// <summary>
    /// Bytes of them on disk. One that is mapped into memory need not be open and may be of any size, so it counts as
    /// <see cref="long.MaxValue"/>: no runner of ours has a use for that. Null if the kernel does not
    /// let us look.
    /// </summary>
    /// <param name="processId">The process.</param>
    /// <param name="directory">Directory in which they were.</param>
    internal static long? BytesOf(int processId, string directory)
    {
        try
        {
            var mapped = File.ReadLines($"/proc/{processId}/maps").Any(line =>
                line.EndsWith(Removed, StringComparison.Ordinal) && line.Contains(" " + directory + "/", StringComparison.Ordinal));
            return mapped ? long.MaxValue : OpenBytes($"/proc/{processId}/fd");
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    private static long OpenBytes(string descriptors)
    {
        var counted = new HashSet<(ulong Device, ulong Node)>();
        var bytes = 0L;
        foreach (var path in Directory.EnumerateFileSystemEntries(descriptors))
        {
            // Not opened: it may be a pipe, which would wait for somebody at its other end.
            if (Status(CurrentDirectory, path, 0, TypeModeLinksNodeAndBlocks, out var status) == 0
                && (status.Mode & TypeMask) == RegularFile && status.Links == 0
                && counted.Add((((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Node)))
                bytes += (long)status.Blocks * BlockBytes;
        }

        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, out FileStatus status);

    /// <summary><c>struct statx</c>: the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Node;

        [FieldOffset(48)]
        public ulong Blocks;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
