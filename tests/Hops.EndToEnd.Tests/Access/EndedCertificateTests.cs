using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;
using Hops.Net.Tests.Support;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>Client certificates that expire, or whose member is removed, under connections that are open, at a listener that requires them.</summary>
public sealed class EndedCertificateTests : IAsyncLifetime
{
    /// <summary>ApiVersions version 0 of the client "", and a length at which the broker hangs up: whoever is let in gets one answer.</summary>
    private const string Question = "\0\0\0\n\0\x12\0\0\0\0\0\x01\0\0\x7f\x7f\x7f\x7f";

    /// <summary>Time to make a project and begin; certificates end at whole seconds.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-certificates-").FullName;
    private readonly TestAuthority _authority = new("The institute");
    private TestPlatform _platform = null!;

    private int Port => int.Parse(
        _platform.Server.Said.Split('\n').Single(line => line.Contains("listener   partners:", StringComparison.Ordinal)).Split(' ')[^1].Split(':')[^1], CultureInfo.InvariantCulture);

    public async Task InitializeAsync()
    {
        if (SpineRequirement.Skip is not null)
            return;
        var root = Path.Combine(_directory, "root.pem");
        await File.WriteAllTextAsync(root, _authority.Pem);
        _platform = await TestPlatform.StartAsync(
            "Listeners:partners:Protocol=kafka", "Listeners:partners:Tls=true", "Listeners:partners:ClientCertificate=required", $"Listeners:partners:ClientAuthorityFile={root}");
    }

    public async Task DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [SpineFact]
    public async Task A_fetch_that_waits_and_a_stream_of_batches_end_when_the_certificate_expires()
    {
        await using var project = await _platform.ProjectAsync("ends");
        using var certificate = _authority.Issue("CN=ends__ada", until: Life.TotalDays);
        using var reader = SignedInClient.Open(Port, certificate);
        using var writer = SignedInClient.Open(Port, certificate);
        var work = await LongWork.BeginAsync(project, reader, writer);

        await work.ShouldEndAsync(LeftOf(certificate) + Soon);

        LeftOf(certificate).ShouldBeLessThanOrEqualTo(TimeSpan.Zero, "not before its time");
        // In TLS 1.3 the client's half of the handshake is done before it hears that it was refused.
        await Should.ThrowAsync<Exception>(() => SignedInClient.Open(Port, certificate).SendAsync<MetadataRequest, MetadataResponse>(new(), 12));
    }

    [SpineFact]
    public async Task A_fetch_that_waits_and_a_stream_of_batches_end_when_the_member_is_removed()
    {
        await using var project = await _platform.ProjectAsync("removed");
        using var eve = await _platform.UserAsync("eve");
        await project.Rest.CallAsync(HttpMethod.Post, "projects/removed/members", new { user = "eve", role = "DATA_OWNER" });
        using var certificate = _authority.Issue("CN=removed__eve");
        using var reader = SignedInClient.Open(Port, certificate);
        using var writer = SignedInClient.Open(Port, certificate);
        var work = await LongWork.BeginAsync(project, reader, writer);

        await project.Rest.CallAsync(HttpMethod.Delete, "projects/removed/members/eve", ifMatch: "*");

        await work.ShouldEndAsync(Soon);
    }

    /// <summary>A handshake that goes on from an earlier one (RFC 8446 section 2.2) shows no certificate again.</summary>
    [OpenSslSpineTheory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_session_is_not_resumed_past_the_end_of_its_certificate(string version)
    {
        await using var project = await _platform.ProjectAsync("resumed");
        using var certificate = _authority.Issue("CN=resumed__ada", until: Life.TotalDays / 2);
        var session = Path.Combine(_directory, "session");
        (await AskAsync(certificate, version, "-sess_out", session)).Output.ShouldNotBeEmpty("it is let in while it is valid");
        new FileInfo(session).Length.ShouldBeGreaterThan(0);

        while (LeftOf(certificate) > TimeSpan.Zero)
            await AskAsync(certificate, version, "-sess_in", session);

        (await AskAsync(certificate, version, "-sess_in", session)).Output.ShouldBeEmpty();
    }

    private static TimeSpan LeftOf(X509Certificate2 certificate) => new DateTimeOffset(certificate.NotAfter) - TimeProvider.System.GetUtcNow();

    /// <summary>Asks by OpenSSL, which prints what the broker answers and nothing else.</summary>
    private async Task<ToolResult> AskAsync(X509Certificate2 certificate, params string[] arguments)
    {
        var path = Path.Combine(_directory, certificate.Thumbprint);
        await File.WriteAllTextAsync(path + ".pem", certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(path + ".key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return await Tool.RunAsync("openssl", ["s_client", "-quiet", "-connect", $"127.0.0.1:{Port}", "-cert", path + ".pem", "-key", path + ".key", .. arguments], Question);
    }
}
