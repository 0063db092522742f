using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Members;

namespace Hops.Platform.Credentials;

/// <summary>Removes the secret of a project-user: its own, or that of any member for a Data Owner.</summary>
public static class RevokeCredential
{
    /// <summary>Removes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, MemberName name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Credential, id, name.User));
        var user = platform.Roster.Now.FindUser(name.User);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (user is null || !await transaction.DeleteAsync(Credential.Table, Key.Of(id, user.Id)))
                    throw new PlatformException(ErrorCode.NotFound, $"'{name.User}' has no credential in the project.");
                await HopsPlatform.AuditAsync(transaction, actor, id, "credential.revoke", Names.ProjectUser(name.Project, name.User));
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutCredential(id, user.Id));
                return true;
            },
            cancellationToken);
        await platform.ProvisionedAsync();
    }
}
