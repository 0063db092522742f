using Hops.Core.Identity;
using Hops.Metadata.Audit;

namespace Hops.Schemas.Registry;

/// <summary>Entries of the registry in the audit trail.</summary>
internal static class RegistryAudit
{
    public static AuditRecord Of(Principal who, string action, string target, string detail = "") => new()
    {
        ProjectId = who.ProjectId,
        Actor = who.Name,
        CredentialId = who.CredentialId,
        Action = action,
        Target = target,
        Detail = detail,
    };
}
