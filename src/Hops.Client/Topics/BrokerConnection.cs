using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.Net.Frames;

namespace Hops.Client.Topics;

/// <summary>
/// One connection to a broker of the Kafka protocol: versions negotiated, signed in with SASL, requests pipelined. Thread safe. Any failure
/// of the connection fails all requests under way; a connection is not reopened but replaced. It opens and owns those to other brokers of its cluster.
/// </summary>
public sealed class BrokerConnection : IAsyncDisposable
{
    private const int PipelineMax = 16;
    private const int FrameMaxBytes = 128 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly BrokerAddress _address;
    private readonly BrokerCredential? _credential;
    private readonly ConcurrentDictionary<BrokerAddress, Lazy<Task<BrokerConnection>>> _peers = new();
    private readonly FramePool _pool = new(inFlightMaxBytes: 256 * 1024 * 1024, retainedMaxBytes: 1024 * 1024);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<ReceivedFrame>> _waiting = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SemaphoreSlim _pipeline = new(PipelineMax, PipelineMax);
    private readonly Dictionary<ApiKey, (short Min, short Max)> _versions = [];
    private readonly Task _receiving;
    private int _correlationId;
    private volatile Exception? _failure;

    private BrokerConnection(Socket socket, Stream stream, BrokerAddress address, BrokerCredential? credential)
    {
        (_socket, _stream, _address, _credential) = (socket, stream, address, credential);
        _receiving = ReceiveAsync();
    }

