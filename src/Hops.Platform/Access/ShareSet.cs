using System.Collections.Immutable;
using Hops.Core.Identity;
using Hops.Schemas.Registry;

namespace Hops.Platform.Access;

/// <summary>
/// Which datasets and topics are shared with which projects, at one moment: an argument of every decision. Immutable.
/// </summary>
public sealed class ShareSet
{
    private readonly ImmutableDictionary<(long Borrower, ResourceKind Kind, long Owner, string Name), Share> _shares;

    private ShareSet(ImmutableDictionary<(long, ResourceKind, long, string), Share> shares) => _shares = shares;

    /// <summary>Nothing is shared with anybody.</summary>
    public static ShareSet None { get; } = new(ImmutableDictionary<(long, ResourceKind, long, string), Share>.Empty);

    /// <summary>With one more, or with other rights than before.</summary>
    public ShareSet With(Share share) => new(_shares.SetItem((share.BorrowerId, share.Kind, share.OwnerId, share.Name), share));

    /// <summary>Without one.</summary>
    public ShareSet Without(Share share) => new(_shares.Remove((share.BorrowerId, share.Kind, share.OwnerId, share.Name)));

    /// <summary>The live share by which a thing is lent to a project; null if there is none. What its members may is still to be decided.</summary>
    /// <param name="borrowerId">The project for which the principal acts.</param>
    /// <param name="resource">
    /// The thing; a file belongs to the dataset in whose directory it lies, the schemas of keys and values belong to their topic.
    /// </param>
    /// <param name="now">Whether it has expired.</param>
    public Share? Find(long borrowerId, Resource resource, DateTimeOffset now) =>
        !_shares.IsEmpty && Find(borrowerId, resource) is { } share && share.Expires > now ? share : null;

    private Share? Find(long borrowerId, Resource resource)
    {
        var (kind, name) = resource.Kind switch
        {
            ResourceKind.File => (ResourceKind.Dataset, Names.DatasetOfPath(resource.Name)),
            ResourceKind.Schema => (ResourceKind.Topic, SubjectNames.TopicOf(resource.Name)),
            _ => (resource.Kind, resource.Name),
        };
        return name is null ? null : _shares.GetValueOrDefault((borrowerId, kind, resource.ProjectId, name));
    }
}

/// <summary>A dataset or topic that a project lends to another one.</summary>
/// <param name="Kind"><see cref="ResourceKind.Dataset"/> or <see cref="ResourceKind.Topic"/>.</param>
/// <param name="OwnerId">The project that owns it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="BorrowerId">The project whose members may use it.</param>
/// <param name="Rights">What they may.</param>
/// <param name="Expires">When it ends by itself.</param>
public sealed record Share(ResourceKind Kind, long OwnerId, string Name, long BorrowerId, ShareRights Rights, DateTimeOffset Expires)
{
    /// <summary>What is lent.</summary>
    public Resource Thing => new(Kind, OwnerId, Name);

    /// <summary>True if the rights are enough for an operation: all that is not looking or reading changes something.</summary>
    public bool Allows(Operation operation) =>
        (Rights & (operation is Operation.Describe or Operation.Read ? ShareRights.Read : ShareRights.Write)) != 0;
}

/// <summary>What a share lets its borrowers do. Stored as a number: never renumber.</summary>
[Flags]
public enum ShareRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See and read it, inside the platform.</summary>
    Read = 1,

    /// <summary>Write to it.</summary>
    Write = 2,

    /// <summary>See, read and write.</summary>
    ReadWrite = Read | Write,
}
