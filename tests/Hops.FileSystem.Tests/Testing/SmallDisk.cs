using System.Diagnostics;

namespace Hops.FileSystem.Tests.Testing;

/// <summary>A file system of its own with little room: a tmpfs, which takes a superuser to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    /// <summary>Where it is mounted.</summary>
    internal string Path { get; }

    /// <summary>Mounts one; null where that is not allowed.</summary>
    internal static SmallDisk? TryMount(long lengthBytes)
    {
        var path = Directory.CreateTempSubdirectory("hops-small-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={lengthBytes}", "tmpfs", path))
            return new SmallDisk(path);
        Directory.Delete(path);
        return null;
    }

    /// <summary>Takes all the room that is left.</summary>
    internal void Fill()
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, "of-somebody-else"), FileMode.Create);
        var piece = new byte[64 * 1024];
        try
        {
            while (true)
            {
                file.Write(piece);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) 
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a disk which it can fill; skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool CanMount = Probe();

    public SmallDiskFactAttribute() => Skip = CanMount ? null : "no file system can be mounted here: run as root";

    private static bool Probe()
    {
        using var probe = SmallDisk.TryMount(1024 * 1024);
        return probe is not null;
    }
}
