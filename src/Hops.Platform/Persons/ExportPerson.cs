using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Users;

namespace Hops.Platform.Persons;

/// <summary>
/// All that is stored of a person, row by row as it is stored (GDPR, articles 15 and 20), but for secrets. For the person itself, and for administrators.
/// It sweeps whole tables, one page at a time for all exports together.
/// </summary>
public static class ExportPerson
{
    /// <summary>Name of the format, in the first line.</summary>
    public const string Format = "hops-person/1";

    /// <summary>Rows of one export.</summary>
    private const int RowsMax = 1_000_000;

    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Notes the export in the trail.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="name">The user; the caller itself, or any for an administrator.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What the rows are asked for with.</returns>
    public static async Task<PersonExport> BeginAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        if (name != actor.UserName)
            platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Platform, 0, name));
        var user = platform.Roster.Now.FindUserOrDeleted(name) ?? throw HopsPlatform.NoUser(name);
        await platform.Journal.FlushAsync(cancellationToken);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await HopsPlatform.AuditAsync(transaction, actor, 0, "user.export", name);
                return true;
            },
            cancellationToken);
        return new PersonExport(user.Id, user.Name, platform.Time.GetUtcNow());
    }

    /// <summary>The rows, as objects with <c>table</c> and <c>row</c>.</summary>
    public static async IAsyncEnumerable<JsonObject> ReadAsync(
        HopsPlatform platform, PersonExport export, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var person = new Person(export.UserId, export.Name, Email: null);
        var count = 0;
        foreach (var table in PersonalTables.All)
        {
            Key? after = null;
            do
            {
                (var rows, after) = await PageAsync(platform, table, person, after, cancellationToken);
                foreach (var row in rows)
                {
                    if (count++ == RowsMax)
                        yield break;
                    yield return row;
                }
            }
            while (after is not null);
        }
    }

    private static async Task<(IReadOnlyList<JsonObject> Rows, Key? Next)> PageAsync(
        HopsPlatform platform, PersonalTable table, Person person, Key? after, CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await table.PageAsync(platform.Store, person, after, cancellationToken);
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}

/// <summary>An export of a person's data.</summary>
/// <param name="UserId">Id of the user.</param>
/// <param name="Name">Its name.</param>
/// <param name="Time">When.</param>
public sealed record PersonExport(long UserId, string Name, DateTimeOffset Time);
