using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using System.Text;
using Hops.Core.Identity;

namespace Hops.Kafka.Tests.Support;

/// <summary>
/// A gate over fixed users: <c>red__ann</c> and the data scientist <c>red__sam</c> in one project, <c>blue__bob</c> in another; secret "pencil",
/// token "token-NAME". Topics whose name begins with <c>sealed</c> are hidden; those with <c>locked</c> are refused.
/// </summary>
public sealed class TestGate : IAuthentication, IGate
{
    private const string Secret = "pencil";
    private const int Iterations = 4096;

    private readonly Dictionary<string, Principal> _principals = new()
    {
        ["red__ann"] = Member("red__ann", 1),
        ["red__sam"] = Member("red__sam", 1) with { Role = ProjectRole.DataScientist },
        ["blue__bob"] = Member("blue__bob", 2),
    };

    /// <summary>Refused exports, in order: who, and what on.</summary>
    public ConcurrentQueue<(string Name, Operation Operation, Resource Resource)> Refusals { get; } = new();

    /// <summary>Content that was sent out, in order: to whom, of what, and how much.</summary>
    public ConcurrentQueue<(string Name, Resource Resource, long Bytes)> Exports { get; } = new();

    private readonly ConcurrentDictionary<string, bool> _ended = new();

    private int _looks;

    /// <summary>How often it was asked who somebody is now.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Who signs in from now on does so by another credential, which may end by itself; the one before lives on until <see cref="End"/>.</summary>
    public void Renew(string name, string credentialId, DateTimeOffset? expires = null)
    {
        lock (_principals)
            _principals[name] = _principals[name] with { CredentialId = credentialId, CredentialExpires = expires };
    }

    /// <summary>Ends a credential.</summary>
    public void End(string credentialId) => _ended[credentialId] = true;

    /// <summary>Makes a data scientist of an owner.</summary>
    public void Demote(string name)
    {
        lock (_principals)
            _principals[name] = _principals[name] with { Role = ProjectRole.DataScientist };
    }

    /// <summary>Lends a topic of a project to somebody of another one, for everything that a member may; with null takes all back.</summary>
    public void Lend(string name, string owner, Resource? topic)
    {
        lock (_principals)
        {
            var known = _principals[name];
            _principals[name] = known with { Borrowed = topic is { } thing ? known.Borrowed.With(owner, thing) : Borrowings.None };
        }
    }

    public void Remove(string name)
    {
        lock (_principals)
            _principals.Remove(name);
    }

    public ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken) =>
        new(secret == Secret ? Find(name) : null);

    public ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken) =>
        new(token.StartsWith("token-", StringComparison.Ordinal) ? Find(token["token-".Length..]) : null);

    public ScramVerifier? FindScram(string name, ScramHash hash) => Find(name) is null ? null : Verifier(Secret, hash, [1, 2, 3, 4, 5, 6, 7, 8]);

    public Principal? FromScram(string name) => Find(name);

    public Principal? FromCertificate(X509Certificate2 certificate) => null;

    public Principal? Current(Principal principal)
    {
        Interlocked.Increment(ref _looks);
        return _ended.ContainsKey(principal.CredentialId) ? null : Find(principal.Name) is { } now ? now with { CredentialId = principal.CredentialId } : null;
    }

    public Principal? Enter(Principal principal, long projectId) => principal;

    public Decision Decide(Principal principal, Operation operation, Resource resource)
    {
        if (Find(principal.Name) is null)
            return Decision.Hide();
        if ((resource.ProjectId != principal.ProjectId && Find(principal.Name)?.Borrowed.NameOf(resource) is null) || resource.Name.StartsWith("sealed", StringComparison.Ordinal))
            return Decision.Hide();
        if (operation == Operation.Read && resource.Kind == ResourceKind.Topic && principal is { Role: ProjectRole.DataScientist, Channel: Channel.External })
            return Decision.DenyExport("a data scientist takes no data out");
        return resource.Name.StartsWith("locked", StringComparison.Ordinal) ? Decision.Deny("locked") : Decision.Allow;
    }

    public bool IsLent(Resource resource, long borrowerId, Operation operation)
    {
        lock (_principals)
            return _principals.Values.Any(principal => principal.ProjectId == borrowerId && principal.Borrowed.NameOf(resource) is not null);
    }

    public void NoteUse(Principal principal)
    {
        // Nobody here ends as idle.
    }

    public void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision) =>
        Refusals.Enqueue((principal.Name, operation, resource));

    public void NoteExport(Principal principal, Resource resource, long bytes) => Exports.Enqueue((principal.Name, resource, bytes));

    public ConcurrentQueue<(string Name, string Action, Resource Resource, long Bytes)> Changes { get; } = new();

    public void NoteChange(Principal principal, string action, Resource resource, long bytes) => Changes.Enqueue((principal.Name, action, resource, bytes));

    public long ProjectOfPath(string path) => 0;

    public static ScramVerifier Verifier(string secret, ScramHash hash, byte[] salt)
    {
        var algorithm = hash == ScramHash.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        var length = hash == ScramHash.Sha256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, Iterations, algorithm, length);
        byte[] Hmac(string text) => hash == ScramHash.Sha256
            ? HMACSHA256.HashData(salted, Encoding.UTF8.GetBytes(text))
            : HMACSHA512.HashData(salted, Encoding.UTF8.GetBytes(text));
        var clientKey = Hmac("Client Key");
        return new ScramVerifier(salt, Iterations, hash == ScramHash.Sha256 ? SHA256.HashData(clientKey) : SHA512.HashData(clientKey), Hmac("Server Key"));
    }

    private Principal? Find(string name)
    {
        lock (_principals)
            return _principals.GetValueOrDefault(name);
    }

    private static Principal Member(string name, long projectId) => new()
    {
        Name = name,
        UserName = name.Split("__")[1],
        UserId = projectId,
        ProjectId = projectId,
        ProjectName = name.Split("__")[0],
        Role = ProjectRole.DataOwner,
        CredentialId = "key-" + name,
    };
}
