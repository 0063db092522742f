using System.Text.Json;
using Hops.Cli.Output;
using Hops.Core.Errors;
using Hops.Core.Text;

namespace Hops.Cli.Commands.Files;

/// <summary>What to say of a path that does not exist: the first part of it that is not there, and what may have been meant.</summary>
internal static class MissingFile
{
    private const int NamedMax = 5;
    private const int EntriesMax = 1000;

    /// <summary>Finds what is missing by listing the directories above it.</summary>
    /// <param name="context">Names the project.</param>
    /// <param name="path">The path.</param>
    /// <param name="refusal">What the server says, which stands where nothing better is found.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public static async Task<PlatformException> ExplainAsync(
        CommandContext context, string path, PlatformException refusal, CancellationToken cancellationToken)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var count = parts.Length - 1; count >= 0; count--)
        {
            var above = string.Join('/', parts.Take(count));
            if (await EntriesAsync(context, above, cancellationToken) is not { } entries)
                continue;
            // It is there, or it is the project itself that is not.
            return entries.Contains(parts[count]) ? refusal : Words(parts, count, above, entries, refusal);
        }

        return refusal;
    }

    private static PlatformException Words(string[] parts, int count, string above, List<string> entries, PlatformException refusal)
    {
        var kind = count == 0 ? "dataset" : count < parts.Length - 1 ? "directory" : "file or directory";
        var missing = $"There is no {kind} '{string.Join('/', parts.Take(count + 1))}'";
        var prefix = above.Length == 0 ? "" : above + "/";
        var hint = NearestName.Find(parts[count], entries) is { } near ? $"; did you mean '{prefix}{near}'?"
            : entries.Count == 0 ? $"; {(count == 0 ? "the project has no datasets" : $"'{above}' is empty")}."
            : $"; {(count == 0 ? "datasets are" : $"in '{above}' are")} {string.Join(", ", entries.Take(NamedMax))}{(entries.Count > NamedMax ? ", ..." : "")}.";
        return new PlatformException(ErrorCode.NotFound, missing + hint, refusal);
    }

    /// <summary>Names in a directory; null if there is none of the path.</summary>
    private static async Task<List<string>?> EntriesAsync(CommandContext context, string path, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            await foreach (JsonElement entry in context.ListAsync(FilesRoute.Of(context, "", path), EntriesMax, cancellationToken))
                names.Add(Printer.Text(entry.GetProperty("name")));
            return names;
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.NotFound or ErrorCode.AccessDenied)
        {
            return null;
        }
    }
}
