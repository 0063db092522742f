using System.Text;
using Hops.Core.Errors;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hops.Platform.Identities;

/// <summary>Takes an ID token for what it is, or does not (OpenID Connect Core 1.0 section 3.1.3.7). Nothing of it is kept but whom it means.</summary>
internal static class IdToken
{
    private const int TokenMaxBytes = 64 << 10;
    private const int SubjectLengthMax = 255;
    private const int LabelLengthMax = 200;
    private const string Strong = "mfa";

    /// <summary>Signatures by a key that only the issuer has. None of a shared secret, which this server would then have to guard as its keys.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = TokenMaxBytes, MapInboundClaims = false };

    /// <summary>Checks one.</summary>
    /// <param name="text">The token.</param>
    /// <param name="issuer">Description and keys of who has to have signed it.</param>
    /// <param name="expected">What else has to be in it.</param>
    /// <returns>Whom it means; null if it is signed by a key that is not in the description.</returns>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>, with what is wrong.</exception>
    internal static async Task<VouchedIdentity?> CheckAsync(string text, OpenIdConnectConfiguration issuer, ExpectedToken expected)
    {
        var result = await Handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = expected.ClientId,
            IssuerSigningKeys = issuer.SigningKeys,
            ValidAlgorithms = Algorithms,
            LifetimeValidator = (begins, ends, _, _) => begins is null || begins <= expected.Now + expected.ClockSkew ? ends > expected.Now - expected.ClockSkew : false,
        });
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            return null;
        if (!result.IsValid)
            throw Refused(FaultOf(result.Exception));
        var token = (JsonWebToken)result.SecurityToken;
        if (!string.Equals(Text(token, "nonce"), expected.Nonce, StringComparison.Ordinal))
            throw Refused("nonce");
        var party = Text(token, "azp");
        if (party.Length > 0 ? party != expected.ClientId : token.Audiences.Skip(1).Any())
            throw Refused("audience");
        var subject = Text(token, "sub");
        return subject.Length is > 0 and <= SubjectLengthMax
            ? new VouchedIdentity(issuer.Issuer, subject, LabelOf(token), NameOf(token), IsStrong(token))
            : throw Refused("subject");
    }

    /// <summary>What is said of a token that is not to be trusted: a word of ours, and nothing of it.</summary>
    internal static PlatformException Refused(string fault) =>
        new PlatformException(ErrorCode.Unauthenticated, $"What the issuer has answered cannot be trusted ({fault}): begin again.").With("fault", fault);

    private static string FaultOf(Exception? fault) => fault switch
    {
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidAudienceException => "audience",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException or SecurityTokenNotYetValidException => "time",
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => "signature",
        _ => "form",
    };

    private static string LabelOf(JsonWebToken token)
    {
        var label = new StringBuilder();
        foreach (var rune in FirstOf(token, "preferred_username", "email", "name").EnumerateRunes())
        {
            if (label.Length + rune.Utf16SequenceLength > LabelLengthMax)
                break;
            if (!Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.Format)
                label.Append(rune);
        }

        return label.ToString().Trim();
    }

    private static string NameOf(JsonWebToken token) => FirstOf(token, "preferred_username", "nickname", "email", "name");

    private static string FirstOf(JsonWebToken token, params ReadOnlySpan<string> claims)
    {
        foreach (var claim in claims)
        {
            if (Text(token, claim) is { Length: > 0 } text)
                return text;
        }

        return "";
    }

    private static bool IsStrong(JsonWebToken token) => token.Claims.Any(claim => claim.Type == "amr" && claim.Value == Strong);

    /// <summary>A member that is a text; empty for any other.</summary>
    private static string Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<object>(claim, out var value) && value is string text ? text : "";
}

/// <summary>What has to be in an ID token.</summary>
/// <param name="ClientId">For whom it is.</param>
/// <param name="Nonce">What this server has sent along.</param>
/// <param name="Now">The time.</param>
/// <param name="ClockSkew">How far the clocks may be from each other.</param>
internal sealed record ExpectedToken(string ClientId, string Nonce, DateTime Now, TimeSpan ClockSkew);