    /// <summary>Connects, signs in and learns what the broker offers.</summary>
    /// <param name="address">Host and port, and whether it encrypts.</param>
    /// <param name="credential">Name and secret, or null for a broker that asks for none.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="PlatformException"><c>Unavailable</c> if nobody listens; <c>Unauthenticated</c>; what <see cref="BrokerTls"/> refuses.</exception>
    public static async Task<BrokerConnection> OpenAsync(
        BrokerAddress address, BrokerCredential? credential, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new PlatformException(ErrorCode.Unavailable, $"No broker answers at {address}.", exception);
        }

        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (address.Tls is { } tls)
            stream = await tls.ShakeHandsAsync(stream, address, cancellationToken);
        var connection = new BrokerConnection(socket, stream, address, credential);
        try
        {
            await connection.NegotiateAsync(cancellationToken);
            if (credential is not null)
                await connection.SignInAsync(credential, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects to the first of some brokers of a cluster that answers.</summary>
    /// <param name="addresses">One or more, in the order in which they are tried.</param>
    /// <param name="credential">As for <see cref="OpenAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="PlatformException"><c>Unavailable</c> if none answers: of the last one; <c>Unauthenticated</c> and the like of the first that does.</exception>
    public static async Task<BrokerConnection> OpenAnyAsync(
        IReadOnlyList<BrokerAddress> addresses, BrokerCredential? credential, CancellationToken cancellationToken)
    {
        for (var index = 0; ; index++)
        {
            try
            {
                return await OpenAsync(addresses[index], credential, cancellationToken);
            }
            catch (PlatformException away) when (away.Code == ErrorCode.Unavailable && index < addresses.Count - 1)
            {
                // The next one knows the others.
            }
        }
    }

    /// <summary>True if the broker offers a request in a version, or in newer ones.</summary>
    /// <param name="api">The request.</param>
    /// <param name="version">The version.</param>
    public bool Offers(ApiKey api, short version = 0) => _versions.TryGetValue(api, out var offered) && offered.Max >= version;

    /// <summary>
    /// Sends a request and waits for its answer. Bytes of the answer lie in memory of their own that stays valid.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="versionMax">Highest version that the caller understands.</param>
    /// <param name="cancellationToken">Stops waiting; the answer is then dropped.</param>
    /// <exception cref="PlatformException"><c>Unavailable</c> if the connection fails; <c>Unsupported</c> if no version fits.</exception>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(TRequest request, short versionMax, CancellationToken cancellationToken)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new()
    {
        // The frame is left to the garbage collector: the answer may refer to it for ever.
        var (response, _) = await SendForFrameAsync<TRequest, TResponse>(request, versionMax, cancellationToken);
        return response;
    }

    /// <summary>As <see cref="SendAsync"/>, with the frame in which the bytes of the answer lie, for the caller to dispose.</summary>
    internal async Task<(TResponse Response, ReceivedFrame Frame)> SendForFrameAsync<TRequest, TResponse>(
        TRequest request, short versionMax, CancellationToken cancellationToken)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new()
    {
        var version = TRequest.Api == ApiKey.ApiVersions ? versionMax : Choose(TRequest.Api, versionMax);
        var isFlexible = version >= TRequest.FlexibleFrom;
        await _pipeline.WaitAsync(cancellationToken);
        try
        {
            var answer = new TaskCompletionSource<ReceivedFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
            var correlationId = Interlocked.Increment(ref _correlationId);
            _waiting[correlationId] = answer;
            try
            {
                await WriteAsync(request, TRequest.Api, version, isFlexible, correlationId, cancellationToken);
                var frame = await answer.Task.WaitAsync(cancellationToken);
                var header = sizeof(int);
                var reader = new WireReader(frame.Array, header, frame.LengthBytes, version, isFlexible);
                if (isFlexible && TRequest.Api != ApiKey.ApiVersions)
                    reader.UnsignedVarint();
                return (reader.Read<TResponse>(), frame);
            }
            finally
            {
                _waiting.TryRemove(correlationId, out _);
            }
        }
        catch (WireFormatException exception)
        {
            throw Fail(exception);
        }
        finally
        {
            _pipeline.Release();
        }
    }

    /// <summary>A connection to another broker of the same cluster, as the same user: opened when it is first asked for, and again after it was lost.</summary>
    /// <param name="host">Host that the cluster names.</param>
    /// <param name="port">Port.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>It remains this connection's; this one itself if it goes there.</returns>
    /// <exception cref="PlatformException">As <see cref="OpenAsync"/>.</exception>
    public async Task<BrokerConnection> PeerAsync(string host, int port, CancellationToken cancellationToken)
    {
        var address = _address with { Host = host, Port = port };
        if (address == _address)
            return this;
        var opening = _peers.GetOrAdd(address, static (other, credential) => new(() => OpenAsync(other, credential, CancellationToken.None)), _credential);
        try
        {
            var peer = await opening.Value.WaitAsync(cancellationToken);
            if (peer._failure is null)
                return peer;
        }
        catch (PlatformException)
        {
            _peers.TryRemove(KeyValuePair.Create(address, opening));
            throw;
        }

        _peers.TryRemove(KeyValuePair.Create(address, opening));
        return await PeerAsync(host, port, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _failure ??= new ObjectDisposedException(nameof(BrokerConnection));
        _stream.Dispose();
        await _receiving;
        _sending.Dispose();
        foreach (var opening in _peers.Values)
        {
            await ((Task)opening.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.Value.IsCompletedSuccessfully)
                await (await opening.Value).DisposeAsync();
        }
    }

    private async Task NegotiateAsync(CancellationToken cancellationToken)
    {
        var request = new ApiVersionsRequest { ClientSoftwareName = "hops", ClientSoftwareVersion = "0.1.0" };
        var answer = await SendAsync<ApiVersionsRequest, ApiVersionsResponse>(request, 2, cancellationToken);
        foreach (var api in answer.ApiKeys)
            _versions[(ApiKey)api.ApiKey] = (api.MinVersion, api.MaxVersion);
    }

    private async Task SignInAsync(BrokerCredential credential, CancellationToken cancellationToken)
    {
        var handshake = new SaslHandshakeRequest { Mechanism = credential.Mechanism.Name };
        var offered = await SendAsync<SaslHandshakeRequest, SaslHandshakeResponse>(handshake, 1, cancellationToken);
        if (offered.ErrorCode != KafkaError.None)
            throw new PlatformException(ErrorCode.Unauthenticated, $"The broker does not offer SASL {credential.Mechanism.Name}.");
        await credential.Mechanism.ProveAsync(
            credential,
            async token =>
            {
                var request = new SaslAuthenticateRequest { AuthBytes = token };
                var answer = await SendAsync<SaslAuthenticateRequest, SaslAuthenticateResponse>(request, 1, cancellationToken);
                return answer.ErrorCode == KafkaError.None
                    ? answer.AuthBytes
                    : throw new PlatformException(ErrorCode.Unauthenticated, $"The broker refused {credential.Name}: {answer.ErrorMessage}");
            });
    }

    private short Choose(ApiKey key, short versionMax)
    {
        if (!_versions.TryGetValue(key, out var offered) || offered.Min > versionMax)
            throw new PlatformException(ErrorCode.Unsupported, $"The broker does not offer {key} in a version up to {versionMax}.");
        return Math.Min(offered.Max, versionMax);
    }

    private async Task WriteAsync<TRequest>(
        TRequest request, ApiKey key, short version, bool isFlexible, int correlationId, CancellationToken cancellationToken)
        where TRequest : class, IWireStruct
    {
        using var frame = new FrameBuilder(_pool).Begin();
        var header = frame.Reserve(8);
        BinaryPrimitives.WriteInt16BigEndian(header, (short)key);
        BinaryPrimitives.WriteInt16BigEndian(header[2..], version);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], correlationId);
        ReadOnlySpan<byte> clientId = [0, 4, (byte)'h', (byte)'o', (byte)'p', (byte)'s'];
        clientId.CopyTo(frame.Reserve(clientId.Length));
        if (isFlexible)
            frame.Reserve(1)[0] = 0;
        var writer = new WireWriter(frame, _pool, version, isFlexible);
        writer.Struct(request);
        var segments = frame.Finish();

        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (_failure is { } failure)
                throw Lost(failure);
            // A frame that was begun is finished, or the connection is of no more use.
            foreach (var segment in segments)
                await _stream.WriteAsync(segment, CancellationToken.None);
        }
        catch (IOException exception)
        {
            throw Fail(exception);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            var prefix = new byte[sizeof(int)];
            while (true)
            {
                await _stream.ReadExactlyAsync(prefix);
                var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
                if (length is < sizeof(int) or > FrameMaxBytes)
                    throw new InvalidDataException($"a frame of {length} bytes");
                var frame = new ReceivedFrame(length);
                await _stream.ReadExactlyAsync(frame.Array.AsMemory(0, length));
                if (!_waiting.TryGetValue(BinaryPrimitives.ReadInt32BigEndian(frame.Array), out var waiter) || !waiter.TrySetResult(frame))
                    frame.Dispose();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidDataException)
        {
            Fail(exception);
        }
    }

    private PlatformException Fail(Exception cause)
    {
        _failure ??= cause;
        _socket.Dispose();
        foreach (var (_, waiter) in _waiting)
            waiter.TrySetException(Lost(cause));
        return Lost(cause);
    }

    private static PlatformException Lost(Exception cause) =>
        new(ErrorCode.Unavailable, "The connection to the broker was lost.", cause);
}

/// <summary>Where a broker listens.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
public sealed record BrokerAddress(string Host, int Port)
{
    /// <summary>How it encrypts; null, the default, if it does not.</summary>
    public BrokerTls? Tls { get; init; }

    /// <summary>Parses <c>host:port</c>.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    public static BrokerAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port))
            throw new PlatformException(ErrorCode.InvalidArgument, $"'{text}' is not an address: write host:port.");
        return new BrokerAddress(text[..colon].Trim('[', ']'), port);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>Name and secret of a project-user, and how they are proven.</summary>
/// <param name="Name">Such as <c>project__user</c>.</param>
/// <param name="Secret">Never logged.</param>
public sealed record BrokerCredential(string Name, string Secret)
{
    /// <summary>How the name is proven. PLAIN unless said otherwise: it takes tokens too.</summary>
    public BrokerMechanism Mechanism { get; init; } = BrokerMechanism.Plain;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
