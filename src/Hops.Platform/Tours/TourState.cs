using Hops.Core.Identity;

namespace Hops.Platform.Tours;

/// <summary>Where a user is in a tour.</summary>
/// <param name="Tour">The tour.</param>
/// <param name="Passed">How many of its steps are done.</param>
/// <param name="Project">Name of the project in which it is taken; null at its beginning.</param>
/// <param name="Changed">When the last step was done; null at its beginning.</param>
public sealed record TourState(Tour Tour, int Passed, string? Project, DateTimeOffset? Changed)
{
    /// <summary>What is done next; null at the end.</summary>
    public TourStep? Next => Passed < Tour.Steps.Count ? Tour.Steps[Passed] : null;

    /// <summary>What a row says now. Without one, and where the credential does not open the project, the tour is at its beginning.</summary>
    internal static TourState Of(HopsPlatform platform, Principal actor, Tour tour, TourProgress? row)
    {
        var passed = row is null ? 0 : tour.PassedWith(row.Step);
        if (passed == 0 || !platform.Roster.Now.Projects.TryGetValue(row!.ProjectId, out var project))
            return new TourState(tour, 0, null, null);
        var seen = platform.Gate.Decide(actor, Operation.Describe, new Resource(ResourceKind.Project, project.Row.Id, project.Row.Name));
        return seen.Allowed ? new TourState(tour, passed, project.Row.Name, row.Changed) : new TourState(tour, 0, null, null);
    }
}
