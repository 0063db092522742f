using Hops.Core.Identity;

namespace Hops.Schemas.Registry;

/// <summary>
/// What the names of subjects stand for: the one place of this protocol where a name that a caller says becomes a subject of a project. No
/// handler knows whose a subject is.
/// </summary>
public static class SubjectNames
{
    /// <summary>What Confluent's TopicNameStrategy appends to the name of a topic.</summary>
    internal static readonly string[] Suffixes = ["-value", "-key"];

    /// <summary>What is decided about when a request names a subject, or none: then it is all of the project.</summary>
    public static Resource Resource(Principal who, string? subject)
    {
        var (projectId, name) = Resolve(who, subject ?? "");
        return new Resource(ResourceKind.Schema, projectId, name);
    }

    /// <summary>The subject that a name stands for to a reader, checked.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidArgument</c>: it is no name of a subject.</exception>
    internal static SubjectKey Subject(Principal who, string subject, RegistryLimits limits) => Resolve(who, Subjects.CheckName(subject, limits));

    /// <summary>As <see cref="Subject"/>; without a name the project itself.</summary>
    internal static (long ProjectId, string? Subject) SubjectOrProject(Principal who, string? subject, RegistryLimits limits)
    {
        if (subject is null)
            return (who.ProjectId, null);
        var (projectId, name) = Subject(who, subject, limits);
        return (projectId, name);
    }

    /// <summary>The name of a subject of the caller's own project, checked: what changes a subject takes no other.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidArgument</c>: it is no name of a subject.</exception>
    internal static string Own(string subject, RegistryLimits limits) => Subjects.CheckName(subject, limits);

    /// <summary>The topic to whose keys or values a subject belongs by its name (Confluent's TopicNameStrategy); null if it does to none.</summary>
    public static string? TopicOf(string subject) => Array.Find(Suffixes, subject.EndsWith) is { } suffix ? subject[..^suffix.Length] : null;

    /// <summary>The subjects of other projects that a caller may know of, each with its owner: those of the topics that it borrows.</summary>
    internal static IEnumerable<SubjectKey> Borrowed(Principal who) =>
        from topic in who.Borrowed.Of(ResourceKind.Topic)
        from suffix in Suffixes
        select new SubjectKey(topic.Thing.ProjectId, topic.Thing.Name + suffix);

    /// <summary>Refuses a schema that refers to others where they would be looked up among the subjects of another project, most of which are not lent.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>.</exception>
    internal static void CheckReferences(Principal who, string subject, SchemaSubmission submission)
    {
        if (submission.References.Count > 0 && Resolve(who, subject).ProjectId != who.ProjectId)
            throw RegistryErrors.SchemaNotFound();
    }

    /// <summary><c>owner.topic-value</c> is the subject of the values of a topic that is borrowed.</summary>
    private static SubjectKey Resolve(Principal who, string subject) =>
        TopicOf(subject) is { } topic && who.Borrowed.Find(ResourceKind.Topic, topic) is { } borrowed
            ? new(borrowed.ProjectId, borrowed.Name + subject[topic.Length..])
            : new(who.ProjectId, subject);
}

/// <summary>A subject by its owner and name.</summary>
/// <param name="ProjectId">The project that owns it.</param>
/// <param name="Subject">Its name there.</param>
public readonly record struct SubjectKey(long ProjectId, string Subject);
