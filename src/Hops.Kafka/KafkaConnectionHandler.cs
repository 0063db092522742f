using System.Buffers.Binary;
using System.Net.Sockets;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Security;
using Hops.Kafka.Wire;
using Hops.Net.Authentication;
using Hops.Net.Connections;
using Hops.Net.Frames;
using Hops.Net.Listeners;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka;

/// <summary>
/// One Kafka connection at a time: reads frames, starts their handlers in order, sends the responses in order. Everything that a handler
/// throws ends here, with the connection; a frame that is no request ends it without an exception (<see cref="Session.Refuse"/>).
/// </summary>
/// <param name="broker">The broker.</param>
/// <param name="logger">Log.</param>
public sealed partial class KafkaConnectionHandler(Broker broker, ILogger<KafkaConnectionHandler> logger) : ConnectionHandler
{
    /// <summary>Who asks before authentication: nobody, who may do nothing.</summary>
    private static readonly Principal Nobody = new() { Name = "", UserName = "", UserId = -1 };

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var stopRequested = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopRequested);
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, ended.Token);
        var options = broker.Options;
        var advertised = connection.Features.Get<AdvertisedAddress>();
        var session = new Session(options, connection.LocalEndPoint, connection.RemoteEndPoint, advertised, aborted.Token)
        {
            Ended = ended.Token,
            Turns = broker.Turns,
        };
        if (!options.RequireSasl)
            session.Principal = OpenGate.Everybody;
        else if (!TrySignInByCertificate(connection, session))
            return;
        using var place = broker.Waiting.Enter(why => Drop(connection, why));
        session.Place = place;
        var reader = new FrameReader(connection.Transport.Input, broker.Frames) { Account = broker.Waiting.Account };
        var sender = new FrameSender(connection.Transport.Output, options.PipelineDepthMax, PlainSocket(connection));
        using var watch = Watch(connection, session, reader, sender);
        using var peer = Socket(connection) is { } socket
            ? broker.Peers.Enter(socket, () => sender.IsWaiting || session.IsResting, state => Leave(connection, state, ended, aborted))
            : null;
        using var expiry = broker.Expiries.Enter(() => sender.IsWaiting, () => Drop(connection, "Its credential has ended."));
        session.Expiry = expiry;
        var sending = SendAsync(sender, connection, ended);
        try
        {
            await ReceiveAsync(session, reader, sender);
            if (session.Malformed is { } malformed)
                LogMalformed(connection.ConnectionId, malformed);
        }
        catch (PlatformException refusal)
        {
            LogRefused(connection.ConnectionId, refusal.Message);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            LogGone(connection.ConnectionId, gone.Message);
        }
        finally
        {
            sender.Complete();
            await sending;
            session.EndFetches();
            session.Accounts?.Dispose();
        }
    }

    /// <summary>A connection that shows a certificate is that of its project-user from the start; one that shows none signs in by SASL.</summary>
    /// <returns>False if the certificate names nobody who may come in: it is not asked for anything else then.</returns>
    private bool TrySignInByCertificate(ConnectionContext connection, Session session)
    {
        if (ClientCertificate.Of(connection.Features) is not { } certificate)
            return true;
        session.Principal = broker.Authentication.FromCertificate(certificate);
        if (session.Principal is null)
            LogRefused(connection.ConnectionId, "The client certificate names no member of a project.");
        return session.Principal is not null;
    }

    /// <summary>The socket, if its bytes are those of the connection; null under TLS.</summary>
    private static Socket? PlainSocket(ConnectionContext connection) =>
        connection.Features.Get<ITlsHandshakeFeature>() is null ? Socket(connection) : null;

    private static Socket? Socket(ConnectionContext connection) => connection.Features.Get<IConnectionSocketFeature>()?.Socket;

    /// <summary>The host hears only by reading that the peer is gone, and it may not be reading.</summary>
    private static void Leave(ConnectionContext connection, PeerState state, CancellationTokenSource ended, CancellationTokenSource aborted)
    {
        if (state == PeerState.Finished)
        {
            _ = aborted.CancelAsync();
            return;
        }

        _ = ended.CancelAsync();
        connection.Abort(new ConnectionAbortedException("The peer is gone."));
    }

    private IdleWatch Watch(ConnectionContext connection, Session session, FrameReader reader, FrameSender sender) => new(
        broker.Clock,
        () => reader.IsInFrame ? broker.Options.HandshakeTimeout : broker.Options.IdleTimeout,
        () => sender.IsWaiting || session.IsResting ? broker.Clock.GetTimestamp() : reader.Progress + sender.Progress,
        () => connection.Abort(new ConnectionAbortedException("The connection was silent for too long.")));

    private async Task ReceiveAsync(Session session, FrameReader reader, FrameSender sender)
    {
        reader.LengthMaxBytes = broker.Options.FrameBeforeAuthenticationMaxBytes;
        while (!session.IsClosing)
        {
            if (session is { Principal: { } principal, Accounts: null })
            {
                session.Place?.Dispose();
                session.Accounts = broker.Accounts.Open(principal.ProjectId);
                session.Traffic = broker.Traffic.Of(principal.ProjectId);
                (reader.Account, reader.LengthMaxBytes) = (session.Accounts.Frames, broker.Options.FrameMaxBytes);
            }

            session.Expiry?.Set(session.Principal?.CredentialExpires);
            var frame = await reader.ReadAsync(session.Ended);
            if (frame is null)
                return;
            var (response, mayFollow) = Start(session, frame);
            await sender.EnqueueAsync(response, CancellationToken.None);
            if (!mayFollow.IsCompleted)
                await Task.WhenAny(response, mayFollow);
            await session.Unsent.RoomAsync();
            await session.RestAsync(broker.Clock);
        }
    }

    private void Drop(ConnectionContext connection, string why)
    {
        LogRefused(connection.ConnectionId, why);
        connection.Abort(new ConnectionAbortedException(why));
    }

    /// <summary>Starts the handling of a frame; takes the frame over.</summary>
    /// <returns>The answer, and when the next frame may be started, if not when this one is answered.</returns>
    private (Task<FrameBuilder?> Response, Task MayFollow) Start(Session session, FrameBuffer frame)
    {
        try
        {
            if (session.IsRawSasl)
                return Alone(AnswerRawAsync(session, frame));
            if (!RequestHeader.TryPeek(frame.Memory.Span, out var key, out var version))
                return Refuse(session, frame, "a request is shorter than its header");
            if (!broker.TryFind(key, out var api))
                return Refuse(session, frame, $"API {(short)key} is not served");
            if (!api.Row.Serves(version))
                return RefuseVersion(session, api.Row, version, frame);
            if (RequestHeader.Read(frame.Array, frame.LengthBytes, api.Row.IsFlexible(version), out var header, out var bodyStart) is { IsNone: false } fault)
                return Refuse(session, frame, fault.ToString());
            var call = new Call(broker, WhoAsks(session, api.Row), api.Row, header, session, frame);
            var answer = AnswerAsync(api.Handle, call, bodyStart);
            return api.Row.IsPipelined ? (answer, call.QueuedAsync()) : Alone(answer);
        }
        catch
        {
            frame.Release();
            throw;
        }
    }

    private static (Task<FrameBuilder?> Response, Task MayFollow) Alone(Task<FrameBuilder?> response) => (response, response);

    /// <summary>The principal as it is at this moment, so that a change of membership takes effect on open connections too.</summary>
    private Principal WhoAsks(Session session, ApiRow row)
    {
        if (session.Principal is { } known)
        {
            var now = broker.Gate.Current(known)
                ?? throw new PlatformException(ErrorCode.Unauthenticated, "The credential of this connection is no longer valid.");
            broker.Gate.NoteUse(now);
            return now;
        }

        return row.Access.Audience == ApiAudience.BeforeAuthentication
            ? Nobody
            : throw new PlatformException(ErrorCode.Unauthenticated, $"{row.Key} was asked before authentication.");
    }

    private async Task<FrameBuilder?> AnswerAsync(BoundApi handle, Call call, int bodyStart)
    {
        var begun = broker.Clock.GetTimestamp();
        try
        {
            var response = await handle(call, bodyStart);
            if (response is not null)
                call.Session.Unsent.Count(response, call.Session.Accounts?.Answers);
            return response;
        }
        finally
        {
            call.DisposeOwned();
            call.Frame.Release();
            KafkaMetrics.Answered(call.Row, broker.Clock.GetElapsedTime(begun));
        }
    }

    /// <summary>One raw SASL token: the frame is the token, and so is the answer; a failure is a closed connection.</summary>
    private async Task<FrameBuilder?> AnswerRawAsync(Session session, FrameBuffer frame)
    {
        try
        {
            var step = await SaslSteps.TakeAsync(broker, session, frame.Memory.ToArray());
            if (step.Error is not null)
                throw new PlatformException(ErrorCode.Unauthenticated, step.Error);
            // The exchange ends itself: one that signs in again has a principal all the while.
            session.IsRawSasl = session.Exchange is not null;
            var answer = new FrameBuilder(broker.Frames).Begin();
            step.Token.CopyTo(answer.Reserve(step.Token.Length));
            return answer;
        }
        finally
        {
            frame.Release();
        }
    }

    /// <summary>ApiVersions tells a client of the future our range; for any other API there is no answer that it could read.</summary>
    private (Task<FrameBuilder?> Response, Task MayFollow) RefuseVersion(Session session, ApiRow row, short version, FrameBuffer frame)
    {
        if (row.Key != ApiKey.ApiVersions)
        {
            // Whose it is stands before what may be different in another version.
            var fault = RequestHeader.Read(frame.Array, frame.LengthBytes, isFlexible: false, out var header, out _);
            return Refuse(session, frame, fault.IsNone
                ? $"the client '{header.ClientId}' asks for {row.Key} version {version}, which is not served; {row.ServedVersionMin} to {row.VersionMax} are"
                : fault.ToString());
        }

        var correlationId = BinaryPrimitives.ReadInt32BigEndian(frame.Memory.Span[4..]);
        frame.Release();
        return Alone(Task.FromResult<FrameBuilder?>(
            Responses.Encode(broker.Frames, row, new RequestHeader(row.Key, 0, correlationId, ""), ApiVersionsHandler.Unsupported(), version: 0)));
    }

    /// <summary>Ends the connection for a frame that is no request; releases the frame.</summary>
    private static (Task<FrameBuilder?> Response, Task MayFollow) Refuse(Session session, FrameBuffer frame, string malformed)
    {
        session.Refuse(malformed);
        frame.Release();
        return Alone(Task.FromResult<FrameBuilder?>(null));
    }

    private async Task SendAsync(FrameSender sender, ConnectionContext connection, CancellationTokenSource ended)
    {
        try
        {
            await sender.RunAsync();
        }
        catch (OperationCanceledException gone)
        {
            LogGone(connection.ConnectionId, gone.Message);
        }
        catch (Exception failure)
        {
            LogFailed(connection.ConnectionId, failure);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }
}
