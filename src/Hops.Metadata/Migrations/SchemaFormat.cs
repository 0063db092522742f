using Hops.Core.Errors;

namespace Hops.Metadata.Migrations;

/// <summary>Which steps lead from the format of a database to that of this version.</summary>
public static class SchemaFormat
{
    /// <summary>The steps still to take, in order.</summary>
    /// <param name="present">Format of the database; 0 if it is empty.</param>
    /// <param name="migrations">All steps, numbered from 1.</param>
    /// <exception cref="PlatformException"><c>DataDirectoryUnusable</c>: a newer version wrote the database.</exception>
    public static IReadOnlyList<Migration> Remaining(long present, IReadOnlyList<Migration> migrations)
    {
        for (var i = 0; i < migrations.Count; i++)
        {
            if (migrations[i].Number != i + 1)
                throw new ArgumentException($"migration {migrations[i].Number} stands at place {i + 1}", nameof(migrations));
        }

        if (present > migrations.Count)
        {
            throw new PlatformException(
                ErrorCode.DataDirectoryUnusable,
                $"The metadata database has format {present}; this version knows formats up to {migrations.Count}. Start the version that wrote it, or a newer one.")
                .With("format", present)
                .With("formatMax", migrations.Count);
        }

        return [.. migrations.Skip((int)present)];
    }
}
