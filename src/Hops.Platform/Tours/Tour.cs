using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Platform.Tours;

/// <summary>
/// A tour through the platform as the server knows it: what its steps are called, and in which order they come. What a step does, and how one sees that it
/// is done, is the player's in the browser (ADR 0111); a test of the pages compares both.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Projects">How many projects it makes.</param>
/// <param name="Steps">Its steps, in their order.</param>
public sealed record Tour(string Id, string Title, int Projects, IReadOnlyList<TourStep> Steps)
{
    /// <summary>Every tour that there is, from <c>tours.json</c>.</summary>
    public static IReadOnlyList<Tour> All { get; } = Read();

    private static readonly FrozenDictionary<string, Tour> ById = All.ToFrozenDictionary(tour => tour.Id, StringComparer.Ordinal);

    /// <summary>The tour of an id.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static Tour Find(string id) => FindOrNull(id)
        ?? throw new PlatformException(ErrorCode.NotFound, $"There is no tour '{id}': there are {string.Join(", ", All.Select(tour => tour.Id))}.");

    /// <summary>The tour of an id, or null.</summary>
    public static Tour? FindOrNull(string id) => ById.GetValueOrDefault(id);

    /// <summary>How many steps are done when this one is; 0 for one that it has not.</summary>
    internal int PassedWith(string step)
    {
        var passed = 0;
        foreach (var one in Steps)
        {
            passed++;
            if (one.Id == step)
                return passed;
        }

        return 0;
    }

    private static List<Tour> Read()
    {
        using var stream = typeof(Tour).Assembly.GetManifestResourceStream("Hops.Platform.Tours.tours.json")
            ?? throw new UnreachableException("the assembly has no list of tours");
        return JsonSerializer.Deserialize<List<Tour>>(stream, JsonSerializerOptions.Web) ?? throw new UnreachableException("the list of tours is empty");
    }
}

/// <summary>One step of a tour.</summary>
/// <param name="Id">Its id in the tour.</param>
/// <param name="Title">What is done, in a few words.</param>
public sealed record TourStep(string Id, string Title);
