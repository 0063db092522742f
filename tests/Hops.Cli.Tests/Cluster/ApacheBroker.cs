using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>
/// A real Apache Kafka of one node, with an authorizer, SCRAM and the super user <c>admin</c>, from the folder of foreign engines.
/// </summary>
public sealed class ApacheBroker : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-apache-").FullName;
    private int _port;

    /// <summary>Its address.</summary>
    public string Address => $"127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>File of the password of its administrator.</summary>
    public string PasswordFile => Path.Combine(_directory, "password");

    private static string Script(string name) => Path.Combine(Path.GetDirectoryName(ToolFactAttribute.JavaTool)!, name);

    public async Task InitializeAsync()
    {
        // A class whose tests are all skipped asks for it, too.
        if (!File.Exists(ToolFactAttribute.JavaTool))
            return;
        _port = FreePort();
        await File.WriteAllTextAsync(PasswordFile, "admin-secret\n");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_port != 0)
            await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public async Task StartAsync() => (await Tool.RunAsync(
        "env",
        ["KAFKA_BROKER_HEAP=-Xms192m -Xmx384m", Script("start-kafka"), _directory, _port.ToString(CultureInfo.InvariantCulture), "--scram", "--controller-port", FreePort().ToString(CultureInfo.InvariantCulture)])).Succeeded();

    public async Task StopAsync() => await Tool.RunAsync(Script("stop-kafka"), [_directory]);

    /// <summary>Runs one of its own tools as its administrator.</summary>
    public Task<ToolResult> AdministerAsync(string tool, params string[] arguments) =>
        Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", Address, "--command-config", Path.Combine(_directory, "admin.properties"), .. arguments]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
