using System.Collections.Frozen;
using Hops.Core.Identity;
using static Hops.Platform.Access.Grant;

namespace Hops.Platform.Access;

/// <summary>
/// The access table: every right of the platform is a cell of it. What has no row is refused to everybody but the platform itself.
/// <c>docs/access.md</c> is generated from it.
/// </summary>
public static class AccessRules
{
    /// <summary>Rights in a project, on what belongs to it.</summary>
    public static IReadOnlyList<AccessRule> InProject { get; } =
    [
        //                    kind                  operation           owner  scientist runner administrator anyone
        new(ResourceKind.Project, Operation.Describe, Allow, Allow, Allow, Allow, Hide),
        new(ResourceKind.Project, Operation.Alter, Allow, Deny, Deny, Allow, Hide),
        new(ResourceKind.Project, Operation.Delete, Allow, Deny, Deny, Allow, Hide),

        new(ResourceKind.Member, Operation.Describe, Allow, Allow, Deny, Allow, Hide),
        new(ResourceKind.Member, Operation.Create, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Member, Operation.Alter, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Member, Operation.Delete, Allow, Self, Deny, Hide, Hide),

        new(ResourceKind.Dataset, Operation.Describe, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Dataset, Operation.Create, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Dataset, Operation.Alter, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Dataset, Operation.Delete, Allow, Deny, Deny, Hide, Hide),

        new(ResourceKind.File, Operation.Describe, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.File, Operation.Read, Allow, Export, Allow, Hide, Hide),
        new(ResourceKind.File, Operation.Write, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.File, Operation.Create, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.File, Operation.Delete, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.File, Operation.Alter, Allow, Allow, Allow, Hide, Hide),

        new(ResourceKind.Topic, Operation.Describe, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Topic, Operation.Read, Allow, Export, Allow, Hide, Hide),
        new(ResourceKind.Topic, Operation.Write, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Topic, Operation.Create, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Topic, Operation.Alter, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Topic, Operation.Delete, Allow, Deny, Deny, Hide, Hide),

        new(ResourceKind.Group, Operation.Describe, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Group, Operation.Read, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Group, Operation.Write, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Group, Operation.Create, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Group, Operation.Alter, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Group, Operation.Delete, Allow, Allow, Allow, Hide, Hide),

        new(ResourceKind.Schema, Operation.Describe, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Schema, Operation.Read, Allow, Allow, Allow, Hide, Hide),
        new(ResourceKind.Schema, Operation.Create, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Schema, Operation.Write, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Schema, Operation.Alter, Allow, Deny, Deny, Hide, Hide),
        new(ResourceKind.Schema, Operation.Delete, Allow, Deny, Deny, Hide, Hide),

        new(ResourceKind.Query, Operation.Describe, Allow, Allow, Deny, Hide, Hide),
        new(ResourceKind.Query, Operation.Create, Allow, Allow, Deny, Hide, Hide),
        new(ResourceKind.Query, Operation.Alter, Allow, Allow, Deny, Hide, Hide),
        new(ResourceKind.Query, Operation.Run, Allow, Allow, Deny, Hide, Hide),
        new(ResourceKind.Query, Operation.Delete, Allow, Deny, Deny, Hide, Hide),

        new(ResourceKind.Sql, Operation.Run, Allow, Allow, Deny, Hide, Hide),

        new(ResourceKind.Audit, Operation.Describe, Allow, Deny, Deny, Allow, Hide),

        new(ResourceKind.Credential, Operation.Describe, Self, Self, Deny, Hide, Hide),
        new(ResourceKind.Credential, Operation.Create, Self, Self, Deny, Hide, Hide),
        new(ResourceKind.Credential, Operation.Delete, Allow, Self, Deny, Hide, Hide),
    ];

    /// <summary>Rights outside of any project. The first three columns have no meaning there and say what <c>anyone</c> says, or less.</summary>
    public static IReadOnlyList<AccessRule> Outside { get; } =
    [
        new(ResourceKind.Platform, Operation.Describe, Deny, Deny, Deny, Allow, Deny),
        new(ResourceKind.Platform, Operation.Create, Deny, Deny, Deny, Allow, Deny),
        new(ResourceKind.Platform, Operation.Alter, Deny, Deny, Deny, Allow, Deny),
        new(ResourceKind.Platform, Operation.Delete, Deny, Deny, Deny, Allow, Deny),

        new(ResourceKind.Project, Operation.Describe, Allow, Allow, Deny, Allow, Allow),
        new(ResourceKind.Project, Operation.Create, Allow, Allow, Deny, Allow, Allow),

        new(ResourceKind.Credential, Operation.Describe, Self, Self, Deny, Self, Self),
        new(ResourceKind.Credential, Operation.Create, Self, Self, Deny, Self, Self),
        new(ResourceKind.Credential, Operation.Alter, Self, Self, Deny, Self, Self),
        new(ResourceKind.Credential, Operation.Delete, Self, Self, Deny, Self, Self),

        // The directories above the projects: everybody may pass through, only administrators list or change them.
        new(ResourceKind.File, Operation.Describe, Allow, Allow, Allow, Allow, Allow),
        new(ResourceKind.File, Operation.Read, Deny, Deny, Deny, Allow, Deny),
        new(ResourceKind.File, Operation.Write, Deny, Deny, Deny, Allow, Deny),
        new(ResourceKind.File, Operation.Create, Deny, Deny, Deny, Allow, Deny),
        new(ResourceKind.File, Operation.Delete, Deny, Deny, Deny, Allow, Deny),
        new(ResourceKind.File, Operation.Alter, Deny, Deny, Deny, Allow, Deny),

        new(ResourceKind.Audit, Operation.Describe, Deny, Deny, Deny, Allow, Deny),
    ];

    private static readonly FrozenDictionary<(bool, ResourceKind, Operation), AccessRule> Index = InProject
        .Select(rule => ((true, rule.Kind, rule.Operation), rule))
        .Concat(Outside.Select(rule => ((false, rule.Kind, rule.Operation), rule)))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.rule);

    /// <summary>The row, or null.</summary>
    internal static AccessRule? Find(bool inProject, ResourceKind kind, Operation operation) => Index.GetValueOrDefault((inProject, kind, operation));
}
