using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Users;

/// <summary>Hashes the password of somebody who has just signed in anew, if the rounds were raised since: only then is it known.</summary>
internal static class RehashPassword
{
    /// <summary>Replaces the hash, unless the password was changed meanwhile.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="queue">Queue of the hasher.</param>
    /// <param name="user">Whose.</param>
    /// <param name="password">The password, which was right.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task RunAsync(HopsPlatform platform, string queue, User user, string password, CancellationToken cancellationToken)
    {
        if (user.Password.Iterations >= platform.Options.PasswordIterations)
            return;
        var hash = await platform.Passwords.HashAsync(queue, password, cancellationToken);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var present = await transaction.GetAsync(User.Table, Key.Of(user.Id), LockMode.Write);
                if (present is null || !present.Password.Hash.AsSpan().SequenceEqual(user.Password.Hash))
                    return false;
                var next = present with { Password = hash };
                await transaction.UpdateAsync(User.Table, next);
                platform.Roster.OnCommitted(transaction, roster => roster.WithUser(next));
                return true;
            },
            cancellationToken);
    }
}
