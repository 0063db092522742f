using Hops.Metadata.Tables;
using Hops.Platform.Announcements;
using Hops.Platform.Compute;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.Identities;
using Hops.Platform.Inbox;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Passkeys;
using Hops.Platform.Persons;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Registrations;
using Hops.Platform.SecondFactors;
using Hops.Platform.Retention;
using Hops.Platform.ShareRequests;
using Hops.Platform.Shares;
using Hops.Platform.Sql;
using Hops.Platform.Tokens;
using Hops.Platform.Tours;
using Hops.Platform.Users;
using Hops.Platform.Warnings;

namespace Hops.Platform;

/// <summary>The tables of the platform, for the store that opens them.</summary>
public static class PlatformTables
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Table> All { get; } =
    [
        User.Table, Token.Table, Project.Table, ProjectOfCreator.Table, ReservedName.Table, ArchivedProject.Table, Readme.Table, ListedProject.Table, JoinRequest.Table, JoinRequestOfUser.Table, InboxSeen.Table, Member.Table, Credential.Table, Dataset.Table,
        StoredQuery.Table, StartCondition.Table, PreviewUse.Table, ShareOffer.Table, ShareOfBorrower.Table, PublishedDataset.Table, DatasetListing.Table, ShareRequest.Table, ShareRequestOf.Table, SecondFactor.Table, RecoveryCode.Table, Passkey.Table, MailProof.Table, OutsideIdentity.Table,
        ComputeAccount.Table, ComputeBudget.Table, UseWarning.Table, RetentionRule.Table, RetentionSweep.Table, LedgerEntry.Table, LedgerInterval.Table, OpenRunner.Table, DailyUse.Table, PriceMinute.Table,
        Announcement.Table, TourProgress.Table, DemoProject.Table, ErasedName.Table,
    ];
}
