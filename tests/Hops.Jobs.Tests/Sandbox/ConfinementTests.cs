using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

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

    private static string PortOf(TcpListener listener) =>
        ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the script says on standard output; its complaints are left aside.</summary>
    private async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Staging,
        };
        foreach (var argument in new[] { "exec", typeof(Program).Assembly.Location, Staging, PortOf(_server), script })
            start.ArgumentList.Add(argument);
        start.Environment["HOPS_TEST"] = "canary";
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await complaints.WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return said.TrimEnd('\n');
    }
}
