using System.Collections.Immutable;
using Hops.Core.Identity;

namespace Hops.Platform.Access;

/// <summary>
/// Which datasets and topics are shared with which projects, at one moment: an argument of every decision. Immutable. Nothing is shared yet:
/// the set of the roster is <see cref="None"/>.
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

    /// <summary>True if a live share lets members of a project do this; what they may of it is still theirs to be decided.</summary>
    /// <param name="borrowerId">The project for which the principal acts.</param>
    /// <param name="operation">What it wants.</param>
    /// <param name="resource">What on; a file belongs to the dataset in whose directory it lies.</param>
    /// <param name="now">Whether it has expired.</param>
    public bool Covers(long borrowerId, Operation operation, Resource resource, DateTimeOffset now) =>
        !_shares.IsEmpty && Find(borrowerId, resource) is { } share && share.Expires > now && (share.Rights & NeededFor(operation)) != 0;

    private Share? Find(long borrowerId, Resource resource)
    {
        var (kind, name) = resource.Kind == ResourceKind.File
            ? (ResourceKind.Dataset, Names.DatasetOfPath(resource.Name))
            : (resource.Kind, resource.Name);
        return name is null ? null : _shares.GetValueOrDefault((borrowerId, kind, resource.ProjectId, name));
    }

    private static ShareRights NeededFor(Operation operation) => operation switch
    {
        Operation.Describe or Operation.Read => ShareRights.Read,
        Operation.Write => ShareRights.Write,
        _ => ShareRights.None,
    };
}

/// <summary>A dataset or topic that a project lends to another one.</summary>
/// <param name="Kind"><see cref="ResourceKind.Dataset"/> or <see cref="ResourceKind.Topic"/>.</param>
/// <param name="OwnerId">The project that owns it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="BorrowerId">The project whose members may use it.</param>
/// <param name="Rights">What they may.</param>
/// <param name="Expires">When it ends by itself.</param>
public sealed record Share(ResourceKind Kind, long OwnerId, string Name, long BorrowerId, ShareRights Rights, DateTimeOffset Expires);

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
}
