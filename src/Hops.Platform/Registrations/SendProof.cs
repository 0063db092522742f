using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Mail;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Registrations;

/// <summary>
/// Makes a secret for an address and mails it. The same is done whether somebody has that address or not, so neither the answer nor its time
/// tells; the mail itself leaves later.
/// </summary>
internal static class SendProof
{
    /// <summary>Secrets of one purpose at a time, of all addresses.</summary>
    private const int ProofsMax = 1_000;

    /// <summary>An address gets no second mail within so long, however often it is asked for.</summary>
    private static readonly TimeSpan MailPause = TimeSpan.FromMinutes(2);

    /// <summary>Makes it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks; the platform itself for somebody who is not signed in.</param>
    /// <param name="wish">For whom and for what.</param>
    /// <param name="compose">Writes the mail around the text of the secret; null for no mail.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task RunAsync(
        HopsPlatform platform, Principal actor, ProofWish wish, Func<string, OutgoingMail?> compose, CancellationToken cancellationToken)
    {
        var made = TokenText.Make();
        var isNew = await platform.Store.WriteAsync(
            async transaction =>
            {
                var key = Key.Of((long)wish.Purpose, wish.Email);
                var before = await transaction.GetAsync(MailProof.Table, key, LockMode.Write);
                if (before is not null && transaction.Now - before.Created < MailPause)
                    return false;
                if (before is null)
                    await MakeRoomAsync(transaction, wish.Purpose);
                await transaction.PutAsync(MailProof.Table, new MailProof
                {
                    Purpose = wish.Purpose,
                    Email = wish.Email,
                    Id = made.Id,
                    UserId = wish.UserId,
                    SecretSha256 = made.SecretSha256,
                    Created = transaction.Now,
                    Expires = transaction.Now + wish.Lifetime,
                });
                await HopsPlatform.AuditAsync(transaction, actor, 0, wish.Action, wish.Email);
                return true;
            },
            cancellationToken);
        if (isNew && compose(made.Text) is { } mail)
            platform.Outbox.Post(mail);
    }

    /// <summary>What is over goes; if nothing is, everybody is asked to wait, whichever address it is.</summary>
    private static async Task MakeRoomAsync(WriteTransaction transaction, ProofPurpose purpose)
    {
        var proofs = await transaction.ScanAsync(MailProof.Table, Key.Of((long)purpose), null, ProofsMax);
        if (proofs.Count < ProofsMax)
            return;
        var over = proofs.Where(proof => proof.Expires <= transaction.Now).ToList();
        if (over.Count == 0)
            throw new PlatformException(ErrorCode.Throttled, "Too many mails of this kind at this moment: try again later.").With("retryAfter", 600);
        foreach (var proof in over)
            await transaction.DeleteAsync(MailProof.Table, Key.Of((long)purpose, proof.Email));
    }
}

/// <summary>A secret that is to be mailed.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Email">To which address.</param>
/// <param name="UserId">Whom it concerns; 0 for nobody.</param>
/// <param name="Lifetime">How long it holds.</param>
/// <param name="Action">How the audit trail calls it.</param>
internal sealed record ProofWish(ProofPurpose Purpose, string Email, long UserId, TimeSpan Lifetime, string Action);
