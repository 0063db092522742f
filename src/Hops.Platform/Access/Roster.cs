using System.Collections.Concurrent;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.SecondFactors;
using Hops.Platform.ShareRequests;
using Hops.Platform.Shares;
using Hops.Platform.Tokens;
using Hops.Platform.Tours;
using Hops.Platform.Users;

namespace Hops.Platform.Access;

/// <summary>
/// Holds the present <see cref="RosterSnapshot"/>. Loaded from the database once; afterwards every transaction that changes a member
/// row swaps in the next snapshot when it commits, in commit order, before its caller is answered. Thread safe; readers never wait.
/// </summary>
public sealed class Roster
{

    /// <summary>Uses of tokens that are gone are swept when they are so many more than those that live.</summary>
    private const int UsesSlack = 1000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, long> _lastUseMs = new(StringComparer.Ordinal);
    private RosterSnapshot _now = new();

    private Roster()
    {
    }

    /// <summary>The present snapshot.</summary>
    public RosterSnapshot Now => Volatile.Read(ref _now);

    /// <summary>Makes a change take effect when its transaction commits.</summary>
    internal void OnCommitted(WriteTransaction transaction, Func<RosterSnapshot, RosterSnapshot> change) => transaction.OnCommitted(() => Apply(change));

    /// <summary>Makes a change of things that are never stored take effect now.</summary>
    internal void Apply(Func<RosterSnapshot, RosterSnapshot> change)
    {
        lock (_lock)
            Volatile.Write(ref _now, change(_now));
    }

    /// <summary>When a token was last presented to this process, or null.</summary>
    public DateTimeOffset? LastUse(string tokenId) =>
        _lastUseMs.TryGetValue(tokenId, out var lastMs) ? DateTimeOffset.FromUnixTimeMilliseconds(lastMs) : null;

    internal void NoteUse(string tokenId, DateTimeOffset now)
    {
        _lastUseMs[tokenId] = now.ToUnixTimeMilliseconds();
        if (_lastUseMs.Count > (2 * Now.Tokens.Count) + UsesSlack)
            ForgetUse(_lastUseMs.Keys.Except(Now.Tokens.Keys, StringComparer.Ordinal).ToList());
    }

    internal void ForgetUse(IEnumerable<string> tokenIds)
    {
        foreach (var id in tokenIds)
            _lastUseMs.TryRemove(id, out _);
    }

    /// <summary>Reads everybody from the database.</summary>
    public static async Task<Roster> LoadAsync(MetadataStore store, CancellationToken cancellationToken)
    {
        var loaded = await store.ReadAsync(
            async read =>
            {
                var next = new RosterSnapshot();
                await foreach (var user in read.SweepAllAsync(User.Table))
                    next = next.WithUser(user);
                await foreach (var project in read.SweepAllAsync(Project.Table))
                    next = next.WithProject(project);
                await foreach (var archived in read.SweepAllAsync(ArchivedProject.Table))
                    next = next.WithArchived(archived.ProjectId, archived.Since);
                await foreach (var demo in read.SweepAllAsync(DemoProject.Table))
                    next = next.WithDemo(demo);
                await foreach (var listed in read.SweepAllAsync(ListedProject.Table))
                    next = next.WithListed(listed.ProjectId, true);
                await foreach (var member in read.SweepAllAsync(Member.Table))
                    next = next.WithMember(member);
                await foreach (var dataset in read.SweepAllAsync(Dataset.Table))
                    next = next.WithDataset(dataset);
                await foreach (var published in read.SweepAllAsync(PublishedDataset.Table))
                    next = next.WithPublished(published);
                await foreach (var listed in read.SweepAllAsync(DatasetListing.Table))
                    next = next.WithListedDataset(listed);
                await foreach (var offer in read.SweepAllAsync(ShareOffer.Table))
                    next = next.WithOffer(offer);
                await foreach (var credential in read.SweepAllAsync(Credential.Table))
                    next = next.WithCredential(credential);
                await foreach (var token in read.SweepAllAsync(Token.Table))
                    next = next.WithToken(token);
                await foreach (var factor in read.SweepAllAsync(SecondFactor.Table))
                    next = factor.Confirmed is null ? next : next.WithSecondFactor(factor.UserId);
                return next;
            },
            cancellationToken);
        var roster = new Roster();
        roster.Apply(_ => loaded);
        return roster;
    }
}
