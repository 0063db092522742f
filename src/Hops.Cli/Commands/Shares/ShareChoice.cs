using System.CommandLine;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Text;

namespace Hops.Cli.Commands.Shares;

/// <summary>Which share a command means: its id, or a name of the thing if only one share of the list has it.</summary>
internal static class ShareChoice
{
    /// <summary>The argument of commands on one share.</summary>
    public static Argument<string> Argument(string description) => new("share") { Description = description };

    /// <summary>The share of a list route that a text means.</summary>
    /// <param name="context">Names the project.</param>
    /// <param name="route">Lists the shares that can be meant.</param>
    /// <param name="text">What the user has written: an id, <c>owner::dataset</c>, <c>owner.topic</c>, or the plain name.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>: none is meant; <c>Conflict</c>: several are.</exception>
    public static async Task<JsonElement> FindAsync(CommandContext context, string route, string text, CancellationToken cancellationToken)
    {
        var shares = new List<JsonElement>();
        await foreach (var share in context.ListAsync(context.InProject(route), null, cancellationToken))
        {
            if (Text(share, "id") == text)
                return share;
            shares.Add(share);
        }

        var meant = shares.Where(share => IsOpen(share) && Names(share).Contains(text)).ToList();
        return meant.Count switch
        {
            1 => meant[0],
            0 => throw new PlatformException(ErrorCode.NotFound, Missing(text, shares)),
            _ => throw new PlatformException(
                ErrorCode.Conflict, $"Several shares are of '{text}': name one by its id, {string.Join(", ", meant.Select(share => $"{Text(share, "id")} ({Text(share, "borrower")})"))}."),
        };
    }

    /// <summary>A text of a share.</summary>
    public static string Text(JsonElement share, string property) => share.GetProperty(property).GetString()!;

    private static bool IsOpen(JsonElement share) => Text(share, "state") is "OFFERED" or "ACCEPTED" or "JOINED";

    private static string[] Names(JsonElement share) => [Text(share, "borrowedName"), Text(share, "name")];

    private static string Missing(string text, IReadOnlyList<JsonElement> shares)
    {
        var missing = $"There is no share '{text}'";
        return NearestName.Find(text, [.. shares.Where(IsOpen).SelectMany(share => Names(share).Append(Text(share, "id"))).Distinct()]) is { } near
            ? $"{missing}; did you mean '{near}'?"
            : $"{missing}: see 'hops share list' and 'hops share inbox'.";
    }
}
