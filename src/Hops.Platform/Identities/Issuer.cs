using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Storage;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Hops.Platform.Identities;

/// <summary>
/// One OpenID provider: where it sends people to sign in, and whom it vouches for when they come back with a code (authorization code flow with
/// PKCE, OpenID Connect Core 1.0 section 3.1, RFC 7636). Its tokens are looked at once and dropped. Thread safe.
/// </summary>
public sealed class Issuer : IDisposable
{
    private const int SecretMaxBytes = 4096;
    private const int CodeLengthMax = 4096;
    private const string BasicMethod = "client_secret_basic";

    private readonly IssuerOptions _options;
    private readonly Disk _disk;
    private readonly TimeProvider _time;
    private readonly HealthBoard? _health;
    private readonly IssuerHttp _http;
    private readonly IssuerMetadata _metadata;

    internal Issuer(string name, IssuerOptions options, Disk disk, TimeProvider time, HealthBoard? health)
    {
        (Name, _options, _disk, _time, _health) = (name, options, disk, time, health);
        _http = new IssuerHttp(options);
        _metadata = new IssuerMetadata(options, _http, time);
    }

    /// <summary>Its name in the settings and in addresses.</summary>
    public string Name { get; }

    /// <summary>What people are told to sign in with.</summary>
    public string DisplayName => _options.DisplayName ?? Name;

    /// <summary>What becomes of somebody whom nobody here knows.</summary>
    internal RegistrationRule Newcomers => _options.Newcomers;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _metadata.Dispose();
    }

    /// <summary>True if this one vouches for an identity.</summary>
    public bool Vouches(OutsideIdentity identity) => Is(identity.Issuer);

    /// <summary>True for the issuer of an identity that this one vouches for.</summary>
    internal bool Is(string issuer) => string.Equals(issuer.TrimEnd('/'), _options.Authority!.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);

    /// <summary>Where somebody goes to sign in.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>: it does not answer.</exception>
    internal async Task<Uri> AddressOfAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        var issuer = await DescribeAsync(isForNewKey: false, cancellationToken);
        var request = new OpenIdConnectMessage
        {
            IssuerAddress = issuer.AuthorizationEndpoint,
            EnableTelemetryParameters = false,
            ClientId = _options.ClientId,
            RedirectUri = attempt.ReturnTo.AbsoluteUri,
            ResponseType = OpenIdConnectResponseType.Code,
            Scope = string.Join(' ', _options.Scopes.Prepend("openid").Distinct(StringComparer.Ordinal)),
            State = attempt.State,
            Nonce = attempt.Nonce,
        };
        request.SetParameter("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier))));
        request.SetParameter("code_challenge_method", "S256");
        return new Uri(request.CreateAuthenticationRequestUrl());
    }

    /// <summary>Whom it vouches for, by the code with which somebody has come back.</summary>
    /// <exception cref="PlatformException">
    /// <c>Unauthenticated</c>: it does not take the code, or what it answers cannot be trusted; <c>Unavailable</c>: it does not answer.
    /// </exception>
    internal async Task<VouchedIdentity> RedeemAsync(SignInAttempt attempt, IssuerAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Code.Length is 0 or > CodeLengthMax)
            throw IdToken.Refused("code");
        var issuer = await DescribeAsync(isForNewKey: false, cancellationToken);

        // RFC 9207: an answer of another issuer is not brought to this one.
        if (answer.Issuer.Length > 0 && !string.Equals(answer.Issuer, issuer.Issuer, StringComparison.Ordinal))
            throw IdToken.Refused("issuer");
        var token = await ExchangeAsync(issuer, attempt, answer.Code, cancellationToken);
        var expected = new ExpectedToken(_options.ClientId!, attempt.Nonce, _time.GetUtcNow().UtcDateTime, _options.ClockSkew);
        return await IdToken.CheckAsync(token, issuer, expected)
            ?? await IdToken.CheckAsync(token, await DescribeAsync(isForNewKey: true, cancellationToken), expected)
            ?? throw IdToken.Refused("signature");
    }

    private async Task<string> ExchangeAsync(OpenIdConnectConfiguration issuer, SignInAttempt attempt, string code, CancellationToken cancellationToken)
    {
        var secret = Secret();
        var isInHeader = secret is not null && (issuer.TokenEndpointAuthMethodsSupported.Count == 0 || issuer.TokenEndpointAuthMethodsSupported.Contains(BasicMethod));
        var form = new OpenIdConnectMessage
        {
            EnableTelemetryParameters = false,
            GrantType = OpenIdConnectGrantTypes.AuthorizationCode,
            Code = code,
            RedirectUri = attempt.ReturnTo.AbsoluteUri,
        };
        form.SetParameter("code_verifier", attempt.Verifier);
        if (!isInHeader)
            (form.ClientId, form.ClientSecret) = (_options.ClientId, secret);
        var (status, text) = await PostAsync(issuer.TokenEndpoint, form, isInHeader ? Basic(secret!) : null, cancellationToken);
        return status == 200 && TokenIn(text) is { } token ? token : throw IdToken.Refused("code");
    }

    private async Task<(int Status, string Text)> PostAsync(
        string address, OpenIdConnectMessage form, AuthenticationHeaderValue? credential, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _http.PostAsync(address, form.Parameters.Where(field => field.Value is not null), credential, cancellationToken);
            return answer.Status < 500 ? answer : throw new IssuerException("it answers with an error of its own");
        }
        catch (Exception cause) when (cause is not IssuerException && !cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(new IssuerException($"it does not answer ({cause.GetType().Name})", cause));
        }
        catch (IssuerException fault)
        {
            throw Unavailable(fault);
        }
    }

    /// <summary>The ID token of an answer; null if it has none or is no object of JSON.</summary>
    private static string? TokenIn(string text)
    {
        try
        {
            return new OpenIdConnectMessage(text).IdToken;
        }
        catch (Exception malformed) when (malformed is ArgumentException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private async Task<OpenIdConnectConfiguration> DescribeAsync(bool isForNewKey, CancellationToken cancellationToken)
    {
        try
        {
            var issuer = await _metadata.GetAsync(isForNewKey, cancellationToken);
            _health?.Clear(HealthName);
            return issuer;
        }
        catch (IssuerException fault)
        {
            throw Unavailable(fault);
        }
    }

    private string HealthName => $"issuer {Name}";

    private PlatformException Unavailable(IssuerException fault)
    {
        _health?.Post(HealthName, HealthSeverity.Warning, $"Nobody can sign in by {Name}: {fault.Message}. See the settings Issuers:{Name}:*.");
        return new PlatformException(ErrorCode.Unavailable, $"{DisplayName} cannot be reached at this moment: try again later, or sign in another way.", fault);
    }

    /// <summary>RFC 6749 section 2.3.1.</summary>
    private AuthenticationHeaderValue Basic(string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(_options.ClientId!)}:{Uri.EscapeDataString(secret)}")));

    private string? Secret()
    {
        if (_options.ClientSecretFile is not { } path)
            return _options.ClientSecret;
        try
        {
            return Encoding.UTF8.GetString(_disk.ReadAll(path, SecretMaxBytes)).Split('\n')[0].TrimEnd('\r');
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or PlatformException)
        {
            throw Unavailable(new IssuerException("the file of its secret cannot be read", cause));
        }
    }
}
