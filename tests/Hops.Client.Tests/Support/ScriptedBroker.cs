using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hops.Client.Topics;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.Net.Frames;

namespace Hops.Client.Tests.Support;

/// <summary>A broker of the Kafka protocol that answers as a test says: one of several, which the embedded one never is.</summary>
internal sealed class ScriptedBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<ApiKey, Func<byte[], short, ReadOnlyMemory<byte>>> _answers = [];
    private readonly Dictionary<ApiKey, short> _offered = [];
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Task _accepting;

    public ScriptedBroker()
    {
        _listener.Start();
        Answer<ApiVersionsRequest, ApiVersionsResponse>(2, _ => new ApiVersionsResponse
        {
            ApiKeys = [.. _answers.Keys.Union(_offered.Keys).Select(key => new ApiVersionsResponse.Api { ApiKey = (short)key, MaxVersion = _offered.GetValueOrDefault(key, (short)12) })],
        });
        _accepting = AcceptAsync();
    }

    public BrokerAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>Says that it offers a request up to a version, whether or not it answers it; not said, one that it answers is offered up to version 12.</summary>
    public ScriptedBroker Offer(ApiKey api, short versionMax)
    {
        _offered[api] = versionMax;
        return this;
    }

    /// <summary>Answers a request, whose version is at most what the client understands.</summary>
    public ScriptedBroker Answer<TRequest, TResponse>(short responseVersionMax, Func<TRequest, TResponse> answer)
        where TRequest : class, IRequest<TResponse>, new()
        where TResponse : class, IWireStruct, new()
    {
        _answers[TRequest.Api] = (frame, version) =>
        {
            version.ShouldBeLessThanOrEqualTo(responseVersionMax);
            var isFlexible = version >= TRequest.FlexibleFrom;
            var clientId = BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(8));
            var reader = new WireReader(frame, 10 + clientId + (isFlexible ? 1 : 0), frame.Length, version, isFlexible);
            var request = reader.Read<TRequest>();
            var pool = new FramePool(inFlightMaxBytes: 1 << 20, retainedMaxBytes: 1 << 16);
            using var built = new FrameBuilder(pool).Begin();
            frame.AsSpan(4, sizeof(int)).CopyTo(built.Reserve(sizeof(int)));
            if (isFlexible && TRequest.Api != ApiKey.ApiVersions)
                built.Reserve(1)[0] = 0;
            var writer = new WireWriter(built, pool, version, isFlexible);
            writer.Struct(answer(request));
            return built.Finish().SelectMany(piece => piece.ToArray()).ToArray();
        };
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var client in _clients)
            client.Dispose();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            var length = new byte[sizeof(int)];
            while (true)
            {
                await stream.ReadExactlyAsync(length);
                var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                await stream.ReadExactlyAsync(frame);
                var key = (ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame);
                await stream.WriteAsync(_answers[key](frame, BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(2))));
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client or the test has ended it.
            client.Dispose();
        }
    }
}
