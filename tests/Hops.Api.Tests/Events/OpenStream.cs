using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Hops.Api.Tests.Events;

/// <summary>A stream of events on a socket of its own, read as a browser reads it.</summary>
internal sealed class OpenStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(5));

    private OpenStream(HttpClient http, HttpResponseMessage response, Stream body)
    {
        (_http, _response) = (http, response);
        _items = SseParser.Create(body).EnumerateAsync(_end.Token).GetAsyncEnumerator(_end.Token);
    }

    /// <summary>Id of the last event.</summary>
    internal string LastId { get; private set; } = "";

    internal static async Task<OpenStream> OpenAsync(ApiServer server, string token, string channels, string? lastId = null)
    {
        var (http, response) = await AskAsync(server, token, channels, lastId);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var stream = new OpenStream(http, response, await response.Content.ReadAsStreamAsync());
        (await stream.NextAsync()).Type.ShouldBe("open");
        return stream;
    }

    internal static async Task<int> StatusAsync(ApiServer server, string token, string channels)
    {
        var (http, response) = await AskAsync(server, token, channels, null);
        using (http)
        using (response)
            return (int)response.StatusCode;
    }

    /// <summary>The next event that is no sign of life.</summary>
    internal async Task<(string Type, JsonElement View)> NextAsync()
    {
        while (await _items.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            var item = _items.Current;
            LastId = item.EventId ?? LastId;
            if (item.EventType != "heartbeat")
                return (item.EventType, JsonElement.Parse(item.Data));
        }

        return ("closed", default);
    }

    /// <summary>Reads items until there are so many.</summary>
    internal async Task<List<JsonElement>> ItemsAsync(int count)
    {
        var items = new List<JsonElement>();
        while (items.Count < count)
        {
            var (type, view) = await NextAsync();
            type.ShouldBe("items", view.ToString());
            items.AddRange(view.GetProperty("items").EnumerateArray());
        }

        return items;
    }

    public void Dispose()
    {
        _end.Cancel();
        _response.Dispose();
        _http.Dispose();
        _end.Dispose();
    }

    private static async Task<(HttpClient Http, HttpResponseMessage Response)> AskAsync(ApiServer server, string token, string channels, string? lastId)
    {
        var http = new HttpClient { BaseAddress = server.Address, Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/events?channels={Uri.EscapeDataString(channels)}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        return (http, await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }
}
