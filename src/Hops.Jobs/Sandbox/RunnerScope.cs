using Hops.Jobs.Supervision;

namespace Hops.Jobs.Sandbox;

/// <summary>What a runner of ours may reach: the runtime, itself, its staging directory and the ports of the server.</summary>
public static class RunnerScope
{
    /// <summary>The scope of one runner.</summary>
    /// <param name="stagingDirectory">All that it may write to.</param>
    /// <param name="ports">The TCP ports that it may connect to.</param>
    /// <param name="dataMaxBytes">Most bytes of writable memory that it may have reserved; 0 for no limit.</param>
    /// <param name="fileMaxBytes">Most bytes of a file that it writes; 0 for no limit.</param>
    public static ConfinementScope For(string stagingDirectory, IReadOnlyList<int> ports, long dataMaxBytes = 0, long fileMaxBytes = 0) => new(
        Readable:
        [
            RunnerProgram.RuntimeRoot, AppContext.BaseDirectory, "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime",

            // Who is trusted by this machine, and its rules for TLS: a Kafka cluster may encrypt. No directory that holds private keys.
            "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/pki/tls/cert.pem", "/etc/pki/tls/openssl.cnf", "/etc/pki/ca-trust/extracted",
            "/etc/crypto-policies",

            // Of /proc no other process: its environment and memory map would tell what the server keeps for itself.
            "/proc/self", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/filesystems", "/proc/sys/kernel", "/proc/sys/vm",
            "/sys/fs/cgroup", "/sys/devices/system", "/sys/kernel/mm", "/dev/urandom", "/dev/random", "/dev/zero",
        ],
        Writable: [stagingDirectory, "/dev/null"],
        Ports: ports,
        Environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = stagingDirectory,
            ["TMPDIR"] = stagingDirectory,
            ["DOTNET_ROOT"] = RunnerProgram.RuntimeRoot,
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_gcServer"] = "0",

            // A runner ends soon; what a server closes up among its large objects stays open here.
            ["DOTNET_GCConserveMemory"] = "0",
            ["DOTNET_TieredPGO"] = "0",

            // Hexadecimal: a method is compiled a second time after 1,024 calls and not after 30, which most methods of a start come to (ADR 0132).
            ["DOTNET_TC_CallCountThreshold"] = "400",
        },
        DataMaxBytes: dataMaxBytes,
        FileMaxBytes: fileMaxBytes);
}
