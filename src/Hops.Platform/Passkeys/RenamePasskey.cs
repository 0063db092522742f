using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Passkeys;

/// <summary>Gives a passkey of the caller another name.</summary>
public static class RenamePasskey
{
    /// <summary>Renames it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the caller has none of that id; <c>InvalidArgument</c>: the name.</exception>
    public static async Task<Passkey> RunAsync(HopsPlatform platform, Principal actor, long id, string name, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var kept = Passkey.CheckedName(name);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var passkey = await transaction.GetAsync(Passkey.Table, Key.Of(actor.UserId, id), LockMode.Write) ?? throw Passkey.Missing();
                var next = passkey with { Name = kept };
                await transaction.UpdateAsync(Passkey.Table, next);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "passkey.rename", actor.UserName, id.ToString(CultureInfo.InvariantCulture));
                return next;
            },
            cancellationToken);
    }
}
