using Hops.Client.Files;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Hops.Client.Tests.Files;

/// <summary>The client against servers that answer oddly. Round trips are tested against real servers in Hops.Hadoop.Tests.</summary>
public sealed class WebHdfsClientTests : IAsyncDisposable
{
    private readonly List<WebApplication> _servers = [];
    private readonly ConcurrentQueue<string> _seen = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_credential_is_not_carried_to_another_host()
    {
        var other = await ServeAsync(http => http.Response.WriteAsync("content"));
        var first = await ServeAsync(http =>
        {
            var isSecond = http.Request.Query.ContainsKey("again");
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = isSecond ? other + "/elsewhere" : http.Request.Path + "?again=1";
            return Task.CompletedTask;
        });
        using var client = Client(first);
        await using (await client.OpenAsync("/a"))
        {
            _seen.ShouldBe(["Bearer secret", "Bearer secret", ""]);
        }
    }

    [Theory]
    [InlineData("", "/webhdfs/v1/a")]
    [InlineData("/", "/webhdfs/v1/a")]
    [InlineData("/webhdfs/v1/", "/webhdfs/v1/a")]
    [InlineData("/gateway/webhdfs/v1", "/gateway/webhdfs/v1/a")]
    public async Task The_path_of_the_protocol_is_added_to_a_bare_address(string path, string expected)
    {
        var address = await ServeAsync(http => http.Response.WriteAsync("{\"boolean\":" + (http.Request.Path == expected ? "true}" : "false}")));
        using var client = new WebHdfsClient(new WebHdfsClientOptions { Address = new Uri(address + path) });
        (await client.DeleteAsync("/a")).ShouldBeTrue();
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        var address = await ServeAsync(http =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = "/webhdfs/v1/a";
            return Task.CompletedTask;
        });
        using var client = Client(address);
        (await Should.ThrowAsync<PlatformException>(() => client.DeleteAsync("/a"))).Message.ShouldContain("redirected more than");
    }

    [Fact]
    public async Task What_may_be_repeated_is_tried_again_and_nothing_else()
    {
        var count = 0;
        var address = await ServeAsync(http => ++count % 3 == 0
            ? http.Response.WriteAsync("""{"boolean":true}""")
            : RefuseAsync(http, 403, "org.apache.hadoop.ipc.RetriableException"));
        using var client = Client(address);
        await client.MkdirsAsync("/a");
        count.ShouldBe(3);
        (await Should.ThrowAsync<PlatformException>(() => client.RenameAsync("/a", "/b"))).Code.ShouldBe(ErrorCode.Unavailable);
        count.ShouldBe(4);
    }

    [Theory]
    [InlineData(404, "java.io.FileNotFoundException", ErrorCode.NotFound)]
    [InlineData(403, "org.apache.hadoop.security.AccessControlException", ErrorCode.AccessDenied)]
    [InlineData(401, "org.apache.hadoop.security.AccessControlException", ErrorCode.Unauthenticated)]
    [InlineData(403, "org.apache.hadoop.fs.FileAlreadyExistsException", ErrorCode.AlreadyExists)]
    [InlineData(403, "org.apache.hadoop.hdfs.protocol.DSQuotaExceededException", ErrorCode.StorageQuotaExceeded)]
    [InlineData(403, "org.apache.hadoop.security.token.SecretManager$InvalidToken", ErrorCode.Unauthenticated)]
    [InlineData(400, "java.lang.IllegalArgumentException", ErrorCode.InvalidArgument)]
    [InlineData(500, "java.lang.NullPointerException", ErrorCode.Internal)]
    public async Task Classes_of_hadoop_become_codes(int status, string javaClass, ErrorCode code)
    {
        using var client = Client(await ServeAsync(http => RefuseAsync(http, status, javaClass)));
        (await Should.ThrowAsync<PlatformException>(() => client.DeleteAsync("/a"))).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"FileStatus":{"type":"FILE","length":"x"}}""")]
    [InlineData("""{"FileStatus":{"type":"FILE","length":1,"owner":"o","group":"g","permission":"9","modificationTime":1}}""")]
    public async Task A_reply_that_is_none_of_webhdfs_is_refused(string body)
    {
        using var client = Client(await ServeAsync(http => http.Response.WriteAsync(body)));
        (await Should.ThrowAsync<PlatformException>(() => client.StatAsync("/a"))).Code.ShouldBe(ErrorCode.Internal);
    }

    [Fact]
    public async Task A_reply_without_end_is_refused_in_bounded_memory()
    {
        var address = await ServeAsync(async http =>
        {
            var blanks = new byte[1024 * 1024];
            blanks.AsSpan().Fill((byte)' ');
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(blanks, http.RequestAborted);
            }
        });
        using var client = Client(address);
        (await Should.ThrowAsync<PlatformException>(() => client.StatAsync("/a"))).Code.ShouldBe(ErrorCode.Internal);
    }

    private static Task RefuseAsync(HttpContext http, int status, string javaClass)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync("{\"RemoteException\":{\"exception\":\"X\",\"javaClassName\":\"" + javaClass + "\",\"message\":\"why\"}}");
    }

    private async Task<string> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(http =>
        {
            _seen.Enqueue(http.Request.Headers.Authorization.ToString());
            return answer(http);
        });
        _servers.Add(server);
        await server.StartAsync();
        return server.Urls.Single();
    }

    private static WebHdfsClient Client(string address) => new(new WebHdfsClientOptions
    {
        Address = new Uri(address + "/webhdfs/v1"),
        Authorization = () => new AuthenticationHeaderValue("Bearer", "secret"),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    });
}
