using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Compute;
using Hops.Platform.Registrations;
using Hops.Platform.Users;

namespace Hops.Platform.Persons;

/// <summary>
/// Erases a person (GDPR, article 17): deletes the user if that was not done, then takes its name and address out of the ledger, the audit trails and the list of
/// users. What was done stays, and that one and the same user did it; who that was does not. It can be asked for again until it is done.
/// </summary>
public static class ErasePerson
{
    private const string Pseudonym = "erased_";

    /// <summary>Erases it.</summary>
    /// <returns>The name that stands for the person from now on.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>Conflict</c>: an administrator erases itself, or the last Data Owner of a project.</exception>
    public static async Task<string> RunAsync(HopsPlatform platform, Principal actor, string name, long? revisionExpected, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Platform, 0, name));
        var user = platform.Roster.Now.FindUserOrDeleted(name) ?? throw HopsPlatform.NoUser(name);
        var person = new Person(user.Id, name, user.Email);
        if (!user.IsDeleted)
            await DeleteUser.RunAsync(platform, actor, name, revisionExpected, cancellationToken);
        await platform.Journal.FlushWholeAsync(cancellationToken);
        var proofs = await RowSweep.RunAsync(platform.Store, MailProof.Table, row => row.UserId == user.Id || row.Email == person.Email, _ => null, cancellationToken);
        var runs = await RowSweep.RunAsync(
            platform.Store, LedgerEntry.Table, row => row.Work.UserId == user.Id && row.Work.UserName == name,
            row => row with { Work = row.Work with { UserName = AuditChain.Erased } }, cancellationToken);
        var days = await RowSweep.RunAsync(
            platform.Store, DailyUse.Table, row => row.UserId == user.Id && row.UserName == name, row => row with { UserName = AuditChain.Erased }, cancellationToken);
        var entries = await RowSweep.RunAsync(
            platform.Store, AuditLog.Entries, entry => IsWho(person, entry) || IsWhat(person, entry),
            entry => AuditChain.Erase(entry, IsWho(person, entry), IsWhat(person, entry)), cancellationToken);
        var next = Pseudonym + user.Id.ToString(CultureInfo.InvariantCulture);
        var detail = JsonSerializer.Serialize(new { proofs, ledgerEntries = runs, ledgerDays = days, auditEntries = entries });
        await platform.Store.WriteAsync(transaction => RenameAsync(platform, transaction, actor, person, next, detail), cancellationToken);
        return next;
    }

    private static bool IsWho(Person person, AuditRecord entry) => person.IsName(entry.Actor);

    private static bool IsWhat(Person person, AuditRecord entry) => person.Is(entry.Target) || person.IsIn(entry.Detail);

    private static async ValueTask<bool> RenameAsync(
        HopsPlatform platform, WriteTransaction transaction, Principal actor, Person person, string next, string detail)
    {
        var user = await transaction.GetAsync(User.Table, Key.Of(person.Id), LockMode.Write) ?? throw HopsPlatform.NoUser(person.Name);
        var erased = user with { Name = next, Email = null, Revision = user.Revision + 1 };
        await transaction.UpdateAsync(User.Table, erased);
        await transaction.PutAsync(ErasedName.Table, ErasedName.Of(person.Name));
        await HopsPlatform.AuditAsync(transaction, actor, 0, "user.erase", next, detail);
        platform.Roster.OnCommitted(transaction, roster => roster.WithRenamedUser(person.Name, erased));
        return true;
    }
}
