using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Identity;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>
/// A gate over two projects with the rules that matter here: a principal of one project knows nothing of the other, and a data scientist
/// exports nothing. Secret and token of X are <c>secret-X</c> and <c>token-X</c>; <c>runner-X</c> is a token of X's runner.
/// </summary>
internal sealed class TestGate : IAuthentication, IGate
{
    public const string Owner = "alpha__ada";
    public const string Scientist = "alpha__sam";
    public const string Foreigner = "beta__bob";
    public const string Root = "hops";

    private readonly ConcurrentDictionary<string, Principal> _principals = new(StringComparer.Ordinal)
    {
        [Owner] = Member(Owner, 1, ProjectRole.DataOwner),
        [Scientist] = Member(Scientist, 1, ProjectRole.DataScientist),
        [Foreigner] = Member(Foreigner, 2, ProjectRole.DataOwner),
        [Root] = new Principal { Name = Root, UserName = Root, UserId = 1, IsSuperuser = true },
    };

    /// <summary>Refused exports, in order: who, and what on.</summary>
    public ConcurrentQueue<(string Name, Operation Operation, Resource Resource)> Refusals { get; } = new();

    /// <summary>Content that was sent out, in order: to whom, of what, and how much.</summary>
    public ConcurrentQueue<(string Name, Resource Resource, long Bytes)> Exports { get; } = new();

    /// <summary>Ends a membership at once.</summary>
    public void Remove(string name) => _principals.TryRemove(name, out _);

    /// <summary>True to let every other name in as an ordinary user outside of any project.</summary>
    public bool IsOpenToStrangers { get; set; }

    public ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken) =>
        new(secret == "secret-" + name ? Find(name) : null);

    public ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken) => new(
        token.StartsWith("token-", StringComparison.Ordinal) ? Find(token["token-".Length..])
        : token.StartsWith("runner-", StringComparison.Ordinal) ? Find(token["runner-".Length..]) is { } found ? found with { Channel = Channel.Runner } : null
        : null);

    public ScramVerifier? FindScram(string name, ScramHash hash) => null;

    public Principal? FromScram(string name) => null;

    public Principal? FromCertificate(X509Certificate2 certificate) => null;

    public Principal? Current(Principal principal) =>
        Find(principal.Name) is { } found ? found with { Channel = principal.Channel } : null;

    public Principal? Enter(Principal principal, long projectId) => principal.ProjectId == projectId ? principal : null;

    public Decision Decide(Principal principal, Operation operation, Resource resource)
    {
        if (principal.IsSuperuser || IsOpenToStrangers)
        {
            return Decision.Allow;
        }

        if (resource.ProjectId == 0)
        {
            return operation == Operation.Describe ? Decision.Allow : Decision.Deny("only administrators change what is above the projects");
        }

        if (resource.ProjectId != principal.ProjectId)
        {
            return Decision.Hide();
        }

        return operation == Operation.Read && principal is { Role: ProjectRole.DataScientist, Channel: Channel.External }
            ? Decision.DenyExport("a data scientist takes no data out")
            : Decision.Allow;
    }

    public bool IsLent(Resource resource, long borrowerId, Operation operation) => false;

    public void NoteUse(Principal principal)
    {
        // Nobody here ends as idle.
    }

    public void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision) =>
        Refusals.Enqueue((principal.Name, operation, resource));

    public void NoteExport(Principal principal, Resource resource, long bytes) => Exports.Enqueue((principal.Name, resource, bytes));

    public ConcurrentQueue<(string Name, string Action, Resource Resource, long Bytes)> Changes { get; } = new();

    public void NoteChange(Principal principal, string action, Resource resource, long bytes) => Changes.Enqueue((principal.Name, action, resource, bytes));

    public long ProjectOfPath(string path) =>
        path.Split('/') is ["", "Projects", var project, ..] ? project switch { "alpha" => 1, "beta" => 2, _ => 3 } : 0;

    private Principal? Find(string name) =>
        _principals.TryGetValue(name, out var principal) ? principal
        : IsOpenToStrangers ? new Principal { Name = name, UserName = name, UserId = 99 }
        : null;

    private static Principal Member(string name, long projectId, ProjectRole role)
    {
        var project = name[..name.IndexOf("__", StringComparison.Ordinal)];
        return new Principal
        {
            Name = name,
            UserName = name[(project.Length + 2)..],
            UserId = projectId * 10 + (long)role,
            ProjectId = projectId,
            ProjectName = project,
            Role = role,
            Groups = [project + "__data"],
        };
    }
}
