using System.Security.Cryptography.X509Certificates;
using Hops.Core.Identity;

namespace Hops.Schemas.Tests.Support;

/// <summary>Two projects with an owner and a scientist each; scientists read only, as the platform's access table has it for schemas.</summary>
public sealed class TwoProjectsGate : IAuthentication, IGate
{
    public const string Secret = "s3cret";

    public ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken) =>
        new(secret == Secret ? Find(name) : null);

    public ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken) =>
        new(token.StartsWith("token-", StringComparison.Ordinal) ? Find(token[6..]) : null);

    public ScramVerifier? FindScram(string name, ScramHash hash) => null;

    public Principal? FromScram(string name) => null;

    public Principal? FromCertificate(X509Certificate2 certificate) => null;

    public Principal? Current(Principal principal) => principal;

    public Principal? Enter(Principal principal, long projectId) => principal;

    public Decision Decide(Principal principal, Operation operation, Resource resource)
    {
        if (principal.ProjectId == 0 || resource.ProjectId != principal.ProjectId)
            return Decision.Hide();
        return principal.Role == ProjectRole.DataOwner || operation is Operation.Describe or Operation.Read
            ? Decision.Allow
            : Decision.Deny("Only a Data Owner of the project may do this: ask one.");
    }

    public bool IsLent(Resource resource, long borrowerId, Operation operation) => false;

    public void NoteUse(Principal principal)
    {
        // Nobody here ends as idle.
    }

    public void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision)
    {
        // Nothing here refuses an export.
    }

    public void NoteExport(Principal principal, Resource resource, long bytes)
    {
        // Schemas are no content.
    }

    public void NoteChange(Principal principal, string action, Resource resource, long bytes)
    {
        // Nothing here is changed without a transaction.
    }

    public long ProjectOfPath(string path) => 0;

    private static Principal? Find(string name) => name switch
    {
        "air__owner" => Member(name, 1, ProjectRole.DataOwner),
        "air__scientist" => Member(name, 1, ProjectRole.DataScientist),
        "united__owner" => Member(name, 2, ProjectRole.DataOwner),
        "nobody" => Member(name, 0, ProjectRole.None),
        _ => null,
    };

    private static Principal Member(string name, long projectId, ProjectRole role) =>
        new() { Name = name, UserName = name, UserId = 1, ProjectId = projectId, Role = role };
}
