using System.Net.Sockets;
using System.Text;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class HostileRequestTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const string Data = "/Projects/alpha/data";

    [Theory]
    [InlineData("GET", "op=")]
    [InlineData("GET", "")]
    [InlineData("GET", "op=NONSENSE")]
    [InlineData("GET", "op=CREATE")]
    [InlineData("GET", "op=OPEN&op=LISTSTATUS")]
    [InlineData("GET", "op=OPEN&offset=x")]
    [InlineData("GET", "op=OPEN&offset=-1")]
    [InlineData("GET", "op=OPEN&offset=99999999999999999999")]
    [InlineData("GET", "op=OPEN&length=-5")]
    [InlineData("PUT", "op=MKDIRS&permission=8")]
    [InlineData("PUT", "op=MKDIRS&permission=7777")]
    [InlineData("PUT", "op=MKDIRS&permission=0000000000000000000000000000000001777777")]
    [InlineData("PUT", "op=CREATE&overwrite=perhaps")]
    [InlineData("PUT", "op=CREATE&data=true&replication=0")]
    [InlineData("PUT", "op=CREATE&data=true&blocksize=1")]
    [InlineData("PUT", "op=RENAME")]
    [InlineData("PUT", "op=RENAME&destination=relative")]
    [InlineData("PUT", "op=RENAME&destination=/Projects/alpha/data/%00")]
    [InlineData("PUT", "op=RENAME&destination=/Projects/alpha/data/y&renameoptions=SIDEWAYS")]
    [InlineData("PUT", "op=SETOWNER")]
    [InlineData("PUT", "op=SETTIMES&modificationtime=9223372036854775807")]
    [InlineData("GET", "op=CHECKACCESS&fsaction=rwxr")]
    [InlineData("GET", "op=CHECKACCESS&fsaction=xwr")]
    [InlineData("GET", "op=GETXATTRS")]
    public async Task A_malformed_request_is_refused_as_one(string method, string query)
    {
        using var client = host.Client(TestGate.Owner);
        await client.CreateAsync(Data + "/malformed", "x"u8.ToArray(), overwrite: true);
        using var reply = await host.SendAsync(method, Data + "/malformed", query, TestGate.Owner);
        ((int)reply.StatusCode).ShouldBe(400);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("RemoteException");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"sequence\":-1}")]
    [InlineData("{\"sequence\":0,\"unknown\":1}")]
    [InlineData("{\"sequence\":0,\"renames\":[null]}")]
    [InlineData("{\"sequence\":0,\"renames\":[{\"source\":\"/a\"}]}")]
    [InlineData("{\"sequence\":0,\"renames\":[{\"source\":\"/a\",\"destination\":null}]}")]
    [InlineData("{\"sequence\":0,\"deletes\":[null]}")]
    [InlineData("{\"sequence\":0,\"deletes\":[\"/Projects/alpha/../beta/data/x\"]}")]
    [InlineData("{\"sequence\":0,\"body\":\"not base64!\"}")]
    public async Task A_malformed_commit_is_refused(string body)
    {
        using var reply = await host.SendAsync(
            "POST", Data, "op=COMMITFILES", TestGate.Owner, new StringContent(body, Encoding.UTF8, "application/json"));
        ((int)reply.StatusCode).ShouldBe(400, await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_commit_that_is_too_large_is_refused()
    {
        var body = "{\"sequence\":0,\"body\":\"" + new string('A', 5 * 1024 * 1024) + "\"}";
        using var reply = await host.SendAsync(
            "POST", Data, "op=COMMITFILES", TestGate.Owner, new StringContent(body, Encoding.UTF8, "application/json"));
        (await reply.Content.ReadAsStringAsync()).ShouldContain("\"hopsCode\":\"too-large\"");
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\nonly this")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n")]
    public async Task An_upload_that_is_cut_short_leaves_no_file(string rest)
    {
        var path = $"{Data}/cut-{Guid.NewGuid():N}";
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", host.Port);
            var stream = client.GetStream();
            var request = $"PUT /webhdfs/v1{path}?op=CREATE&data=true HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token-{TestGate.Owner}\r\n{rest}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
            client.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer) > 0)
            {
                // To the end, which comes when the server has given the request up.
            }
        }

        using var files = host.Client(TestGate.Owner);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await files.FindAsync(path, deadline.Token) is not null)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Content_is_served_as_nothing_that_a_browser_runs()
    {
        using var client = host.Client(TestGate.Owner);
        await client.CreateAsync(Data + "/page.html", "<script>alert(1)</script>"u8.ToArray());
        using var reply = await host.SendAsync("GET", Data + "/page.html", "op=OPEN", TestGate.Owner);
        reply.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        reply.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        reply.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        reply.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox; default-src 'none'"]);
    }
}
