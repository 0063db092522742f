using Hops.Cli.Tests.Support;
using Hops.Net.Tests.Support;

namespace Hops.Cli.Tests.Server;

/// <summary>Project-users who come with a certificate, by kcat and curl.</summary>
public sealed class ClientCertificateTests(CertifiedServer server) : IClassFixture<CertifiedServer>
{
    [Fact]
    public async Task Kcat_produces_and_reads_over_ssl_without_a_password_until_the_member_is_removed()
    {
        await server.MakeUserAsync("ada");
        await server.Owner.DoAsync("member", "add", "ada", "--role", "data-owner");
        using var certificate = server.Authority.Issue("CN=lab__ada");
        var made = await server.KcatAsync(certificate, "ORD,LAX\nJFK,SFO\n", "-P", "-t", "departures");
        made.ExitCode.ShouldBe(0, made.Said);

        var read = await server.KcatAsync(certificate, "", "-C", "-t", "departures", "-o", "beginning", "-e", "-q");
        read.Output.ShouldBe("ORD,LAX\nJFK,SFO\n", read.Said);
        (await server.Owner.DoAsync("audit", "list")).ShouldContain("lab__ada");

        await server.Owner.DoAsync("member", "remove", "ada", "--yes");
        (await server.KcatAsync(certificate, "", "-L", "-m", "5")).ExitCode.ShouldNotBe(0);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("of another authority")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("for servers")]
    [InlineData("of nobody")]
    public async Task Any_other_certificate_is_refused(string kind)
    {
        using var other = new TestAuthority("The institute");
        using var certificate = kind switch
        {
            "of another authority" => other.Issue("CN=lab__admin"),
            "expired" => server.Authority.Issue("CN=lab__admin", until: -1),
            "not yet valid" => server.Authority.Issue("CN=lab__admin", from: 0.5),
            "for servers" => server.Authority.Issue("CN=lab__admin", isForServers: true),
            "of nobody" => server.Authority.Issue("CN=lab__nobody"),
            _ => null,
        };
        using var good = server.Authority.Issue("CN=lab__admin");
        (await server.KcatAsync(good, "", "-L")).Output.ShouldContain("departures");

        var refused = await server.KcatAsync(certificate, "", "-L", "-m", "5");
        refused.ExitCode.ShouldNotBe(0, refused.Said);
        refused.Output.ShouldNotContain("departures");
        if (kind is "none")
            return;
        (await server.CurlAsync(certificate, "registry/subjects")).Output.ShouldBeOneOf("000", "401");
    }

    [Fact]
    public async Task A_member_of_another_project_sees_and_does_what_that_one_may_and_nothing_else()
    {
        await server.MakeUserAsync("eve");
        await server.Owner.DoAsync("project", "create", "annex");
        await server.Owner.DoAsync("topic", "create", "arrivals", "--project", "annex");
        await server.Owner.DoAsync("member", "add", "eve", "--role", "data-owner", "--project", "annex");
        using var certificate = server.Authority.Issue("CN=annex__eve");

        var seen = await server.KcatAsync(certificate, "", "-L");
        seen.Output.ShouldContain("arrivals", customMessage: seen.Said);
        seen.Output.ShouldNotContain("departures");
        (await server.KcatAsync(certificate, "ORD,LAX\n", "-P", "-t", "arrivals")).ExitCode.ShouldBe(0);
        (await server.KcatAsync(certificate, "ORD,LAX\n", "-P", "-t", "departures", "-X", "message.timeout.ms=3000")).ExitCode.ShouldNotBe(0, "of that name it has no topic");
        (await server.CurlAsync(certificate, "api/v1/projects/annex")).Output.ShouldBe("200");
        (await server.CurlAsync(certificate, "api/v1/projects/lab")).Output.ShouldBe("404");

        using var both = server.Authority.Issue("CN=annex__eve, CN=lab__admin");
        (await server.KcatAsync(both, "", "-L", "-m", "5")).ExitCode.ShouldNotBe(0, "of two names neither counts");
    }

    [Fact]
    public async Task Over_http_a_certificate_stands_for_a_password_and_a_password_goes_before_it()
    {
        using var certificate = server.Authority.Issue("CN=lab__admin");

        (await server.CurlAsync(certificate, "registry/subjects")).Output.ShouldBe("200");
        (await server.CurlAsync(certificate, "webhdfs/v1/Projects/lab?op=LISTSTATUS")).Output.ShouldBe("200");
        (await server.CurlAsync(certificate, "api/v1/projects/lab")).Output.ShouldBe("200");
        (await server.CurlAsync(null, "registry/subjects")).Output.ShouldBe("401", "it is optional there, not needless");
        (await server.CurlAsync(certificate, "registry/subjects", "-u", "lab__admin:wrong")).Output.ShouldBe("401");
        (await server.CurlAsync(certificate, "webhdfs/v1/Projects/lab?op=LISTSTATUS&delegation=wrong")).Output.ShouldBe("401");
    }
}
