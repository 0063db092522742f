using System.Collections.Frozen;
using Hops.Core.Identity;
using static Hops.Platform.Access.AccessRule;
using static Hops.Platform.Access.Standing;

namespace Hops.Platform.Access;

/// <summary>
/// The access table: every right of the platform is a cell of it. What has no row is refused to everybody but the platform itself.
/// <c>docs/access.md</c> is generated from it.
/// </summary>
public static class AccessRules
{
    /// <summary>Rights in a project, on what belongs to it. To a standing that a row does not name the thing is hidden.</summary>
    public static IReadOnlyList<AccessRule> InProject { get; } =
    [
        On(ResourceKind.Project, Operation.Describe).Allow(Owner, Scientist, Runner, Administrator),
        On(ResourceKind.Project, Operation.Alter).Allow(Owner, Administrator).Deny(Scientist, Runner),
        On(ResourceKind.Project, Operation.Delete).Allow(Owner, Administrator).Deny(Scientist, Runner).KeepInArchive(Owner, Administrator),

        On(ResourceKind.Archive, Operation.Alter).Allow(Owner, Administrator).Deny(Scientist, Runner).KeepInArchive(Owner, Administrator),

        On(ResourceKind.Member, Operation.Describe).Allow(Owner, Scientist, Administrator).Deny(Runner),
        On(ResourceKind.Member, Operation.Create).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Member, Operation.Alter).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Member, Operation.Delete).Allow(Owner).Self(Scientist).Deny(Runner).KeepInArchive(Owner, Scientist),

        On(ResourceKind.JoinRequest, Operation.Describe).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.JoinRequest, Operation.Alter).Allow(Owner).Deny(Scientist, Runner),

        On(ResourceKind.Dataset, Operation.Describe).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.Dataset, Operation.Create).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Dataset, Operation.Alter).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Dataset, Operation.Delete).Allow(Owner).Deny(Scientist, Runner),

        // Seen; said, and looked at what would go by it.
        On(ResourceKind.Retention, Operation.Describe).Allow(Owner, Scientist).Deny(Runner, Administrator),
        On(ResourceKind.Retention, Operation.Alter).Allow(Owner).Deny(Scientist, Runner, Administrator),

        On(ResourceKind.File, Operation.Describe).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.File, Operation.Read).Allow(Owner, Runner, BorrowerRunner).Export(Scientist, Borrower).KeepInArchive(Owner),
        On(ResourceKind.File, Operation.Write).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.File, Operation.Create).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.File, Operation.Delete).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.File, Operation.Alter).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),

        On(ResourceKind.Topic, Operation.Describe).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.Topic, Operation.Read).Allow(Owner, Runner, BorrowerRunner).Export(Scientist, Borrower).KeepInArchive(Owner),
        On(ResourceKind.Topic, Operation.Write).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.Topic, Operation.Create).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Topic, Operation.Alter).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Topic, Operation.Delete).Allow(Owner).Deny(Scientist, Runner),

        On(ResourceKind.Group, Operation.Describe).Allow(Owner, Scientist, Runner),
        On(ResourceKind.Group, Operation.Read).Allow(Owner, Scientist, Runner),
        On(ResourceKind.Group, Operation.Write).Allow(Owner, Scientist, Runner),
        On(ResourceKind.Group, Operation.Create).Allow(Owner, Scientist, Runner),
        On(ResourceKind.Group, Operation.Alter).Allow(Owner, Scientist, Runner),
        On(ResourceKind.Group, Operation.Delete).Allow(Owner, Scientist, Runner),

        On(ResourceKind.Schema, Operation.Describe).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner),
        On(ResourceKind.Schema, Operation.Read).Allow(Owner, Scientist, Runner, Borrower, BorrowerRunner).KeepInArchive(Owner, Scientist),
        On(ResourceKind.Schema, Operation.Create).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Schema, Operation.Write).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Schema, Operation.Alter).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Schema, Operation.Delete).Allow(Owner).Deny(Scientist, Runner),

        On(ResourceKind.Query, Operation.Describe).Allow(Owner, Scientist).Deny(Runner),
        On(ResourceKind.Query, Operation.Create).Allow(Owner, Scientist).Deny(Runner),
        On(ResourceKind.Query, Operation.Alter).Allow(Owner, Scientist).Deny(Runner),
        On(ResourceKind.Query, Operation.Run).Allow(Owner, Scientist).Deny(Runner),
        On(ResourceKind.Query, Operation.Delete).Allow(Owner).Deny(Scientist, Runner),

        On(ResourceKind.Sql, Operation.Run).Allow(Owner, Scientist).Deny(Runner),

        // Whole results; a Data Scientist sees previews of them.
        On(ResourceKind.Sql, Operation.Read).Allow(Owner).Export(Scientist).Deny(Runner),

        // In the project that lends: seen, offered, published or listed, lent to who asks or not (Alter), taken back. In the one that borrows: seen, answered
        // (Alter), left; what is public, taken; what is listed, asked for.
        On(ResourceKind.Share, Operation.Describe).Allow(Owner, Scientist).Deny(Runner),
        On(ResourceKind.Share, Operation.Create).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Share, Operation.Alter).Allow(Owner).Deny(Scientist, Runner),
        On(ResourceKind.Share, Operation.Delete).Allow(Owner).Deny(Scientist, Runner).KeepInArchive(Owner),

        // Seen and checked; taken out as a file.
        On(ResourceKind.Audit, Operation.Describe).Allow(Owner, Administrator).Deny(Scientist, Runner),
        On(ResourceKind.Audit, Operation.Read).Allow(Owner, Administrator).Deny(Scientist, Runner).KeepInArchive(Owner, Administrator),

        // Seen; the budget of a month set.
        On(ResourceKind.Ledger, Operation.Describe).Allow(Owner, Scientist, Administrator).Deny(Runner),
        On(ResourceKind.Ledger, Operation.Alter).Allow(Owner).Deny(Scientist, Runner, Administrator),

        On(ResourceKind.Credential, Operation.Describe).Self(Owner, Scientist).Deny(Runner),
        On(ResourceKind.Credential, Operation.Create).Self(Owner, Scientist).Deny(Runner),
        On(ResourceKind.Credential, Operation.Delete).Allow(Owner).Self(Scientist).Deny(Runner).KeepInArchive(Owner, Scientist),
    ];

    /// <summary>Rights outside of any project, where nobody is an owner, a scientist or a borrower.</summary>
    public static IReadOnlyList<AccessRule> Outside { get; } =
    [
        On(ResourceKind.Platform, Operation.Describe).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.Platform, Operation.Create).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.Platform, Operation.Alter).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.Platform, Operation.Delete).Allow(Administrator).Deny(Runner, Anyone),

        On(ResourceKind.Project, Operation.Describe).Allow(Administrator, Anyone).Deny(Runner),
        On(ResourceKind.Project, Operation.Create).Allow(Administrator, Anyone).Deny(Runner),

        On(ResourceKind.Credential, Operation.Describe).Self(Administrator, Anyone).Deny(Runner),
        On(ResourceKind.Credential, Operation.Create).Self(Administrator, Anyone).Deny(Runner),
        On(ResourceKind.Credential, Operation.Alter).Self(Administrator, Anyone).Deny(Runner),
        On(ResourceKind.Credential, Operation.Delete).Self(Administrator, Anyone).Deny(Runner),

        // The directories above the projects: everybody may pass through, only administrators list or change them.
        On(ResourceKind.File, Operation.Describe).Allow(Runner, Administrator, Anyone),
        On(ResourceKind.File, Operation.Read).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.File, Operation.Write).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.File, Operation.Create).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.File, Operation.Delete).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.File, Operation.Alter).Allow(Administrator).Deny(Runner, Anyone),

        // Projects that are listed, and what the caller itself asks of their owners.
        On(ResourceKind.JoinRequest, Operation.Describe).Allow(Administrator, Anyone).Deny(Runner),
        On(ResourceKind.JoinRequest, Operation.Create).Allow(Administrator, Anyone).Deny(Runner),
        On(ResourceKind.JoinRequest, Operation.Delete).Allow(Administrator, Anyone).Deny(Runner),

        // The lists of public datasets, and of those that can be asked for.
        On(ResourceKind.Share, Operation.Describe).Allow(Administrator, Anyone).Deny(Runner),

        On(ResourceKind.Audit, Operation.Describe).Allow(Administrator).Deny(Runner, Anyone),
        On(ResourceKind.Audit, Operation.Read).Allow(Administrator).Deny(Runner, Anyone),

        // The curve of the price is a setting of the server, which nobody changes over REST.
        On(ResourceKind.Price, Operation.Describe).Allow(Administrator, Anyone).Deny(Runner),
        On(ResourceKind.Quota, Operation.Alter).Allow(Administrator).Deny(Runner, Anyone),
    ];

    private static readonly FrozenDictionary<(bool, ResourceKind, Operation), AccessRule> Index = InProject
        .Select(rule => ((true, rule.Kind, rule.Operation), rule))
        .Concat(Outside.Select(rule => ((false, rule.Kind, rule.Operation), rule)))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.rule);

    /// <summary>The row, or null.</summary>
    internal static AccessRule? Find(bool inProject, ResourceKind kind, Operation operation) => Index.GetValueOrDefault((inProject, kind, operation));
}
