using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Door;

/// <summary>Asks the gate about paths, keeps refusals for the audit trail, and says as whom a caller acts behind the door.</summary>
internal sealed class Admission(IGate gate, TimeProvider time)
{
    private static readonly Decision KeptDirectory =
        Decision.Deny($"{Names.ProjectsDirectory} stays as it is: projects are made and deleted as such, one at a time.");

    /// <summary>What the gate is asked about for a path.</summary>
    internal Resource ResourceOf(FilePath path) => new(ResourceKind.File, gate.ProjectOfPath(path.Text), path.Text);

    /// <summary>Lets the caller through, as the one that the file system will see.</summary>
    /// <exception cref="PlatformException">NotFound where the caller may not know the path, ExportDenied, AccessDenied.</exception>
    internal Pass Admit(Principal who, Operation operation, FilePath path)
    {
        var resource = ResourceOf(path);
        var decision = IsKept(who, operation, path) ? KeptDirectory : gate.Decide(who, operation, resource);
        if (!decision.Allowed)
            throw Refuse(who, operation, resource, decision);
        return new Pass(ActorIn(who, resource.ProjectId), operation, resource);
    }

    /// <summary>As whom the file system would see a caller who may do this; null if it may not, of which nothing is kept: nobody asked for the path.</summary>
    internal Principal? FindActor(Principal who, Operation operation, FilePath path)
    {
        var resource = ResourceOf(path);
        return gate.Decide(who, operation, resource).Allowed ? ActorIn(who, resource.ProjectId) : null;
    }

    /// <summary>True if the caller may know that the path exists.</summary>
    internal bool MayKnow(Principal who, FilePath path) => !gate.Decide(who, Operation.Describe, ResourceOf(path)).Hidden;

    /// <summary>What holds while a long transfer goes on.</summary>
    internal Standing Standing(Pass pass) => new(gate, time, this, pass);

    /// <summary>
    /// The directory of all projects stays as the platform made it, whoever asks: without it, or under another name, no path leads to a project.
    /// </summary>
    private static bool IsKept(Principal who, Operation operation, FilePath path) =>
        who.Channel != Channel.Internal
        && operation is (Operation.Create or Operation.Write or Operation.Alter or Operation.Delete)
        && string.Equals(path.Text, Names.ProjectsDirectory, StringComparison.Ordinal);

    /// <summary>The refusal, kept for the audit trail if it would have taken data out or changed something.</summary>
    internal PlatformException Refuse(Principal who, Operation operation, Resource resource, Decision decision) =>
        gate.Refuse(ActorIn(who, resource.ProjectId), operation, resource, decision);

    /// <summary>
    /// In a project everybody is its project-user, and nobody a superuser: an administrator who is a member has the rights of a member. Who acts
    /// for another project stays the project-user of that, even if its user is a member here as well: it came as a borrower. The platform itself,
    /// which comes by no protocol, stays what it is.
    /// </summary>
    private Principal ActorIn(Principal who, long projectId)
    {
        if (projectId == 0 || who.Channel == Channel.Internal || (who.ProjectId != 0 && !who.IsSuperuser))
            return who;
        return gate.Enter(who, projectId) ?? who with { IsSuperuser = false };
    }
}

/// <summary>Somebody who was let through.</summary>
/// <param name="Actor">Whom the file system sees.</param>
/// <param name="Operation">For what.</param>
/// <param name="Resource">The path and its project.</param>
internal readonly record struct Pass(Principal Actor, Operation Operation, Resource Resource);
