using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Members;

namespace Hops.Platform.Credentials;

/// <summary>Makes the caller's own secret in a project, or a new one in place of it; the old one is refused at once.</summary>
public static class RotateCredential
{
    /// <summary>Makes the secret.</summary>
    /// <returns>The name <c>project__user</c>, the secret, shown only now, and what is kept.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such project, or not a member; <c>AccessDenied</c>.</exception>
    public static async Task<(string Name, string Secret, Credential Credential)> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, projectName).Row;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Credential, project.Id, actor.UserName));
        var (secret, credential) = CredentialSecret.Make(project.Id, actor.UserId, platform.Time.GetUtcNow());
        var name = Names.ProjectUser(projectName, actor.UserName);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                _ = await transaction.GetAsync(Member.Table, Key.Of(project.Id, actor.UserId), LockMode.Keep)
                    ?? throw new PlatformException(ErrorCode.NotFound, "You are not a member of the project.");
                await transaction.PutAsync(Credential.Table, credential);
                if (platform.Cluster is { } cluster)
                    await cluster.SecretMadeIn(transaction, credential, (name, secret));
                await HopsPlatform.AuditAsync(transaction, actor, project.Id, "credential.rotate", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithCredential(credential));
                return true;
            },
            cancellationToken);
        await platform.ProvisionedAsync();
        return (name, secret, credential);
    }
}
