using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hops.Kafka.Tests.Wire;
using Hops.Kafka.Wire;
using Hops.Net.Frames;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>A client that says exactly what a test wants.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _socket;

    /// <param name="port">Where the broker is.</param>
    /// <param name="isTls">True to shake hands for TLS.</param>
    /// <param name="certificate">What it shows of itself in that; null for nothing.</param>
    public RawClient(int port, bool isTls = false, X509Certificate2? certificate = null)
    {
        _socket = new TcpClient("127.0.0.1", port);
        Stream = _socket.GetStream();
        if (isTls)
            Stream = Encrypted(Stream, certificate);
    }

    public Socket Socket => _socket.Client;

    public Stream Stream { get; }

    public static byte[] Request<TRequest, TResponse>(TRequest request, short version, int correlationId)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new()
    {
        var isFlexible = version >= TRequest.FlexibleFrom;
        using var frame = new FrameBuilder(WireBytes.Pool).Begin();
        new RequestHeader(TRequest.Api, version, correlationId, "raw").Write(frame, WireBytes.Pool, isFlexible);
        new WireWriter(frame, WireBytes.Pool, version, isFlexible).Struct(request);
        return [.. frame.Finish().SelectMany(segment => segment.ToArray())];
    }

    /// <summary>Sends a request and reads its answer, the only one under way.</summary>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request, short version, int correlationId = 1)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new()
    {
        await Stream.WriteAsync(Request<TRequest, TResponse>(request, version, correlationId));
        var frame = await ReadAsync() ?? throw new InvalidOperationException($"the broker closed the connection at {TRequest.Api}");
        var isFlexible = version >= TRequest.FlexibleFrom;
        var header = isFlexible && TRequest.Api != ApiKey.ApiVersions ? sizeof(int) + 1 : sizeof(int);
        var response = WireBytes.Decode<TResponse>(frame[header..], version, isFlexible, out var unread);
        unread.ShouldBe(0);
        return response;
    }

    /// <summary>Sends a raw token of SASL and reads that of the broker; null if the broker has closed the connection.</summary>
    public async Task<byte[]?> TellAsync(string token)
    {
        var frame = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(token)];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        Encoding.UTF8.GetBytes(token, frame.AsSpan(sizeof(int)));
        await Stream.WriteAsync(frame);
        return await ReadAsync();
    }

    /// <summary>The next frame without its length; null if the broker has closed the connection.</summary>
    public async Task<byte[]?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var prefix = new byte[sizeof(int)];
        try
        {
            if (await Stream.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, patience.Token) < prefix.Length)
                return null;
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)];
            await Stream.ReadExactlyAsync(frame, patience.Token);
            return frame;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Whoever is there: what a test asks of the broker is not who it is.</summary>
    private static SslStream Encrypted(Stream stream, X509Certificate2? certificate)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        tls.AuthenticateAsClient("localhost", certificate is null ? null : [certificate], checkCertificateRevocation: false);
        return tls;
    }
}
