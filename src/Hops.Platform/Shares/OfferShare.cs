using System.Security.Cryptography;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;

namespace Hops.Platform.Shares;

/// <summary>Offers a dataset or topic of a project to another one, whose owners accept or reject it. Until then nobody there may do anything with it.</summary>
public static class OfferShare
{
    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 16;

    /// <summary>Offers it.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>: the project, the thing, the other project; <c>AccessDenied</c>; <c>InvalidArgument</c>; <c>AlreadyExists</c>: it is offered or
    /// shared already; <c>Conflict</c>: nobody but its maker writes to the dataset; <c>LimitExceeded</c>.
    /// </exception>
    public static async Task<ShareOffer> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, ShareWish wish, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Share, project.Row.Id, wish.Name));
        var now = platform.Time.GetUtcNow();
        ShareText.Check("note", wish.Note);
        CheckTerms(platform, actor, project, wish);
        var borrower = FindBorrower(platform, project, wish.To);
        var offer = new ShareOffer
        {
            OwnerId = project.Row.Id,
            Kind = wish.Kind,
            Name = wish.Name,
            BorrowerId = borrower.Row.Id,
            Id = NextId(),
            Rights = wish.Rights,
            State = ShareState.Offered,
            Expires = wish.Expires,
            Note = wish.Note,
            OfferedBy = actor.UserId,
            Offered = now,
            Changed = now,
        };
        return await platform.Store.WriteAsync(transaction => InsertAsync(platform, transaction, actor, offer, "share.offer"), cancellationToken);
    }

    internal static string NextId() => RandomNumberGenerator.GetString(IdLetters, IdLength);

    /// <summary>Refuses what cannot be shared, or not so.</summary>
    internal static void CheckTerms(HopsPlatform platform, Principal actor, ProjectRoster project, ShareWish wish)
    {
        if (wish.Kind is not (ResourceKind.Dataset or ResourceKind.Topic))
            throw new PlatformException(ErrorCode.InvalidArgument, "A dataset or a topic is shared.").With("field", "kind");
        if (wish.Rights is not (ShareRights.Read or ShareRights.ReadWrite))
            throw new PlatformException(ErrorCode.InvalidArgument, "It is shared for reading, or for reading and writing.").With("field", "rights");
        if (wish.Expires <= platform.Time.GetUtcNow())
            throw new PlatformException(ErrorCode.InvalidArgument, "The end of a share is in the future.").With("field", "expires");
        CheckThing(platform, actor, project, wish);
    }

    private static void CheckThing(HopsPlatform platform, Principal actor, ProjectRoster project, ShareWish wish)
    {
        if (wish.Kind == ResourceKind.Topic)
        {
            _ = platform.Topics.Snapshot.Find(project.Row.Id, wish.Name) ?? throw MissingName.Topic(platform, actor, project.Row.Id, wish.Name);
            return;
        }

        var dataset = project.Datasets.GetValueOrDefault(wish.Name) ?? throw MissingName.Dataset(platform, actor, project.Row.Id, wish.Name);
        if (dataset.Access == DatasetAccess.ReadOnly && wish.Rights != ShareRights.Read)
            throw new PlatformException(
                ErrorCode.Conflict, $"Only its maker writes to the dataset '{wish.Name}': offer it for reading, or make it editable first.");
    }

    private static ProjectRoster FindBorrower(HopsPlatform platform, ProjectRoster project, string name)
    {
        var borrower = platform.Roster.Now.FindProject(name)
            ?? throw new PlatformException(ErrorCode.NotFound, $"There is no project '{name}' to share with: ask its owners for its exact name.").With("field", "to");
        return borrower.Row.Id != project.Row.Id
            ? borrower
            : throw new PlatformException(ErrorCode.InvalidArgument, "It is in that project already: share it with another one.").With("field", "to");
    }

    /// <summary>Adds it, offered or accepted already, in a transaction that tells both trails.</summary>
    internal static async ValueTask<ShareOffer> InsertAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, ShareOffer offer, string action)
    {
        await CheckThereAsync(platform, transaction, offer);
        var before = await transaction.GetAsync(ShareOffer.Table, offer.Key, LockMode.Write);
        if (before?.IsOpenAt(transaction.Now) == true)
        {
            throw new PlatformException(
                ErrorCode.AlreadyExists,
                $"The {offer.Kind.Noun()} '{offer.Name}' is {(before.State == ShareState.Offered ? "offered to" : "shared with")} that project already: revoke that to offer it anew.")
                .With("share", before.Id);
        }

        await ShareLimits.MakeRoomAsync(platform, transaction, offer, before);
        await ShareRows.PutAsync(platform, transaction, before, offer);
        var detail = JsonSerializer.Serialize(new { id = offer.Id, rights = offer.Rights.ToString(), expires = offer.Expires });
        await ShareRows.AuditAsync(platform, transaction, actor, offer, action, detail);
        return offer;
    }

    /// <summary>Both projects and the thing may have gone since they were looked up in memory; what the row is of has to be there with it.</summary>
    private static async ValueTask CheckThereAsync(HopsPlatform platform, WriteTransaction transaction, ShareOffer offer)
    {
        var isThere = await transaction.GetAsync(Project.Table, Key.Of(offer.OwnerId), LockMode.Keep) is not null
            && await transaction.GetAsync(Project.Table, Key.Of(offer.BorrowerId), LockMode.Keep) is not null
            && (offer.Kind == ResourceKind.Topic
                ? await TopicCatalog.IsThereAsync(transaction, offer.OwnerId, offer.Name)
                : await transaction.GetAsync(Dataset.Table, Key.Of(offer.OwnerId, offer.Name), LockMode.Keep) is not null);
        if (!isThere)
            throw new PlatformException(ErrorCode.NotFound, $"The {offer.Kind.Noun()} '{offer.Name}', or one of the projects, has just been deleted.");
    }
}

/// <summary>What is to be offered.</summary>
/// <param name="Kind"><see cref="ResourceKind.Dataset"/> or <see cref="ResourceKind.Topic"/>.</param>
/// <param name="Name">Its name in the project.</param>
/// <param name="To">Name of the project that may borrow it.</param>
/// <param name="Rights"><see cref="ShareRights.Read"/> or <see cref="ShareRights.ReadWrite"/>.</param>
/// <param name="Expires">When it ends by itself; null if it does not.</param>
/// <param name="Note">What its owner says of it.</param>
public sealed record ShareWish(ResourceKind Kind, string Name, string To, ShareRights Rights, DateTimeOffset? Expires = null, string Note = "");
