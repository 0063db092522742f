using Hops.Metadata.Audit;

namespace Hops.Metadata.Tests.Audit;

public sealed class AuditChainTests
{
    private const int Count = 12;
    private readonly List<AuditRecord> _trail = [];

    public AuditChainTests()
    {
        var previous = AuditChain.Start;
        for (var sequence = 1; sequence <= Count; sequence++)
        {
            var entry = new AuditRecord { ProjectId = 7, Sequence = sequence, Time = DateTimeOffset.UnixEpoch.AddSeconds(sequence), Actor = $"user{sequence}", Action = "topic.create", Target = "t", Detail = "{}" };
            _trail.Add(AuditChain.Seal(entry, previous));
            previous = _trail[^1].Hash;
        }
    }

    private AuditHead Head => new(7, Count, _trail[^1].Hash);

    [Fact]
    public void A_trail_that_nobody_touched_is_intact()
    {
        var check = Checked(_trail);
        (check.Broken, check.Count, check.Erased).ShouldBe((null, Count, 0));
    }

    [Fact]
    public void Every_change_of_any_part_of_any_entry_is_found_at_that_entry()
    {
        Func<AuditRecord, AuditRecord>[] changes =
        [
            entry => entry with { ProjectId = 8 },
            entry => entry with { Time = entry.Time.AddMilliseconds(1) },
            entry => entry with { Actor = entry.Actor + "x" },
            entry => entry with { Actor = "", CredentialId = entry.Actor },
            entry => entry with { CredentialId = "c" },
            entry => entry with { Action = "topic.creat", Target = "et" },
            entry => entry with { Target = "t{", Detail = "}" },
            entry => entry with { Outcome = "access-denied" },
            entry => entry with { WhoSeal = entry.WhatSeal },
            entry => entry with { WhoSeal = [] },
            entry => entry with { Hash = [] },
            entry => entry with { Hash = AuditChain.Start },
        ];
        for (var index = 0; index < Count; index++)
        {
            foreach (var change in changes)
                Checked([.. _trail.Select((entry, at) => at == index ? change(entry) : entry)]).Broken?.Sequence.ShouldBe(index + 1);
        }
    }

    [Fact]
    public void A_changed_entry_whose_hash_was_computed_again_is_found_behind_it_and_by_the_head()
    {
        var changed = _trail[4] with { Action = "topic.delete" };
        changed = changed with { Hash = AuditChain.HashOf(changed, _trail[3].Hash)! };
        Checked([.. _trail[..4], changed, .. _trail[5..]]).Broken!.Sequence.ShouldBe(6);

        var last = _trail[^1] with { Action = "topic.delete" };
        last = last with { Hash = AuditChain.HashOf(last, _trail[^2].Hash)! };
        Checked([.. _trail[..^1], last]).Broken!.Sequence.ShouldBe(Count);
    }

    [Fact]
    public void A_removed_a_repeated_and_a_swapped_entry_and_a_missing_end_are_found()
    {
        for (var index = 0; index < Count; index++)
        {
            Checked([.. _trail[..index], .. _trail[(index + 1)..]]).Broken!.Sequence.ShouldBe(index + 1, "removed");
            Checked([.. _trail[..(index + 1)], .. _trail[index..]]).Broken!.Sequence.ShouldBe(index + 2, "repeated");
        }

        for (var index = 1; index < Count; index++)
        {
            List<AuditRecord> renumbered = [.. _trail];
            (renumbered[index - 1], renumbered[index]) = (_trail[index] with { Sequence = index }, _trail[index - 1] with { Sequence = index + 1 });
            Checked(renumbered).Broken!.Sequence.ShouldBe(index, "swapped and numbered again");
        }
    }

    [Fact]
    public void What_names_a_person_is_erased_and_the_chain_stays()
    {
        List<AuditRecord> erased = [.. _trail];
        erased[2] = AuditChain.Erase(erased[2], isWho: true, isWhat: false);
        erased[5] = AuditChain.Erase(AuditChain.Erase(erased[5], isWho: false, isWhat: true), isWho: true, isWhat: true);
        (erased[2].Actor, erased[2].Target, erased[5].Target, erased[5].Detail).ShouldBe((AuditChain.Erased, "t", AuditChain.Erased, ""));

        var check = Checked(erased);
        (check.Broken, check.Count, check.Erased).ShouldBe((null, Count, 2));
        AuditChain.Erase(erased[5], isWho: true, isWhat: true).ShouldBe(erased[5], "it is erased already");
    }

    [Fact]
    public void An_erased_part_cannot_be_given_other_words()
    {
        var erased = AuditChain.Erase(_trail[3], isWho: true, isWhat: true);
        foreach (var forged in new[] { erased with { Actor = "somebody" }, erased with { CredentialId = "c" }, erased with { Target = "other" }, erased with { Detail = "{}" } })
            Checked([.. _trail[..3], forged, .. _trail[4..]]).Broken!.Sequence.ShouldBe(4);
    }

    [Fact]
    public void A_selection_is_checked_by_what_each_entry_says_was_before_it()
    {
        var check = new AuditCheck();
        foreach (var index in new[] { 1, 2, 7 })
            check.AddSelected(_trail[index], _trail[index - 1].Hash).ShouldBeTrue();
        check.Count.ShouldBe(3);
        check.AddSelected(_trail[8], _trail[3].Hash).ShouldBeFalse("it does not follow the one before");
        new AuditCheck().AddSelected(_trail[5] with { Target = "other" }, _trail[4].Hash).ShouldBeFalse();
    }

    private AuditCheck Checked(IReadOnlyList<AuditRecord> trail)
    {
        var check = new AuditCheck();
        if (trail.All(check.Add))
            check.End(Head);
        return check;
    }
}
