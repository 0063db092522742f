using Hops.Core.Errors;

namespace Hops.Core.Identity;

/// <summary>Answer of the one decision function, and the one way from it to a refusal.</summary>
/// <param name="Allowed">True if the operation may go on.</param>
/// <param name="Hidden">If refused: true if the caller must not learn that the resource exists.</param>
/// <param name="IsExport">If refused: true because it would take data out of the platform.</param>
/// <param name="Reason">If refused: why and what to do, for the caller.</param>
public readonly record struct Decision(bool Allowed, bool Hidden, bool IsExport, string Reason)
{
    /// <summary>Why reading from outside is refused to who may read inside: said in these words by every door.</summary>
    public const string ExportReason = "A Data Scientist reads data inside the platform, in queries and SQL; only a Data Owner may take it out.";

    /// <summary>The operation may go on.</summary>
    public static Decision Allow { get; } = new(true, false, false, "");

    /// <summary>Refused; the caller may know the resource.</summary>
    public static Decision Deny(string reason) => new(false, false, false, reason);

    /// <summary>Refused, and the caller must not learn that the resource exists.</summary>
    public static Decision Hide() => new(false, true, false, "not found");

    /// <summary>Refused because data would leave the platform.</summary>
    public static Decision DenyExport(string reason) => new(false, false, true, reason);

    /// <summary>Refused because the project is archived.</summary>
    public static Decision DenyArchived(string reason) => Deny(reason) with { IsArchived = true };

    /// <summary>If refused: true because the project is archived, and the caller could do it otherwise.</summary>
    public bool IsArchived { get; init; }

    /// <summary>The code of the refusal; its row of <see cref="ErrorTable"/> is the answer of each protocol.</summary>
    public ErrorCode Code => this switch
    {
        { Hidden: true } => ErrorCode.NotFound,
        { IsExport: true } => ErrorCode.ExportDenied,
        { IsArchived: true } => ErrorCode.ProjectArchived,
        _ => ErrorCode.AccessDenied,
    };

    /// <summary>The refusal that this decision stands for. A hidden path is refused in the words in which a missing one is.</summary>
    /// <param name="resource">What it was about.</param>
    public PlatformException Refuse(Resource resource) => new(Code, Hidden ? Missing(resource) : Reason);

    private static string Missing(Resource resource) => resource.Kind == ResourceKind.File && resource.Name.StartsWith('/')
        ? $"File does not exist: {resource.Name}"
        : $"There is no such {resource.Kind.Noun()}, or you are not a member of its project.";
}
