using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Passkeys;

/// <summary>Takes the passkey that a device has made for what <see cref="BeginPasskey"/> asked.</summary>
public static class AddPasskey
{
    /// <summary>Takes it, within the session that asked for it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Its user.</param>
    /// <param name="name">Name by which the user will know it.</param>
    /// <param name="clientData">What the browser says of the page, as JSON.</param>
    /// <param name="attestation">What the device has made (WebAuthn, attestation object).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException">
    /// <c>InvalidArgument</c>: not what was asked for; <c>Conflict</c>: nothing was asked for, or too long ago; <c>AlreadyExists</c>; <c>LimitExceeded</c>.
    /// </exception>
    public static async Task<Passkey> RunAsync(
        HopsPlatform platform, Principal actor, string name, byte[] clientData, byte[] attestation, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var kept = Passkey.CheckedName(name);
        var challenge = platform.Challenges.Take(KeyOf(actor))
            ?? throw new PlatformException(ErrorCode.Conflict, "Nothing waits for a passkey, or not any more: begin again.");
        var made = await new PasskeyCheck(platform.PasskeyPlace).ReadNewAsync(clientData, attestation, challenge, cancellationToken)
            ?? throw new PlatformException(ErrorCode.InvalidArgument, "The device has made no passkey for this server that it can take: begin again, or use another device.").With("field", "attestation");
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                CheckRoom(platform, (await Passkey.OfAsync(transaction, actor.UserId)).Count);
                if (await transaction.LookupAsync(Passkey.Table, Passkey.ByCredential, Key.Of(made.CredentialId)) is not null)
                    throw new PlatformException(ErrorCode.AlreadyExists, "This passkey is known already.");
                var passkey = new Passkey
                {
                    UserId = actor.UserId,
                    Id = OpaqueId.Next(),
                    Name = kept,
                    CredentialId = made.CredentialId,
                    PublicKey = made.PublicKey,
                    UserHandle = challenge.UserHandle,
                    SignCount = made.SignCount,
                    Created = transaction.Now,
                };
                await transaction.InsertAsync(Passkey.Table, passkey);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "passkey.create", actor.UserName, passkey.Id.ToString(CultureInfo.InvariantCulture));
                return passkey;
            },
            cancellationToken);
    }

    /// <summary>By what the challenge of a session is kept.</summary>
    internal static string KeyOf(Principal actor) => $"session {actor.CredentialId}";

    internal static void CheckRoom(HopsPlatform platform, int count)
    {
        if (count >= platform.Accounts.PasskeysPerUserMax)
        {
            throw new PlatformException(ErrorCode.LimitExceeded, "You have as many passkeys as you may have: remove one first.")
                .With("limit", platform.Accounts.PasskeysPerUserMax);
        }
    }
}
