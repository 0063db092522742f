using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

public sealed class SqliteFeedTests : FeedConformance
{
    private readonly SqliteDatabase _database = new();

    protected override ValueTask<MetadataStore> OpenAsync() => _database.OpenAsync(Tables);

    protected override ValueTask RemoveAsync() => _database.RemoveAsync();
}
