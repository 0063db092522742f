using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;

namespace Hops.Metadata.Tests.Sqlite;

/// <summary>The database of one test, in a directory of its own.</summary>
internal sealed class SqliteDatabase
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-metadata-").FullName;

    internal ValueTask<MetadataStore> OpenAsync(IReadOnlyList<Table> tables) =>
        new(SqliteStore.Open(_directory, tables, new SqliteOptions { IdRangeLength = 100 }, TimeProvider.System));

    internal ValueTask RemoveAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
