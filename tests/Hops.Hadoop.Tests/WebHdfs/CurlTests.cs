using System.Security.Cryptography;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class CurlTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>, IDisposable
{
    private const string Data = "/Projects/alpha/data";

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-curl-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [CurlFact]
    public async Task A_file_goes_up_and_down_through_the_redirect()
    {
        var source = Path.Combine(_directory, "source");
        await File.WriteAllBytesAsync(source, RandomNumberGenerator.GetBytes(3_000_000));
        (await CurlAsync("-L", "-T", source, host.Url(Data + "/curl", "op=CREATE"))).ShouldBe("201");
        (await CurlAsync("-o", source + ".down", host.Url(Data + "/curl", "op=OPEN"))).ShouldBe("200");
        (await File.ReadAllBytesAsync(source + ".down")).ShouldBe(await File.ReadAllBytesAsync(source));

        (await CurlAsync("-o", source + ".part", "-r", "100-199", host.Url(Data + "/curl", "op=OPEN"))).ShouldBe("206");
        (await File.ReadAllBytesAsync(source + ".part")).ShouldBe((await File.ReadAllBytesAsync(source))[100..200]);
        (await CurlAsync("-r", "3000000-", host.Url(Data + "/curl", "op=OPEN"))).ShouldBe("416");
        (await CurlAsync("-o", source + ".tail", host.Url(Data + "/curl", "op=OPEN&offset=2999990&length=100"))).ShouldBe("200");
        (await File.ReadAllBytesAsync(source + ".tail")).ShouldBe((await File.ReadAllBytesAsync(source))[2_999_990..]);
    }

    [CurlFact]
    public async Task A_chunked_upload_is_appended()
    {
        (await CurlAsync("-L", "-X", "PUT", "-d", "", host.Url(Data + "/appended", "op=CREATE"))).ShouldBe("201");
        var piece = Path.Combine(_directory, "piece");
        await File.WriteAllTextAsync(piece, "a piece,");
        for (var count = 0; count < 2; count++)
        {
            (await CurlAsync("-L", "-X", "POST", "-H", "Transfer-Encoding: chunked", "-T", piece, host.Url(Data + "/appended", "op=APPEND"))).ShouldBe("200");
        }

        var (_, content) = await ForeignClient.RunAsync("curl", ["-s", "-u", Credential, host.Url(Data + "/appended", "op=OPEN")]);
        content.ShouldBe("a piece,a piece,");
    }

    [CurlFact]
    public async Task The_location_alone_is_enough_for_the_second_step()
    {
        var (_, reply) = await ForeignClient.RunAsync(
            "curl", ["-s", "-u", Credential, "-X", "PUT", host.Url(Data + "/two-steps", "op=CREATE&noredirect=true&permission=0600")]);
        using var json = System.Text.Json.JsonDocument.Parse(reply);
        var location = json.RootElement.GetProperty("Location").GetString()!;
        location.ShouldNotContain("secret");
        (await AnonymousAsync("-X", "PUT", "-d", "content", location)).ShouldBe("201");
        (await AnonymousAsync("-X", "PUT", "-d", "content", location)).ShouldBe("401");
        var (_, status) = await ForeignClient.RunAsync("curl", ["-s", "-u", Credential, host.Url(Data + "/two-steps", "op=GETFILESTATUS")]);
        status.ShouldContain("\"permission\":\"600\"");
    }

    [CurlFact]
    public async Task Where_to_read_is_told_on_request()
    {
        (await CurlAsync("-X", "PUT", "-d", "content", host.Url(Data + "/told", "op=CREATE&data=true"))).ShouldBe("201");
        var (_, reply) = await ForeignClient.RunAsync("curl", ["-s", "-u", Credential, host.Url(Data + "/told", "op=OPEN&offset=3&noredirect=true")]);
        using var json = System.Text.Json.JsonDocument.Parse(reply);
        var (_, content) = await ForeignClient.RunAsync("curl", ["-s", json.RootElement.GetProperty("Location").GetString()!]);
        content.ShouldBe("tent");
    }

    [CurlFact]
    public async Task One_request_is_enough_with_data_true()
    {
        (await CurlAsync("-X", "PUT", "-d", "content", host.Url(Data + "/one-step", "op=CREATE&data=true"))).ShouldBe("201");
        (await CurlAsync("-X", "PUT", "-d", "other", host.Url(Data + "/one-step", "op=CREATE&data=true"))).ShouldBe("403");
        (await CurlAsync("-X", "PUT", "-d", "other", host.Url(Data + "/one-step", "op=CREATE&data=true&overwrite=true"))).ShouldBe("201");
    }

    [CurlFact]
    public async Task User_name_is_no_credential_and_does_no_harm_beside_one()
    {
        (await AnonymousAsync(host.Url(Data, "op=LISTSTATUS&user.name=hops"))).ShouldBe("401");
        var (_, head) = await ForeignClient.RunAsync("curl", ["-s", "-i", host.Url(Data, "op=LISTSTATUS&user.name=hops")]);
        head.ShouldContain("WWW-Authenticate: Basic realm=\"Hops\"");
        (await CurlAsync(host.Url(Data, "op=LISTSTATUS&user.name=hops&doas=hops"))).ShouldBe("200");
        (await AnonymousAsync(host.Url(Data, $"op=LISTSTATUS&delegation=token-{TestGate.Owner}"))).ShouldBe("200");
        (await AnonymousAsync("-H", $"Authorization: Bearer token-{TestGate.Owner}", host.Url(Data, "op=LISTSTATUS"))).ShouldBe("200");
        (await AnonymousAsync("-u", $"{TestGate.Owner}:wrong", host.Url(Data, $"op=LISTSTATUS&delegation=token-{TestGate.Owner}"))).ShouldBe("401");
    }

    [CurlFact]
    public async Task Dots_in_a_path_are_refused()
    {
        (await CurlAsync("--path-as-is", host.Url("/Projects/alpha/../beta/data", "op=LISTSTATUS"))).ShouldBe("400");
        (await CurlAsync("--path-as-is", host.Url("/Projects/alpha/%2e%2e/beta/data", "op=LISTSTATUS"))).ShouldBe("400");
        (await CurlAsync("--path-as-is", host.Url("/Projects%2Fbeta%2Fdata", "op=LISTSTATUS"))).ShouldBe("404");
        (await CurlAsync("-X", "PUT", host.Url(Data + "/x", "op=RENAME&destination=/Projects/alpha/../beta/data/x"))).ShouldBe("400");
    }

    [CurlFact]
    public async Task A_page_of_another_site_changes_nothing()
    {
        (await CurlAsync("-X", "PUT", "-H", "Origin: https://evil.example", host.Url(Data + "/csrf", "op=MKDIRS"))).ShouldBe("403");
        (await CurlAsync("-X", "PUT", "-H", "Sec-Fetch-Site: cross-site", host.Url(Data + "/csrf", "op=MKDIRS"))).ShouldBe("403");
        (await CurlAsync("-X", "PUT", "-H", "Origin: " + host.Address, host.Url(Data + "/csrf", "op=MKDIRS"))).ShouldBe("200");
    }

    private static string Credential => $"{TestGate.Owner}:secret-{TestGate.Owner}";

    private static Task<string> CurlAsync(params string[] arguments) => AnonymousAsync(["-u", Credential, .. arguments]);

    private static async Task<string> AnonymousAsync(params string[] arguments)
    {
        var output = arguments.Contains("-o") ? Array.Empty<string>() : ["-o", "/dev/null"];
        var (_, status) = await ForeignClient.RunAsync("curl", ["-s", "-w", "%{http_code}", .. output, .. arguments]);
        return status;
    }
}
