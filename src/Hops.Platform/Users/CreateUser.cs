using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Persons;

namespace Hops.Platform.Users;

/// <summary>Makes a user with a one-time password, which an administrator hands over and which must be changed at the first sign-in.</summary>
public static class CreateUser
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Makes the user.</summary>
    /// <returns>The user and the one-time password, which is nowhere else.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>, <c>AlreadyExists</c>, <c>LimitExceeded</c>, <c>AccessDenied</c>.</exception>
    public static async Task<(User User, string OneTimePassword)> RunAsync(
        HopsPlatform platform, Principal actor, string name, bool isAdministrator, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Platform, 0, name));
        Names.CheckNew("user", name);
        DemandRoom(platform);
        return await InsertAsync(platform, actor, name, isAdministrator, OneTimePassword(), cancellationToken);
    }

    /// <summary>Refuses one user more than there may be.</summary>
    internal static void DemandRoom(HopsPlatform platform)
    {
        if (platform.Roster.Now.Users.Values.Count(user => !user.IsDeleted) >= platform.Options.UsersMax)
            throw new PlatformException(ErrorCode.LimitExceeded, "The platform has as many users as it may have.").With("limit", platform.Options.UsersMax);
    }

    /// <summary>A random password of 120 bits, in groups that can be read out.</summary>
    internal static string OneTimePassword() =>
        string.Join('-', Enumerable.Range(0, 6).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    internal static async Task<(User User, string OneTimePassword)> InsertAsync(
        HopsPlatform platform, Principal actor, string name, bool isAdministrator, string password, CancellationToken cancellationToken)
    {
        var user = new User
        {
            Id = OpaqueId.Next(),
            Name = name,
            IsAdministrator = isAdministrator,
            MustChangePassword = true,
            Password = await platform.Passwords.HashAsync(actor.Name, password, cancellationToken),
            Created = platform.Time.GetUtcNow(),
        };
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await ErasedName.RefuseAsync(transaction, name);
                if (!await transaction.InsertAsync(User.Table, user))
                    throw new PlatformException(ErrorCode.AlreadyExists, $"There is, or was, a user '{name}': a name is given only once.");
                await HopsPlatform.AuditAsync(transaction, actor, 0, "user.create", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithUser(user));
                return true;
            },
            cancellationToken);
        return (user, password);
    }
}
