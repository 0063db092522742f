using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.Net.Frames;

namespace Hops.EndToEnd.Tests.Servers;

/// <summary>A connection to the broker that sends what it likes and reads what it likes.</summary>
internal sealed class HostileConnection : IDisposable
{
    private static readonly FramePool Pool = new(1L << 30, 0);
    private readonly TcpClient _socket;

    private HostileConnection(TcpClient socket) => _socket = socket;

    public NetworkStream Stream => _socket.GetStream();

    /// <summary>Connects and says nothing.</summary>
    public static HostileConnection Open(string address)
    {
        var colon = address.LastIndexOf(':');
        return new HostileConnection(new TcpClient(address[..colon], int.Parse(address[(colon + 1)..], CultureInfo.InvariantCulture)));
    }

    /// <summary>Connects and signs in.</summary>
    public static async Task<HostileConnection> SignInAsync(string address, string name, string secret)
    {
        var connection = Open(address);
        await connection.Stream.WriteAsync(Frame<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = "PLAIN" }, 1));
        (await connection.TryReadAsync()).ShouldBeTrue();
        await connection.Stream.WriteAsync(
            Frame<SaslAuthenticateRequest, SaslAuthenticateResponse>(new() { AuthBytes = Encoding.UTF8.GetBytes($"\0{name}\0{secret}") }, 1));
        (await connection.TryReadAsync()).ShouldBeTrue();
        return connection;
    }

    /// <summary>A request with its length.</summary>
    public static byte[] Frame<TRequest, TResponse>(TRequest request, short version)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new()
    {
        var isFlexible = version >= TRequest.FlexibleFrom;
        using var frame = new FrameBuilder(Pool).Begin();
        new RequestHeader(TRequest.Api, version, 1, "hostile").Write(frame, Pool, isFlexible);
        new WireWriter(frame, Pool, version, isFlexible).Struct(request);
        return [.. frame.Finish().SelectMany(segment => segment.ToArray())];
    }

    /// <summary>Reads one answer and throws it away.</summary>
    /// <returns>False if the broker has ended the connection.</returns>
    public async Task<bool> TryReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var prefix = new byte[sizeof(int)];
            if (await Stream.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, patience.Token) < prefix.Length)
                return false;
            var rest = BinaryPrimitives.ReadInt32BigEndian(prefix);
            var scrap = new byte[64 << 10];
            while (rest > 0)
            {
                var read = await Stream.ReadAsync(scrap.AsMemory(0, Math.Min(rest, scrap.Length)), patience.Token);
                if (read == 0)
                    return false;
                rest -= read;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Sends so many of one request without waiting, as far as the broker takes them.</summary>
    public async Task FloodAsync(byte[] request, int count)
    {
        try
        {
            for (var sent = 0; sent < count; sent++)
                await Stream.WriteAsync(request);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The broker, or the test, has had enough of it.
        }
    }

    public void Dispose()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }
}
