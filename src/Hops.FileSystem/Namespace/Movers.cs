using Hops.Core.Identity;

namespace Hops.FileSystem.Namespace;

/// <summary>Who moves something: from one project to another it is the same person under two names.</summary>
/// <param name="Source">The caller as the source sees it.</param>
/// <param name="Target">The caller as the destination sees it.</param>
internal readonly record struct Movers(Principal Source, Principal Target)
{
    /// <summary>True if what is moved gets a new owner, for its old one is unknown where it arrives.</summary>
    internal bool AreTwo => !string.Equals(Source.Name, Target.Name, StringComparison.Ordinal);

    /// <summary>One and the same.</summary>
    internal static Movers Of(Principal who) => new(who, who);
}
