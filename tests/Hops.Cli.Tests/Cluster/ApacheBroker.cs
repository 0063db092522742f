using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>
/// A real Apache Kafka of one node, with an authorizer, SCRAM and the super user <c>admin</c>, from the folder of foreign engines.
/// </summary>
public sealed class ApacheBroker : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-apache-").FullName;
    private int _port;
    private int _encryptedPort;

    /// <summary>Its address.</summary>
    public string Address => $"127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Where it encrypts, under a certificate that it has made itself.</summary>
    public string EncryptedAddress => $"127.0.0.1:{_encryptedPort.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>File of that certificate.</summary>
    public string CertificateFile => Path.Combine(_directory, "certificate.pem");

    private string KeystoreFile => Path.Combine(_directory, "keystore.pem");

    /// <summary>File of the password of its administrator.</summary>
    public string PasswordFile => Path.Combine(_directory, "password");

    private static string Script(string name) => Path.Combine(Path.GetDirectoryName(ToolFactAttribute.JavaTool)!, name);

    public async Task InitializeAsync()
    {
        // A class whose tests are all skipped asks for it, too.
        if (!File.Exists(ToolFactAttribute.JavaTool))
            return;
        (_port, _encryptedPort) = (FreePort(), FreePort());
        await MakeCertificateAsync();
        await File.WriteAllTextAsync(PasswordFile, "admin-secret\n");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_port != 0)
            await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public async Task StartAsync()
    {
        var controller = FreePort();
        var listeners = $"SASL_PLAINTEXT://{Address},SASL_SSL://{EncryptedAddress},CONTROLLER://127.0.0.1:{controller}";
        string[] settings =
        [
            $"listeners={listeners}", $"advertised.listeners={listeners}",
            "listener.security.protocol.map=CONTROLLER:SASL_PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
            "listener.name.sasl_ssl.ssl.keystore.type=PEM", $"listener.name.sasl_ssl.ssl.keystore.location={KeystoreFile}",
            "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;",
            "listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;",
        ];
        (await Tool.RunAsync(
            "env",
            [
                "KAFKA_BROKER_HEAP=-Xms192m -Xmx384m", Script("start-kafka"), _directory, _port.ToString(CultureInfo.InvariantCulture), "--scram",
                "--controller-port", controller.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(setting => new[] { "-c", setting }),
            ])).Succeeded();
    }

    private async Task MakeCertificateAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=kafka", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(CertificateFile, certificate.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(KeystoreFile, $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n");
    }

    /// <summary>Adds a second broker to the cluster, until it is disposed of.</summary>
    public async Task<IAsyncDisposable> AddBrokerAsync()
    {
        var (directory, port) = (Directory.CreateDirectory(Path.Combine(_directory, "second")).FullName, FreePort());
        var settings = Path.Combine(directory, "server.properties");
        var lines = (await File.ReadAllLinesAsync(Path.Combine(_directory, "server.properties"))).Select(line => line.Split('=', 2)[0] switch
        {
            "process.roles" => "process.roles=broker",
            "node.id" => "node.id=2",
            "listeners" => $"listeners=SASL_PLAINTEXT://127.0.0.1:{port}",
            "advertised.listeners" => $"advertised.listeners=SASL_PLAINTEXT://127.0.0.1:{port}",
            "log.dirs" => $"log.dirs={directory}/data",
            _ => line,
        });
        await File.WriteAllLinesAsync(settings, lines);
        var clusterId = (await File.ReadAllLinesAsync(Path.Combine(_directory, "data", "meta.properties"))).Single(line => line.StartsWith("cluster.id=", StringComparison.Ordinal))["cluster.id=".Length..];
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, ["storage", "format", "--no-initial-controllers", "-t", clusterId, "-c", settings])).Succeeded();
        var start = new ProcessStartInfo(ToolFactAttribute.JavaTool, ["server", settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xms128m -Xmx256m";
        var broker = new AddedBroker(Process.Start(start)!);
        try
        {
            // Those who are asked name the brokers that take part.
            await BothBrokersTests.EventuallyAsync(async () => broker.IsRunning
                ? (await AdministerAsync("broker-api-versions")).Output.Contains("id: 2", StringComparison.Ordinal)
                : throw new InvalidOperationException("the second broker ended"));
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    public async Task StopAsync() => await Tool.RunAsync(Script("stop-kafka"), [_directory]);

    /// <summary>Runs one of its own tools as its administrator.</summary>
    public Task<ToolResult> AdministerAsync(string tool, params string[] arguments) =>
        Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", Address, "--command-config", Path.Combine(_directory, "admin.properties"), .. arguments]);

    private sealed class AddedBroker : IAsyncDisposable
    {
        private readonly Process _process;

        public AddedBroker(Process process)
        {
            _process = process;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public bool IsRunning => !_process.HasExited;

        public async ValueTask DisposeAsync()
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
