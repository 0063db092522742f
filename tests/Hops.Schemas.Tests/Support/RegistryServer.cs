using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Net.Http;
using Hops.Schemas.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Hops.Schemas.Tests.Support;

/// <summary>The registry on a real Kestrel at a free port.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly WebApplication _application;

    private RegistryServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.UseHttpFront(new HostNames([]));
        var gate = new TwoProjectsGate();
        _application.MapSchemaRegistry(_database.Registry, gate, gate);
    }

    public Uri Address => new(_application.Urls.First());

    public static async Task<RegistryServer> StartAsync()
    {
        var server = new RegistryServer();
        await server._application.StartAsync();
        return server;
    }

    public HttpClient Client(string? name)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (name != null)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{TwoProjectsGate.Secret}"));
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _database.DisposeAsync();
    }
}

internal static class RegistryClient
{
    public const string MediaType = "application/vnd.schemaregistry.v1+json";

    public static async Task<(int Status, JsonElement Body)> SendAsync(this HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body != null)
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, MediaType);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public static int Error(this (int Status, JsonElement Body) answer) => answer.Body.GetProperty("error_code").GetInt32();
}
