using System.Buffers.Text;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace Hops.Platform.Passkeys;

/// <summary>
/// Whether what a browser has sent is a passkey of this place (WebAuthn level 3, sections 7.1 and 7.2), by Fido2. What that library does not look at is
/// looked at here: sizes, which attestations may be read at all, pages within pages of others. The counter is the caller's, within its transaction.
/// </summary>
internal sealed class PasskeyCheck
{
    /// <summary>Most bytes of client data: browsers send about 150.</summary>
    internal const int ClientDataMaxBytes = 2_048;

    /// <summary>Most bytes of a new key with its surroundings: an id of 1,023 and an RSA key of 4,096 bits fit.</summary>
    internal const int AttestationMaxBytes = 4_096;

    /// <summary>Most bytes of what the device says when it signs: 37, and extensions that nobody has asked for.</summary>
    internal const int AuthenticatorDataMaxBytes = 1_024;

    /// <summary>Most bytes of a signature: RSA of 4,096 bits.</summary>
    internal const int SignatureMaxBytes = 512;

    /// <summary>Most bytes of the id of a credential (WebAuthn section 4).</summary>
    internal const int CredentialIdMaxBytes = 1_023;

    /// <summary>What every device can, and what those of Windows without a newer chip can.</summary>
    private static readonly PubKeyCredParam[] Algorithms = [PubKeyCredParam.ES256, PubKeyCredParam.RS256];

    private readonly PasskeyPlace _place;
    private readonly Fido2 _library;

    internal PasskeyCheck(PasskeyPlace place)
    {
        _place = place;
        _library = new Fido2(new Fido2Configuration { RPID = place.Domain, RPName = place.Domain, Origins = place.Origins.ToHashSet(StringComparer.Ordinal) });
    }

    /// <summary>COSE numbers of the algorithms that are taken, the preferred first.</summary>
    internal static IReadOnlyList<int> AlgorithmNumbers { get; } = [.. Algorithms.Select(algorithm => (int)algorithm.Alg)];

    /// <summary>What a new passkey is; null if it is none of this place, or answers another challenge.</summary>
    internal async Task<NewPasskey?> ReadNewAsync(byte[] clientData, byte[] attestation, PasskeyChallenge challenge, CancellationToken cancellationToken)
    {
        if (clientData.Length > ClientDataMaxBytes || attestation.Length > AttestationMaxBytes || !IsOfPlace(clientData))
            return null;
        var asked = new CredentialCreateOptions
        {
            Rp = new PublicKeyCredentialRpEntity(_place.Domain, _place.Domain),
            User = new Fido2User { Id = challenge.UserHandle },
            Challenge = challenge.Text,
            PubKeyCredParams = Algorithms,
            AuthenticatorSelection = new AuthenticatorSelection { UserVerification = UserVerificationRequirement.Required },
        };
        try
        {
            var read = AuthenticatorAttestationResponse.Parse(Raw([], clientData, attestation));
            if (!IsPlain(read) || read.AttestationObject.AuthData.AttestedCredentialData?.CredentialId is not { Length: > 0 and <= CredentialIdMaxBytes } id)
                return null;
            var made = await _library.MakeNewCredentialAsync(
                new()
                {
                    AttestationResponse = Raw(id, clientData, attestation),
                    OriginalOptions = asked,
                    IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                },
                cancellationToken);
            return new NewPasskey(made.Id, made.PublicKey, made.SignCount);
        }
        catch (Exception fault) when (IsOfInput(fault))
        {
            return null;
        }
    }

