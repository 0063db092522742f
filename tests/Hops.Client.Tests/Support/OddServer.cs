using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Hops.Client.Tests.Support;

/// <summary>An HTTP server on a free port that answers as a test says, and remembers what was asked.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    private readonly WebApplication _host;

    private OddServer(WebApplication host) => _host = host;

    public Uri Address => new(_host.Urls.Single());

    /// <summary>Method and target of each request as it was sent, in order.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    public static async Task<OddServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new OddServer(builder.Build());
        server._host.Run(http =>
        {
            server.Seen.Enqueue($"{http.Request.Method} {http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");
            return answer(http);
        });
        await server._host.StartAsync();
        return server;
    }

    /// <summary>Answers a body of a status and media type.</summary>
    public static Task<OddServer> AnsweringAsync(int status, string body, string type = "application/json") => StartAsync(http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        return http.Response.WriteAsync(body);
    });

    /// <summary>Begins to answer and ends the connection, half of the answer short.</summary>
    public static Task<OddServer> CuttingAsync(string body) => StartAsync(async http =>
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length * 2;
        await http.Response.WriteAsync(body);
    });

    /// <summary>Takes a request and never answers it.</summary>
    public static Task<OddServer> SilentAsync() => StartAsync(async http =>
    {
        var gone = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    });

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _host.StopAsync(impatient.Token);
        await _host.DisposeAsync();
    }
}
