using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Users;

namespace Hops.Platform;

/// <summary>
/// What every operation of the platform works with: <c>CreateProject.RunAsync(platform, actor, ...)</c>. It holds no state of its own.
/// Thread safe.
/// </summary>
public sealed class HopsPlatform : IDisposable
{
    /// <param name="store">The metadata database.</param>
    /// <param name="roster">Loaded from it.</param>
    /// <param name="gate">The gate over that roster.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="time">The clock.</param>
    public HopsPlatform(MetadataStore store, Roster roster, PlatformGate gate, PlatformOptions options, TimeProvider time)
    {
        (Store, Roster, Gate, Options, Time) = (store, roster, gate, options, time);
        Passwords = new PasswordHasher(options);
        Backoff = new SignInBackoff(time);
    }

    /// <summary>The metadata database.</summary>
    public MetadataStore Store { get; }

    /// <summary>Users, projects, members, as they are now.</summary>
    public Roster Roster { get; }

    /// <summary>The door of every protocol.</summary>
    public PlatformGate Gate { get; }

    /// <summary>Limits and times.</summary>
    public PlatformOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    internal PasswordHasher Passwords { get; }

    internal SignInBackoff Backoff { get; }

    /// <inheritdoc/>
    public void Dispose() => Passwords.Dispose();

    /// <summary>Refuses what <see cref="Access.Access.Decide"/> refuses.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>ExportDenied</c> or <c>AccessDenied</c>.</exception>
    public void Demand(Principal actor, Operation operation, Resource resource)
    {
        var decision = Gate.Decide(actor, operation, resource);
        if (!decision.Allowed)
            throw Refusal(decision, resource);
    }

    /// <summary>The refusal that a decision stands for, in the platform's own error codes.</summary>
    public static PlatformException Refusal(Decision decision, Resource resource) => decision switch
    {
        { Hidden: true } => new PlatformException(ErrorCode.NotFound, $"There is no such {NounOf(resource.Kind)}, or you are not a member of its project."),
        { IsExport: true } => new PlatformException(ErrorCode.ExportDenied, decision.Reason),
        _ => new PlatformException(ErrorCode.AccessDenied, decision.Reason),
    };

    /// <summary>A project by name, for a caller who may see it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: none, or not the caller's.</exception>
    public ProjectRoster FindProject(Principal actor, string name)
    {
        var project = Roster.Now.FindProject(name);
        Demand(actor, Operation.Describe, new Resource(ResourceKind.Project, project?.Row.Id ?? PlatformGate.NoProject, name));
        return project!;
    }

    /// <summary>Appends to the audit trail in the transaction of the change.</summary>
    internal static ValueTask AuditAsync(
        WriteTransaction transaction, Principal actor, long projectId, string action, string target, string detail = "") =>
        AuditLog.AppendAsync(
            transaction,
            new AuditRecord
            {
                ProjectId = projectId,
                Actor = actor.Name,
                CredentialId = actor.CredentialId,
                Action = action,
                Target = target,
                Detail = detail,
            });

    internal static void CheckRevision(long? expected, long actual)
    {
        if (expected is { } revision && revision != actual)
            throw new PlatformException(ErrorCode.PreconditionFailed, "It was changed by somebody else meanwhile: read it again and repeat.");
    }

    internal static string NounOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Platform => "page",
        ResourceKind.File => "file or directory",
        ResourceKind.Group => "consumer group",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
