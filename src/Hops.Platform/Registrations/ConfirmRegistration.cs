using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Transactions;
using Hops.Platform.Persons;
using Hops.Platform.Sessions;
using Hops.Platform.Users;

namespace Hops.Platform.Registrations;

/// <summary>Makes the account of somebody who has brought a link back, with the name and password of their choice.</summary>
public static class ConfirmRegistration
{
    /// <summary>Makes it. The link is used up only if the account is made.</summary>
    /// <returns>The user; it waits for an administrator if <see cref="AccountOptions.Registration"/> says so.</returns>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: closed; <c>InvalidArgument</c>: link, name or password; <c>AlreadyExists</c>: the name; <c>LimitExceeded</c>.</exception>
    public static async Task<User> RunAsync(HopsPlatform platform, RegistrationWish wish, SignInOrigin origin, CancellationToken cancellationToken)
    {
        BeginRegistration.DemandOpen(platform);
        await platform.Store.ReadAsync(async read => await MailProof.FindAsync(read, ProofPurpose.Registration, wish.Token), cancellationToken);
        Names.CheckNew("user", wish.Name);
        PasswordRules.Check(wish.Name, wish.Password);
        CreateUser.DemandRoom(platform);
        var user = new User
        {
            Id = OpaqueId.Next(),
            Name = wish.Name,
            Password = await platform.Passwords.HashAsync(origin.Source, wish.Password, cancellationToken),
            Created = platform.Time.GetUtcNow(),
            IsPending = platform.Accounts.Registration == RegistrationRule.Approval,
        };
        return await platform.Store.WriteAsync(transaction => InsertAsync(platform, transaction, user, wish.Token), cancellationToken);
    }

    private static async ValueTask<User> InsertAsync(HopsPlatform platform, WriteTransaction transaction, User wanted, string token)
    {
        var proof = await MailProof.TakeAsync(transaction, ProofPurpose.Registration, token);
        var user = wanted with { Email = proof.Email };
        if (user.IsPending && platform.Roster.Now.Users.Values.Count(one => one.IsPending) >= platform.Accounts.PendingMax)
            throw new PlatformException(ErrorCode.LimitExceeded, "As many accounts wait for an administrator as may: try again later.").With("limit", platform.Accounts.PendingMax);
        if (proof.UserId != 0 || platform.Roster.Now.FindUserByEmail(proof.Email) is not null)
            throw new PlatformException(ErrorCode.AlreadyExists, "An account has this address already: sign in, or choose another password.").With("field", "token");
        await ErasedName.RefuseAsync(transaction, user.Name);
        if (!await transaction.InsertAsync(User.Table, user))
            throw new PlatformException(ErrorCode.AlreadyExists, $"There is, or was, a user '{user.Name}': choose another name.").With("field", "name");
        await HopsPlatform.AuditAsync(transaction, FirstRun.Itself, 0, "registration.confirm", user.Name, user.IsPending ? "waits for approval" : "");
        platform.Roster.OnCommitted(transaction, roster => roster.WithUser(user));
        return user;
    }
}

/// <summary>An account that somebody wants.</summary>
/// <param name="Token">Text of the secret that was mailed.</param>
/// <param name="Name">Name of the user.</param>
/// <param name="Password">Password of its choice.</param>
public sealed record RegistrationWish(string Token, string Name, string Password);
