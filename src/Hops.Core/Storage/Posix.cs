using System.Runtime.InteropServices;
using Hops.Core.Errors;

namespace Hops.Core.Storage;

/// <summary>The calls of libc that <see cref="RealDisk"/> needs (Linux, x86-64 and arm64).</summary>
internal static partial class Posix
{
    internal const int ReadOnly = 0;
    internal const int ReadAndWrite = 2;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;
    internal const int CloseOnExec = 0x80000;
    internal const int SeekEnd = 2;

    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int WouldBlock = 11;
    internal const int FilesOfSystemUsedUp = 23;
    internal const int FilesUsedUp = 24;
    internal const int FileTooLarge = 27;
    internal const int NoSpace = 28;
    internal const int NotSupported = 95;
    internal const int QuotaExceeded = 122;

    /// <summary>RLIMIT_NOFILE.</summary>
    internal const int OpenFilesLimit = 7;

    /// <summary>O_DIRECTORY, which differs between processors.</summary>
    internal static readonly int DirectoryOnly = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    internal static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>The exception for the call that has just failed.</summary>
    internal static Exception Failure(string call, string path)
    {
        var error = LastError;
        var text = $"{call} {path}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
        return error switch
        {
            NoEntry => new FileNotFoundException(text, path),
            NoSpace or QuotaExceeded => Disk.Full(text),
            FileTooLarge => new PlatformException(
                ErrorCode.ResourcesExceeded, "A file became larger than this process may write: write fewer rows or columns at a time.", new IOException(text)),
            FilesUsedUp or FilesOfSystemUsedUp => new PlatformException(
                ErrorCode.Unavailable, "The server has no file descriptor left: try again; its administrator may raise the limit of open files.", new IOException(text)),
            _ => new IOException(text),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int CloseFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "pread64", SetLastError = true)]
    internal static unsafe partial nint PRead(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite64", SetLastError = true)]
    internal static unsafe partial nint PWrite(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "lseek64", SetLastError = true)]
    internal static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    internal static partial int FDataSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fallocate64", SetLastError = true)]
    internal static partial int FAllocate(int descriptor, int mode, long offset, long lengthBytes);

    [LibraryImport("libc", EntryPoint = "ftruncate64", SetLastError = true)]
    internal static partial int FTruncate(int descriptor, long lengthBytes);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int FLock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RenamePath(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "getrlimit64", SetLastError = true)]
    internal static unsafe partial int GetLimit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "setrlimit64", SetLastError = true)]
    internal static unsafe partial int SetLimit(int resource, ulong* limits);
}
