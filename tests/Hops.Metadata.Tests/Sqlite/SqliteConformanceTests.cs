using Hops.Metadata.Sqlite;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

public sealed class SqliteConformanceTests : MetadataStoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-metadata-").FullName;

    protected override ValueTask<MetadataStore> OpenAsync() =>
        new(SqliteStore.Open(_directory, Tables, new SqliteOptions { IdRangeLength = 100 }, TimeProvider.System));

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
