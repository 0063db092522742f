using System.Globalization;
using Hops.Core.Identity;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>Where in the index somebody may look, by what it stands before.</summary>
internal static class SearchScopes
{
    /// <summary>Public datasets: for everybody.</summary>
    internal static readonly Scope Public = Scope.Of("public");

    /// <summary>All projects, as such: for administrators.</summary>
    internal static readonly Scope Directory = Scope.Of("directory");

    /// <summary>All that a project owns: for its members.</summary>
    internal static Scope Project(long id) => Scope.Of(string.Create(CultureInfo.InvariantCulture, $"project/{id}"));

    /// <summary>A dataset or topic with what belongs to it: for members of projects that borrow it.</summary>
    internal static Scope Thing(Resource thing) => Scope.Of(string.Create(CultureInfo.InvariantCulture, $"{thing.Kind}/{thing.ProjectId}/{thing.Name}"));
}
