using Hops.Metadata.Tables;

namespace Hops.Metadata.Tests.Conformance;

/// <summary>
/// Ground of the suites that every engine of the metadata database has to pass: an engine derives from each and says how to open a database.
/// </summary>
public abstract class MetadataStoreConformance : IAsyncLifetime
{
    private protected static readonly Table[] Tables = [Town.Table, Mark.Table, Tally.Table];

    private protected MetadataStore Store { get; set; } = null!;

    /// <summary>Opens the database of this test, the same one at each call.</summary>
    protected abstract ValueTask<MetadataStore> OpenAsync();

    /// <summary>Removes the database of this test.</summary>
    protected abstract ValueTask RemoveAsync();

    public async Task InitializeAsync() => Store = await OpenAsync();

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await RemoveAsync();
    }

    private protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await OpenAsync();
    }

    private protected async Task<bool> InsertAsync(Town town) => await Store.WriteAsync(t => t.InsertAsync(Town.Table, town));

    private protected async Task PutAsync(Town town) => await Store.WriteAsync(async t =>
    {
        await t.PutAsync(Town.Table, town);
        return 0;
    });

    private protected async Task<Town?> GetAsync(Key key) => await Store.ReadAsync(t => t.GetAsync(Town.Table, key));

    private protected async Task FillAsync(long region, int count, long firstId) => await Store.WriteAsync(async t =>
    {
        for (var i = 0; i < count; i++)
            await t.InsertAsync(Town.Table, new Town(region, $"town{i:D3}", firstId + i));
        return 0;
    });
}
