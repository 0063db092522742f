using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>A connection of a principal that sends one request after the other; the secret is that of everybody at TestGate.</summary>
internal sealed class SignedInClient : IDisposable
{
    private readonly RawClient _client;
    private int _correlationId;

    private SignedInClient(RawClient client) => _client = client;

    /// <summary>Whoever the certificate names, at a listener that asks for one.</summary>
    public static SignedInClient Open(int port, X509Certificate2 certificate) => new(new RawClient(port, isTls: true, certificate));

    public static async Task<SignedInClient> OpenAsync(int port, string name, string secret = "pencil")
    {
        var client = new SignedInClient(new RawClient(port));
        await client.SendAsync<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = "PLAIN" }, 1);
        var answer = await client.SendAsync<SaslAuthenticateRequest, SaslAuthenticateResponse>(
            new() { AuthBytes = Encoding.UTF8.GetBytes($"\0{name}\0{secret}") }, 2);
        answer.ErrorCode.ShouldBe(KafkaError.None);
        return client;
    }

    public Task<TResponse> SendAsync<TRequest, TResponse>(TRequest request, short version)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new() =>
        _client.AskAsync<TRequest, TResponse>(request, version, ++_correlationId);

    /// <summary>What comes without being asked for; null if the broker has closed the connection.</summary>
    public Task<byte[]?> ReadAsync() => _client.ReadAsync();

    public void Dispose() => _client.Dispose();
}
