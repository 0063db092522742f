using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hops.Jobs.Sandbox;

namespace Hops.Jobs.Tests.Sandbox;

/// <summary>What a runner that has been taken over can reach: a shell in the scope of a runner tries.</summary>
public sealed class ConfinementTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _root = Directory.CreateTempSubdirectory("hops-confined-").FullName;
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly TcpListener _stranger = new(IPAddress.Loopback, 0);

    public ConfinementTests()
    {
        Directory.CreateDirectory(Staging);
        File.WriteAllText(Path.Combine(_root, "secret"), "the secret of the server");
        _server.Start();
        _stranger.Start();
    }

    private string Staging => Path.Combine(_root, "staging");

    public void Dispose()
    {
        _server.Dispose();
        _stranger.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [LandlockFact(1)]
    public async Task It_works_in_its_staging_directory() =>
        (await RunAsync("echo inside > file && cat file && rm file && echo done")).ShouldBe("inside\ndone");

    [LandlockFact(1)]
    public async Task It_reads_no_file_of_the_server_and_none_of_the_machine() =>
        (await RunAsync("cat ../secret /etc/passwd /etc/shadow; ls .. /; echo end")).ShouldBe("end");

    [LandlockFact(1)]
    public async Task It_writes_nowhere_else()
    {
        (await RunAsync("for file in ../new /tmp/hops-confined-canary ../secret /usr/bin/x; do echo x > $file && echo wrote $file; done; echo end"))
            .ShouldBe("end");
        File.ReadAllText(Path.Combine(_root, "secret")).ShouldBe("the secret of the server");
    }

    [Fact]
    public async Task It_writes_no_file_larger_than_it_may_whether_the_file_has_a_name_or_not()
    {
        (await RunAsync("head -c 9000000 /dev/zero > big; stat -c %s big")).ShouldBe("8388608");
        (await RunAsync("exec 3<> gone; rm gone; head -c 9000000 /dev/zero >&3; stat -L -c %s /proc/self/fd/3")).ShouldBe("8388608");
    }

    [LandlockFact(1)]
    public async Task It_executes_nothing_that_it_has_written() =>
        (await RunAsync("cp /bin/true own; chmod +x own; ./own && echo executed; echo end")).ShouldBe("end");

    [LandlockFact(1)]
    public async Task It_cannot_look_into_the_process_of_the_server() =>
        (await RunAsync($"cd /proc/{Environment.ProcessId} && cat environ maps cmdline && ls fd/; cat /proc/1/environ; ls /proc; echo end")).ShouldBe("end");

    [LandlockFact(4)]
    public async Task It_connects_to_the_ports_of_the_server_alone()
    {
        const string Connect = "(exec 3<>/dev/tcp/127.0.0.1/{0}) && echo {1}; ";
        var script = string.Format(CultureInfo.InvariantCulture, Connect, PortOf(_server), "server")
            + string.Format(CultureInfo.InvariantCulture, Connect, PortOf(_stranger), "stranger");
        (await RunAsync(script + "echo end")).ShouldBe("server\nend");
    }

    [LandlockFact(6)]
    public async Task It_cannot_signal_the_server() =>
        (await RunAsync($"kill -0 {Environment.ProcessId} && echo signalled; echo end")).ShouldBe("end");

    [LandlockFact(1)]
    public async Task It_gains_no_privileges_leaves_no_core_and_inherits_no_environment()
    {
        var said = await RunAsync("while read -r name value; do [ $name = NoNewPrivs: ] && echo $name $value; done < /proc/self/status; ulimit -c; env");
        said.ShouldContain("NoNewPrivs: 1\n0\n");
        said.ShouldNotContain("canary");
    }

    [Fact]
    public async Task It_has_no_capability_even_if_root_started_the_server()
    {
        var said = await RunAsync("while read -r name value; do [[ $name = Cap* ]] && echo $name $value; done < /proc/self/status");
        var sets = said.Split('\n').Select(line => line.Split(": ")).ToDictionary(pair => pair[0], pair => pair[1]);
        foreach (var set in Environment.IsPrivilegedProcess ? ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] : new[] { "CapInh", "CapPrm", "CapEff" })
            sets[set].ShouldBe("0000000000000000", set);
    }

    [Fact]
    public async Task The_kernel_takes_it_before_the_server_when_memory_is_short() =>
        (await RunAsync("echo $(< /proc/self/oom_score_adj)")).ShouldBe("1000");

    [SeccompFact]
    public async Task No_call_that_a_runner_has_no_use_for_is_let_through()
    {
        var numbers = SystemCall.Forbidden.Where(call => call.Number >= 0).ToDictionary(call => call.Name, call => call.Number);
        var calls = string.Join(", ", numbers.Select(pair => string.Create(CultureInfo.InvariantCulture, $"(\"{pair.Key}\", {pair.Value})")));
        (await TryCallsAsync($"for name, number in [{calls}]: attempt(name, number, 0, 0, 0, 0, 0)")).ShouldBe(
            string.Join('\n', numbers.Keys.Select(name => name + " EPERM")));
    }

    [SeccompFact]
    public async Task It_makes_no_name_spaces_and_is_told_that_there_is_no_clone3()
    {
        const int NewUser = 0x10000000;
        var said = await TryCallsAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"attempt(\"clone\", {SystemCall.CloneProcess.Number}, {NewUser}, 0, 0, 0, 0)\nattempt(\"clone3\", {SystemCall.Clone3.Number}, 0, 0, 0, 0, 0)"));
        said.ShouldBe("clone EPERM\nclone3 ENOSYS");
        (await RunAsync("unshare --user --map-root-user true && echo unshared; mount -t tmpfs none . && echo mounted; echo end")).ShouldBe("end");
    }

    [SeccompFact]
    public async Task It_opens_no_socket_but_those_of_the_internet_and_of_the_machine_and_types_into_no_terminal()
    {
        const int Packet = 17, Alg = 38, VSock = 40, Internet = 2, TypeIn = 0x5412;
        var families = new[] { Packet, Alg, VSock, Internet };
        var script = string.Concat(families.Select(family => string.Create(
            CultureInfo.InvariantCulture, $"attempt(\"{family}\", {SystemCall.Socket.Number}, {family}, 1, 0, 0, 0)\n")));
        var typing = string.Create(CultureInfo.InvariantCulture, $"attempt(\"typing\", {SystemCall.IoControl.Number}, 0, {TypeIn}, 0, 0, 0)");
        (await TryCallsAsync(script + typing)).ShouldBe("17 EPERM\n38 EPERM\n40 EPERM\n2 done\ntyping EPERM");
    }

    [SeccompFact]
    public async Task Once_it_runs_it_starts_no_program_opens_no_local_socket_and_reserves_no_more_memory_than_it_may() =>
        (await RunAsync(script: null)).ShouldBe("a thread runs\nno program: 1\nno local socket\nno more memory");

    private static string PortOf(TcpListener listener) =>
        ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>What python3 says that makes system calls by their numbers from inside.</summary>
    private Task<string> TryCallsAsync(string calls)
    {
        const string Prelude = """
            import ctypes, errno
            libc = ctypes.CDLL(None, use_errno=True)
            def attempt(name, number, *arguments):
                answer = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(argument) for argument in arguments])
                print(name, "done" if answer >= 0 else errno.errorcode[ctypes.get_errno()])
            """;
        return RunAsync($"exec python3 -c '{Prelude}\n{calls}'");
    }

    /// <summary>What the script, or the runner itself, says on standard output; its complaints are left aside.</summary>
    private async Task<string> RunAsync(string? script)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Staging,
        };
        foreach (var argument in new[] { "exec", typeof(Program).Assembly.Location, Staging, PortOf(_server), script })
        {
            if (argument is not null)
                start.ArgumentList.Add(argument);
        }

        start.Environment["HOPS_TEST"] = "canary";
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await complaints.WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return said.TrimEnd('\n');
    }
}
