using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Hops.Platform.Identities;

/// <summary>
/// What an issuer says of itself (OpenID Connect Discovery 1.0), and its keys: read when it is needed, by one caller at a time, and kept for a while.
/// Thread safe.
/// </summary>
/// <param name="options">Where it is and how long it is kept.</param>
/// <param name="http">Asks it.</param>
/// <param name="time">The clock.</param>
internal sealed class IssuerMetadata(IssuerOptions options, IssuerHttp http, TimeProvider time) : IDisposable
{
    private const string WellKnown = "/.well-known/openid-configuration";

    /// <summary>An unknown key makes us ask again, but anybody could make up keys.</summary>
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(30);

    /// <summary>Who comes while it is down is told so at once, in place of waiting in a row.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private (OpenIdConnectConfiguration Value, DateTimeOffset Read)? _known;
    private (string Reason, DateTimeOffset At)? _failed;

    /// <summary>The description.</summary>
    /// <param name="isForNewKey">True to read it anew if it is not just read: a key that is not in it was used.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IssuerException">It cannot be read, or cannot be used.</exception>
    internal async Task<OpenIdConnectConfiguration> GetAsync(bool isForNewKey, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_known is { } known && now - known.Read < (isForNewKey ? RefreshPause : options.MetadataLifetime))
                return known.Value;
            if (_failed is { } failed && now - failed.At < FailurePause)
                throw new IssuerException(failed.Reason);
            return await RenewAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<OpenIdConnectConfiguration> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            var value = await ReadAsync(cancellationToken);
            (_known, _failed) = ((value, time.GetUtcNow()), null);
            return value;
        }
        catch (IssuerException fault)
        {
            _failed = (fault.Message, time.GetUtcNow());
            throw;
        }
    }

    private async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        var authority = options.Authority!.AbsoluteUri.TrimEnd('/');
        OpenIdConnectConfiguration read;
        try
        {
            read = await OpenIdConnectConfigurationRetriever.GetAsync(authority + WellKnown, http, cancellationToken);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge to a foreign server: whatever it sends, or does not, is the same to who wants to sign in.
            throw new IssuerException($"its description cannot be read ({(cause.InnerException ?? cause).GetType().Name})", cause);
        }

        // OpenID Connect Discovery 1.0 section 4.3: else it could speak for another.
        if (read.Issuer?.TrimEnd('/') != authority)
            throw new IssuerException("it calls itself otherwise than the setting Authority does");
        if (!IssuerHttp.IsSafe(read.AuthorizationEndpoint) || !IssuerHttp.IsSafe(read.TokenEndpoint))
            throw new IssuerException("its description names addresses that are not https");
        return read.SigningKeys.Count > 0 ? read : throw new IssuerException("it has no keys");
    }
}

/// <summary>An issuer does not answer, or not as an issuer has to.</summary>
/// <param name="message">How, as the end of a sentence; without anything that it has sent.</param>
/// <param name="cause">What happened.</param>
internal sealed class IssuerException(string message, Exception? cause = null) : Exception(message, cause);