    /// <summary>The counter that a device has signed with; null if the signature is not right for the passkey, the place and the challenge.</summary>
    internal async Task<uint?> ReadUseAsync(PasskeyUse use, Passkey passkey, PasskeyChallenge challenge, CancellationToken cancellationToken)
    {
        if (!IsOfPlace(use.ClientData) || !use.UserHandle.AsSpan().SequenceEqual(passkey.UserHandle))
            return null;
        var raw = new AuthenticatorAssertionRawResponse
        {
            Id = Base64Url.EncodeToString(use.CredentialId),
            RawId = use.CredentialId,
            Type = PublicKeyCredentialType.PublicKey,
            Response = new() { AuthenticatorData = use.AuthenticatorData, Signature = use.Signature, ClientDataJson = use.ClientData, UserHandle = use.UserHandle },
        };
        var asked = new AssertionOptions { Challenge = challenge.Text, RpId = _place.Domain, UserVerification = UserVerificationRequirement.Required };
        try
        {
            var done = await _library.MakeAssertionAsync(
                new()
                {
                    AssertionResponse = raw,
                    OriginalOptions = asked,
                    StoredPublicKey = passkey.PublicKey,
                    StoredSignatureCounter = 0,
                    IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
                },
                cancellationToken);
            return done.SignCount;
        }
        catch (Exception fault) when (IsOfInput(fault))
        {
            return null;
        }
    }

    private static AuthenticatorAttestationRawResponse Raw(byte[] id, byte[] clientData, byte[] attestation) => new()
    {
        Id = Base64Url.EncodeToString(id),
        RawId = id,
        Type = PublicKeyCredentialType.PublicKey,
        Response = new() { AttestationObject = attestation, ClientDataJson = clientData },
    };

    /// <summary>
    /// No statement of a maker, or one by the key itself, which browsers let through: those of makers are certificates and tokens that we have not asked for.
    /// </summary>
    private static bool IsPlain(AuthenticatorAttestationResponse response) =>
        response.AttestationObject.Fmt == "none" || (response.AttestationObject.Fmt == "packed" && response.AttestationObject.AttStmt["x5c"] is null);

    /// <summary>True if the client data name an origin of the place, letter by letter, and no page around it.</summary>
    private bool IsOfPlace(byte[] clientData)
    {
        try
        {
            using var document = JsonDocument.Parse(clientData);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("origin", out var origin) && origin.ValueKind == JsonValueKind.String
                && _place.Origins.Contains(origin.GetString()!, StringComparer.Ordinal)
                && !(root.TryGetProperty("crossOrigin", out var crossOrigin) && crossOrigin.ValueKind != JsonValueKind.False)
                && !root.TryGetProperty("topOrigin", out _);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second tells of a text that is no UTF-8.
            return false;
        }
    }

    /// <summary>The library tells of input that makes no sense by any exception, down to those of indexes and casts.</summary>
    private static bool IsOfInput(Exception fault) => fault is not (OperationCanceledException or OutOfMemoryException or TypeLoadException or FileNotFoundException);
}

/// <summary>A new passkey.</summary>
/// <param name="CredentialId">Name that the device has for it.</param>
/// <param name="PublicKey">The public key, as a COSE key.</param>
/// <param name="SignCount">Counter of the device.</param>
internal sealed record NewPasskey(byte[] CredentialId, byte[] PublicKey, uint SignCount);

/// <summary>What a browser sends when a device has signed.</summary>
/// <param name="CredentialId">Name that the device has for the passkey.</param>
/// <param name="ClientData">What the browser says of the page, as JSON.</param>
/// <param name="AuthenticatorData">What the device says of itself.</param>
/// <param name="Signature">Signature over both.</param>
/// <param name="UserHandle">Handle of the user, as the device has kept it.</param>
public sealed record PasskeyUse(byte[] CredentialId, byte[] ClientData, byte[] AuthenticatorData, byte[] Signature, byte[] UserHandle)
{
    /// <summary>True if every part is of a size that it can have.</summary>
    internal bool IsWithinBounds =>
        CredentialId.Length is > 0 and <= PasskeyCheck.CredentialIdMaxBytes
        && ClientData.Length <= PasskeyCheck.ClientDataMaxBytes
        && AuthenticatorData.Length <= PasskeyCheck.AuthenticatorDataMaxBytes
        && Signature.Length is > 0 and <= PasskeyCheck.SignatureMaxBytes
        && UserHandle.Length <= Passkey.UserHandleLengthBytes;
}
