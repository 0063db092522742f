namespace Hops.Platform.Identities;

/// <summary>Whom an issuer vouches for. The pair of issuer and subject is the identity; all else is what it happens to say (reference 08, S-14).</summary>
/// <param name="Issuer">Who vouches, as it calls itself.</param>
/// <param name="Subject">Whom it means: never given to anybody else (OpenID Connect Core 1.0 section 8).</param>
/// <param name="Label">By which a person knows it again: user name, address or name there. Proves nothing.</param>
/// <param name="UserName">Name there that a name here may be made of; empty if it tells none.</param>
/// <param name="IsStrong">True if the person has shown more than one factor there (<c>amr</c> has <c>mfa</c>, RFC 8176).</param>
internal sealed record VouchedIdentity(string Issuer, string Subject, string Label, string UserName, bool IsStrong);
