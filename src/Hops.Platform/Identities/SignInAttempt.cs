namespace Hops.Platform.Identities;

/// <summary>A sign-in by an issuer that is under way: what is known here of somebody who has been sent there.</summary>
internal sealed record SignInAttempt
{
    /// <summary>Names it, in the address by which the person comes back.</summary>
    public required string State { get; init; }

    /// <summary>Name of the issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>What the ID token has to have in it.</summary>
    public required string Nonce { get; init; }

    /// <summary>What shows the issuer that who brings the code is who has asked for it (RFC 7636).</summary>
    public required string Verifier { get; init; }

    /// <summary>Where the person comes back.</summary>
    public required Uri ReturnTo { get; init; }

    /// <summary>Path of ours to go to afterwards.</summary>
    public required string Next { get; init; }

    /// <summary>When it is over.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>SHA-256 of what the browser keeps that has begun it; empty for one that belongs to a session.</summary>
    public byte[] BindingSha256 { get; init; } = [];

    /// <summary>The user whose account an identity is linked with; 0 for signing in.</summary>
    public long UserId { get; init; }

    /// <summary>The session that has begun to link; empty for signing in.</summary>
    public string CredentialId { get; init; } = "";

    /// <summary>Whom the issuer has vouched for, while a code of the second factor is waited for; null before.</summary>
    public VouchedIdentity? Vouched { get; init; }
}

/// <summary>With what somebody has come back from an issuer.</summary>
/// <param name="Name">Name of the issuer to whose address here it has come back.</param>
/// <param name="State">Names the attempt.</param>
/// <param name="Code">Stands for the tokens; empty if the issuer refuses.</param>
/// <param name="Issuer">Who answers, if it says so (RFC 9207); else empty.</param>
/// <param name="Error">Why the issuer refuses; else empty.</param>
public sealed record IssuerAnswer(string Name, string State, string Code, string Issuer, string Error);

/// <summary>Where somebody is sent to sign in.</summary>
/// <param name="Address">Address of the issuer, with what it is asked for.</param>
/// <param name="ReturnTo">Where the person comes back: only there the attempt can be completed.</param>
/// <param name="Binding">What the browser keeps until then; empty if its session stands for it.</param>
public sealed record IssuerVisit(Uri Address, Uri ReturnTo, string Binding);
