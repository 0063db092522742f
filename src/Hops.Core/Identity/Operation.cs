namespace Hops.Core.Identity;

/// <summary>What a principal wants to do to a <see cref="Resource"/>. The rules are in <c>Hops.Platform.Access.Access</c>.</summary>
public enum Operation
{
    /// <summary>Know that it exists, see its description.</summary>
    Describe,

    /// <summary>Read its content. From outside (<see cref="Channel.External"/>) this takes data out of the platform.</summary>
    Read,

    /// <summary>Add to or change its content.</summary>
    Write,

    /// <summary>Make a new one.</summary>
    Create,

    /// <summary>Remove it.</summary>
    Delete,

    /// <summary>Change its settings.</summary>
    Alter,

    /// <summary>Start, stop or submit code on it.</summary>
    Run,
}

/// <summary>Kind of a <see cref="Resource"/>.</summary>
public enum ResourceKind
{
    /// <summary>The whole platform: users, all projects.</summary>
    Platform,

    /// <summary>A project as such: its settings.</summary>
    Project,

    /// <summary>The membership of a project.</summary>
    Member,

    /// <summary>A dataset of a project, as a thing that is made, described, removed.</summary>
    Dataset,

    /// <summary>File content and names below a path; permission bits are checked by the file system besides.</summary>
    File,

    /// <summary>A Kafka topic.</summary>
    Topic,

    /// <summary>A consumer group or a transactional id.</summary>
    Group,

    /// <summary>A schema subject.</summary>
    Schema,

    /// <summary>A streaming query.</summary>
    Query,

    /// <summary>An interactive SQL statement.</summary>
    Sql,

    /// <summary>The audit trail of a project.</summary>
    Audit,

    /// <summary>Credentials and tokens of the caller itself.</summary>
    Credential,

    /// <summary>What a project lends to others, is offered and borrows, as the thing that its owners decide on.</summary>
    Share,

    /// <summary>What a project has used of compute, and what that cost.</summary>
    Ledger,

    /// <summary>The price of compute: now, its curve and its past.</summary>
    Price,

    /// <summary>The quotas of projects.</summary>
    Quota,

    /// <summary>That somebody asks to be a member of a project that is listed.</summary>
    JoinRequest,

    /// <summary>Whether a project is archived: nothing is changed in it and no work is done.</summary>
    Archive,

    /// <summary>For how long the files of a project and its datasets are kept.</summary>
    Retention,
}

/// <summary>What an operation acts on.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="ProjectId">The project that owns it; 0 if none does.</param>
/// <param name="Name">Its name or path, for the audit trail and messages.</param>
public readonly record struct Resource(ResourceKind Kind, long ProjectId, string Name);
