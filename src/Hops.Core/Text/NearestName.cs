namespace Hops.Core.Text;

/// <summary>Which known name somebody may have meant who wrote one that does not exist.</summary>
public static class NearestName
{
    /// <summary>Longest name that is compared: the work grows with its square.</summary>
    private const int LengthMax = 200;

    /// <summary>The known name with the fewest letters to change, ignoring case; null if none is near.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">Names that exist. The caller sees to it that the reader may know them all.</param>
    public static string? Find(string written, IEnumerable<string> known)
    {
        if (written.Length > LengthMax)
            return null;
        // One letter in three may be wrong; a wholly different name is no suggestion.
        var distanceMax = Math.Max(1, written.Length / 3);
        return known
            .Where(name => name.Length <= LengthMax && Math.Abs(name.Length - written.Length) <= distanceMax)
            .Select(name => (Name: name, Distance: Distance(written, name)))
            .Where(candidate => candidate.Distance <= distanceMax)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>Letters to insert, remove, replace or swap with their neighbour (optimal string alignment), ignoring case.</summary>
    public static int Distance(string one, string other)
    {
        int[] beforeLast = [], last = [.. Enumerable.Range(0, other.Length + 1)];
        for (var row = 1; row <= one.Length; row++)
        {
            var current = new int[other.Length + 1];
            current[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var cost = IsSame(one[row - 1], other[column - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(current[column - 1], last[column]) + 1, last[column - 1] + cost);
                if (row > 1 && column > 1 && IsSame(one[row - 1], other[column - 2]) && IsSame(one[row - 2], other[column - 1]))
                    best = Math.Min(best, beforeLast[column - 2] + 1);
                current[column] = best;
            }

            (beforeLast, last) = (last, current);
        }

        return last[other.Length];
    }

    private static bool IsSame(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
