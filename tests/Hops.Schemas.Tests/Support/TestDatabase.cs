using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Schemas.Registry;

namespace Hops.Schemas.Tests.Support;

/// <summary>A registry over a real database in a temporary directory.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-schemas-").FullName;

    public TestDatabase(RegistryLimits? limits = null)
    {
        Store = SqliteStore.Open(
            _directory, [.. RegistryTables.All, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System);
        Registry = new SchemaRegistry(Store, limits);
    }

    public SqliteStore Store { get; }

    public SchemaRegistry Registry { get; }

    public static Principal Member(long projectId, ProjectRole role = ProjectRole.DataOwner) => new()
    {
        Name = $"p{projectId}__ann",
        UserName = "ann",
        UserId = 1,
        ProjectId = projectId,
        ProjectName = $"p{projectId}",
        Role = role,
    };

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
