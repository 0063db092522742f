using System.Text;
using Hops.Kafka.Tests.Wire;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>A connection of a principal of <see cref="Support.TestGate"/> that sends one request after the other.</summary>
internal sealed class SignedInClient : IDisposable
{
    private readonly RawClient _client;
    private int _correlationId;

    private SignedInClient(int port) => _client = new RawClient(port);

    public static async Task<SignedInClient> OpenAsync(int port, string name)
    {
        var client = new SignedInClient(port);
        await client.SendAsync<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = "PLAIN" }, 1);
        var answer = await client.SendAsync<SaslAuthenticateRequest, SaslAuthenticateResponse>(
            new() { AuthBytes = Encoding.UTF8.GetBytes($"\0{name}\0pencil") }, 2);
        answer.ErrorCode.ShouldBe(KafkaError.None);
        return client;
    }

    public async Task<TResponse> SendAsync<TRequest, TResponse>(TRequest request, short version)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new()
    {
        await _client.Stream.WriteAsync(RawClient.Request<TRequest, TResponse>(request, version, ++_correlationId));
        var frame = await _client.ReadAsync() ?? throw new InvalidOperationException($"the broker closed the connection at {TRequest.Api}");
        var isFlexible = version >= TRequest.FlexibleFrom;
        var header = isFlexible ? sizeof(int) + 1 : sizeof(int);
        var response = WireBytes.Decode<TResponse>(frame[header..], version, isFlexible, out var unread);
        unread.ShouldBe(0);
        return response;
    }

    public void Dispose() => _client.Dispose();
}
