using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Schemas.Registry;

namespace Hops.Platform.Schemas;

/// <summary>The schema subjects of a project: the registry's own operations, after the gate.</summary>
public static class ProjectSchemas
{
    /// <summary>Subject of the values of a topic, as Confluent's serializers name it.</summary>
    public static string ValueSubjectOf(string topic) => topic + "-value";

    /// <summary>Names of the live subjects.</summary>
    public static async Task<IReadOnlyList<string>> SubjectsAsync(
        HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        var who = Demand(platform, actor, Operation.Describe, projectName, "");
        return (await platform.Schemas.SubjectsAsync(who, cancellationToken: cancellationToken)).Select(row => row.Subject).ToList();
    }

    /// <summary>A version of a subject with its schema.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<SubjectVersion> FindAsync(
        HopsPlatform platform, Principal actor, SubjectName name, VersionName version, CancellationToken cancellationToken)
    {
        var who = Demand(platform, actor, Operation.Read, name.Project, name.Subject);
        return await NamedAsync(
            platform, who, name.Subject, async () => await platform.Schemas.VersionAsync(who, name.Subject, version, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>The versions of the project whose schemas refer to one; those that were deleted softly too, for records are read by them.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<IReadOnlyList<UseRow>> ReferrersAsync(
        HopsPlatform platform, Principal actor, SubjectName name, VersionName version, CancellationToken cancellationToken)
    {
        var who = Demand(platform, actor, Operation.Read, name.Project, name.Subject);
        var ids = await NamedAsync(
            platform, who, name.Subject, async () => await platform.Schemas.ReferrersAsync(who, name.Subject, version, cancellationToken), cancellationToken);
        var uses = new List<UseRow>();
        foreach (var id in ids)
            uses.AddRange(await platform.Schemas.UsesAsync(who, id, withDeleted: true, cancellationToken));
        return uses;
    }

    /// <summary>Registers a schema as the next version of a subject.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>, <c>InvalidSchema</c>, <c>IncompatibleSchema</c>, <c>TooLarge</c>, <c>LimitExceeded</c>.</exception>
    public static async Task<RegisteredSchema> RegisterAsync(
        HopsPlatform platform, Principal actor, SubjectName name, SchemaSubmission submission, CancellationToken cancellationToken)
    {
        var who = Demand(platform, actor, Operation.Write, name.Project, name.Subject);
        try
        {
            return await platform.Schemas.RegisterAsync(who, name.Subject, submission, cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.IncompatibleSchema)
        {
            throw MisfitWords.Of(refusal, name.Subject);
        }
    }

    /// <summary>Deletes a subject softly: records that were written under it stay readable.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task DeleteAsync(HopsPlatform platform, Principal actor, SubjectName name, CancellationToken cancellationToken)
    {
        var who = Demand(platform, actor, Operation.Delete, name.Project, name.Subject);
        await NamedAsync(
            platform, who, name.Subject, async () => await platform.Schemas.DeleteSubjectAsync(who, name.Subject, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>The caller as <c>project__user</c>: catalogs take their tenant from the principal.</summary>
    internal static Principal Inside(HopsPlatform platform, Principal actor, long projectId) =>
        actor.ProjectId == projectId ? actor
        : platform.Gate.Enter(actor, projectId) ?? throw new PlatformException(ErrorCode.NotFound, "There is no such project.");

    /// <summary>Says which subjects there are where there is not the one that was named.</summary>
    private static async Task<T> NamedAsync<T>(
        HopsPlatform platform, Principal who, string subject, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (PlatformException missing) when (missing.Code == ErrorCode.NotFound)
        {
            var subjects = (await platform.Schemas.SubjectsAsync(who, cancellationToken: cancellationToken)).Select(row => row.Subject).ToList();
            if (subjects.Contains(subject))
            {
                var versions = await platform.Schemas.VersionsAsync(who, subject, cancellationToken: cancellationToken);
                throw new PlatformException(
                    ErrorCode.NotFound, $"The schema '{subject}' has no such version; it has {string.Join(", ", versions.Select(row => row.Version))}.", missing);
            }

            throw MissingName.Schema(platform, who, who.ProjectId, subject, subjects);
        }
    }

    private static Principal Demand(HopsPlatform platform, Principal actor, Operation operation, string projectName, string subject)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, operation, new Resource(ResourceKind.Schema, id, subject));
        return Inside(platform, actor, id);
    }
}

/// <summary>A schema subject by name.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Subject">Name of the subject.</param>
public readonly record struct SubjectName(string Project, string Subject);
