using System.Security.Cryptography.X509Certificates;
using Hops.Net.Tests.Support;

namespace Hops.Cli.Tests.Support;

/// <summary>A server with listeners for certificates: <c>partners</c> for Kafka, where they are required, <c>web</c> for HTTP, where they are optional.</summary>
public sealed class CertifiedServer : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-certificates-").FullName;
    private StartedServer _server = null!;

    /// <summary>Signs the certificates of clients.</summary>
    internal TestAuthority Authority { get; } = new("The institute");

    /// <summary>The administrator, who owns the project <c>lab</c> with the topic <c>departures</c>.</summary>
    internal Person Owner { get; private set; } = null!;

    private string Data => Path.Combine(_directory, "data");

    public async Task InitializeAsync()
    {
        var root = Path.Combine(_directory, "root.pem");
        await File.WriteAllTextAsync(root, Authority.Pem);
        string[] listeners = ["partners", "web"];
        _server = await StartedServer.StartAsync(
            _directory, Data,
            [
                "--set", "Listeners:partners:Protocol=kafka", "--set", "Listeners:partners:ClientCertificate=required",
                "--set", "Listeners:web:ClientCertificate=optional",
                .. listeners.SelectMany(name => new[] { "--set", $"Listeners:{name}:Tls=true", "--set", $"Listeners:{name}:ClientAuthorityFile={root}" }),
            ]);
        Owner = await _server.SignInAsync(_directory);
        await Owner.DoAsync("project", "create", "lab");
        await Owner.DoAsync("project", "use", "lab");
        await Owner.DoAsync("topic", "create", "departures");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Makes a user, who signs in once and chooses a password.</summary>
    internal async Task MakeUserAsync(string name)
    {
        var made = await Owner.JsonAsync("user", "create", name);
        var home = Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;
        var login = await new Person(home, _server.Http).TypeAsync(
            $"{made.GetProperty("oneTimePassword").GetString()}\n{LiveServer.PasswordOf(name)}\n", "login", name, "--password-stdin");
        login.ExitCode.ShouldBe(ExitCode.Ok, login.Said);
    }

    internal Task<HopsResult> KcatAsync(X509Certificate2? certificate, string input, params string[] arguments)
    {
        string[] secure = ["-b", Listener("partners"), "-X", "security.protocol=SSL", "-X", "ssl.ca.location=" + Path.Combine(Data, "secrets", "tls.pem")];
        var start = HopsProgram.Prepare(_directory, [.. secure, .. Own(certificate, "-X", "ssl.certificate.location=", "-X", "ssl.key.location="), .. arguments]);
        start.FileName = "kcat";
        return HopsProgram.RunAsync(start, input);
    }

    /// <summary>Prints the status alone; 000 if there was none.</summary>
    internal Task<HopsResult> CurlAsync(X509Certificate2? certificate, string path, params string[] arguments)
    {
        string[] secure = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", Path.Combine(Data, "secrets", "tls.pem"), Listener("web") + path];
        var start = HopsProgram.Prepare(_directory, [.. secure, .. Own(certificate, "-E", "", "--key", ""), .. arguments]);
        start.FileName = "curl";
        return HopsProgram.RunAsync(start, "");
    }

    private string Listener(string name) =>
        _server.Said.Single(line => line.Contains($"listener   {name}:", StringComparison.Ordinal)).Split(' ')[^1];

    /// <summary>Options with which a program shows a certificate: one for the certificate, one for its key, each before a path.</summary>
    private string[] Own(X509Certificate2? certificate, string option, string prefix, string keyOption, string keyPrefix)
    {
        if (certificate is null)
            return [];
        var path = Path.Combine(_directory, certificate.Thumbprint);
        File.WriteAllText(path + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(path + ".key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return [option, $"{prefix}{path}.pem", keyOption, $"{keyPrefix}{path}.key"];
    }
}
