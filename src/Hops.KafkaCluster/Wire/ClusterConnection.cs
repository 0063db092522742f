using System.Text;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Kafka.Wire;

namespace Hops.KafkaCluster.Wire;

/// <summary>
/// A connection to any broker of the cluster, opened anew after a failure, and over it to others for what only those do. All that goes over it may be repeated.
/// Thread safe.
/// </summary>
/// <param name="options">Where the brokers are, and as whom to sign in.</param>
/// <param name="disk">Disk of the file of the password.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterConnection(ClusterOptions options, Disk disk, TimeProvider time) : IAsyncDisposable
{
    private const int PasswordMaxBytes = 4096;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private BrokerConnection? _connection;

    /// <summary>The brokers, for messages.</summary>
    public string Address { get; } = string.Join(',', options.BootstrapServers);

    /// <summary>How long a request may take, for requests that say so themselves.</summary>
    public int TimeoutMs => (int)options.RequestTimeout.TotalMilliseconds;

    /// <summary>Sends a request; once more over a new connection if the one at hand turns out to be lost.</summary>
    /// <exception cref="PlatformException">
    /// <c>Unavailable</c>: no broker answers in time, or none lets the platform in; <c>InvalidArgument</c>: a setting; <c>AccessDenied</c>: a certificate;
    /// <c>Unsupported</c>: a cluster that is too old (<see cref="NeededApis"/>).
    /// </exception>
    public Task<TResponse> SendAsync<TRequest, TResponse>(TRequest request, short versionMax, CancellationToken cancellationToken)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new() =>
        UseAsync((connection, limit) => connection.SendAsync<TRequest, TResponse>(request, versionMax, limit), cancellationToken);

    /// <summary>Sends a request that changes the cluster, to a broker that takes it.</summary>
    /// <exception cref="PlatformException">As <see cref="SendAsync"/>.</exception>
    public Task<TResponse> AdministerAsync<TRequest, TResponse>(TRequest request, short versionMax, CancellationToken cancellationToken)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new() =>
        UseAsync(
            async (connection, limit) => await (await ClusterBrokers.ControllerAsync(connection, limit)).SendAsync<TRequest, TResponse>(request, versionMax, limit),
            cancellationToken);

    /// <summary>Does something over a connection, which may be repeated; once more over a new one if the one at hand turns out to be lost.</summary>
    /// <exception cref="PlatformException">As <see cref="SendAsync"/>, and what it raises itself.</exception>
    public async Task<T> UseAsync<T>(Func<BrokerConnection, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.RequestTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var (connection, isNew) = await OpenAsync(limit.Token);
            try
            {
                return await use(connection, limit.Token);
            }
            catch (PlatformException lost) when (lost.Code == ErrorCode.Unavailable && !isNew)
            {
                await DropAsync(connection);
                (connection, _) = await OpenAsync(limit.Token);
                return await use(connection, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (_connection is { } silent)
                await DropAsync(silent);
            throw new PlatformException(ErrorCode.Unavailable, $"The Kafka cluster at {Address} did not answer in {options.RequestTimeout.TotalSeconds:0} s.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<(BrokerConnection Connection, bool IsNew)> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { } open)
                return (open, false);
            return (_connection = await OpenAnyAsync(cancellationToken), true);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task DropAsync(BrokerConnection connection)
    {
        if (Interlocked.CompareExchange(ref _connection, null, connection) == connection)
            await connection.DisposeAsync();
    }

    private async Task<BrokerConnection> OpenAnyAsync(CancellationToken cancellationToken)
    {
        var credential = new BrokerCredential(options.UserName!, Password()) { Mechanism = options.Mechanism };
        var tls = options.IsEncrypted ? new BrokerTls { AuthorityFile = options.TruststoreFile } : null;
        try
        {
            var connection = await BrokerConnection.OpenAnyAsync([.. options.BootstrapServers.Select(server => BrokerAddress.Parse(server) with { Tls = tls })], credential, cancellationToken);
            return await CheckedAsync(connection);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.Unauthenticated)
        {
            throw new PlatformException(
                ErrorCode.Unavailable,
                $"The Kafka cluster at {Address} does not let the platform in as '{options.UserName}': {refusal.Message} See Kafka:Cluster:UserName, PasswordFile and SaslMechanism.",
                refusal);
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.AccessDenied or ErrorCode.InvalidArgument)
        {
            throw new PlatformException(refusal.Code, $"The Kafka cluster at {Address} cannot be trusted: {refusal.Message} See Kafka:Cluster:TruststoreFile and BootstrapServers.", refusal);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.Unavailable)
        {
            throw new PlatformException(
                ErrorCode.Unavailable, $"The Kafka cluster at {Address} cannot be reached: {refusal.Message} See Kafka:Cluster:BootstrapServers and SecurityProtocol.", refusal);
        }
    }

    private async Task<BrokerConnection> CheckedAsync(BrokerConnection connection)
    {
        if (NeededApis.MissingIn(connection) is not { } missing)
            return connection;
        await connection.DisposeAsync();
        throw new PlatformException(
            ErrorCode.Unsupported,
            $"The Kafka cluster at {Address} is too old: it does not offer {missing.Api} in version {missing.Version}, as Apache Kafka does since {missing.Release}, without which {missing.Lost}. "
            + $"Upgrade its brokers to Apache Kafka {NeededApis.ReleaseMin} or newer, or leave Kafka:Cluster:BootstrapServers empty for the embedded broker.");
    }

    private string Password()
    {
        try
        {
            return Encoding.UTF8.GetString(disk.ReadAll(options.PasswordFile!, PasswordMaxBytes)).Split('\n')[0].TrimEnd('\r');
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or PlatformException)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"The file {options.PasswordFile} of Kafka:Cluster:PasswordFile cannot be read: {cause.Message}", cause);
        }
    }
}
