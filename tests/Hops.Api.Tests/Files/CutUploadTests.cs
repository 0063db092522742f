using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hops.Core.Identity;
using Hops.Platform.Tokens;
using Microsoft.Extensions.Logging;

namespace Hops.Api.Tests.Files;

/// <summary>Uploads that break off on the way, over both doors: nothing is left, and nothing is logged as a fault of ours.</summary>
public sealed class CutUploadTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static int _uploads;

    [Theory]
    [InlineData("PUT /api/v1/projects/cut/files/content?path=data/rest-{0}", false, false)]
    [InlineData("PUT /api/v1/projects/cut/files/content?path=data/rest-{0}", true, false)]
    [InlineData("PUT /api/v1/projects/cut/files/content?path=data/rest-{0}", false, true)]
    [InlineData("PUT /webhdfs/v1/Projects/cut/data/hdfs-{0}?op=CREATE&data=true", false, false)]
    [InlineData("PUT /webhdfs/v1/Projects/cut/data/hdfs-{0}?op=CREATE&data=true", true, false)]
    [InlineData("PUT /webhdfs/v1/Projects/cut/data/hdfs-{0}?op=CREATE&data=true", false, true)]
    public async Task A_cut_upload_leaves_nothing_and_no_error_in_the_log(string target, bool isReset, bool isChunked)
    {
        var token = await TokenAsync();
        var stopped = Stopped();
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync("127.0.0.1", server.Address.Port);
            var length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 50000000";
            var head = $"{string.Format(CultureInfo.InvariantCulture, target, Interlocked.Increment(ref _uploads))} HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\nAuthorization: Bearer {token}\r\n"
                + $"Content-Type: application/octet-stream\r\n{length}\r\n\r\n{(isChunked ? "2FAF080\r\n" : "")}";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head));
            await socket.SendAsync(new byte[500_000]);
            await UntilAsync(() => server.Platform.Door.TransfersUnderWay == 1);
            socket.LingerState = new LingerOption(isReset, 0);
        }

        await UntilAsync(() => server.Platform.Door.TransfersUnderWay == 0 && Stopped() > stopped);
        server.Log.Lines.Where(line => line.Level >= LogLevel.Warning).ShouldBeEmpty();
        using var client = server.As(token);
        (await client.SendAsync(HttpMethod.Get, "projects/cut/files?path=data")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private int Stopped() => server.Log.Lines.Count(line => line.Event == "ConnectionStop");

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(5, deadline.Token);
    }

    private async Task<string> TokenAsync()
    {
        if (server.Platform.Roster.Now.FindUser("cut_owner") is null)
        {
            using var owner = await server.UserAsync("cut_owner");
            (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "cut" })).Status.ShouldBe(201);
            (await owner.SendAsync(HttpMethod.Post, "projects/cut/datasets", new { name = "data" })).Status.ShouldBe(201);
        }

        var user = server.Platform.Roster.Now.FindUser("cut_owner")!;
        var actor = new Principal { Name = user.Name, UserName = user.Name, UserId = user.Id, Scopes = TokenScopes.All };
        return (await IssueToken.RunAsync(server.Platform, actor, new TokenRequest("cut", TokenScopes.All, null, null), default)).Text;
    }
}
