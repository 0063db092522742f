namespace Hops.Core.Identity;

/// <summary>What a person calls a kind of thing.</summary>
public static class ResourceNouns
{
    /// <summary>The noun of a kind, in lower case, for messages.</summary>
    public static string Noun(this ResourceKind kind) => kind switch
    {
        ResourceKind.Platform => "page",
        ResourceKind.File => "file or directory",
        ResourceKind.JoinRequest => "join request",
        ResourceKind.Group => "consumer group",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
