using Hops.Metadata.Audit;
using Hops.Platform.Compute;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.Identities;
using Hops.Platform.Inbox;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Passkeys;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Registrations;
using Hops.Platform.SecondFactors;
using Hops.Platform.ShareRequests;
using Hops.Platform.Shares;
using Hops.Platform.Tokens;
using Hops.Platform.Tours;
using Hops.Platform.Users;

namespace Hops.Platform.Persons;

/// <summary>Every column of the database that says who. A test walks all tables and asks for a line here for each that looks like one.</summary>
internal static class PersonalTables
{
    /// <summary>What is exported.</summary>
    internal static IReadOnlyList<PersonalTable> All { get; } =
    [
        PersonalTable.Of(User.Table, "id"),
        PersonalTable.Of(Token.Table, "user_id"),
        PersonalTable.Of(SecondFactor.Table, "user_id"),
        PersonalTable.Of(RecoveryCode.Table, "user_id"),
        PersonalTable.Of(Passkey.Table, "user_id"),
        PersonalTable.Of(MailProof.Table, "user_id"),
        PersonalTable.Of(OutsideIdentity.Table, "user_id"),
        PersonalTable.Of(Member.Table, "user_id"),
        PersonalTable.Of(Credential.Table, "user_id"),
        PersonalTable.Of(Project.Table, "creator_id"),
        PersonalTable.Of(ArchivedProject.Table, "by_user_id"),
        PersonalTable.Of(Readme.Table, "by_user_id"),
        PersonalTable.Of(JoinRequest.Table, "user_id"),
        PersonalTable.Of(InboxSeen.Table, "user_id"),
        PersonalTable.Of(TourProgress.Table, "user_id"),
        PersonalTable.Of(DemoProject.Table, "user_id"),
        PersonalTable.Of(PublishedDataset.Table, "published_by"),
        PersonalTable.Of(DatasetListing.Table, "listed_by"),
        PersonalTable.Of(ShareRequest.Table, "asked_by"),
        PersonalTable.Of(ReservedName.Table, "creator_id"),
        PersonalTable.Of(Dataset.Table, "creator_id"),
        PersonalTable.Of(StoredQuery.Table, "owner_id"),
        PersonalTable.Of(ShareOffer.Table, "offered_by"),
        PersonalTable.Of(LedgerEntry.Table, "user_id"),
        PersonalTable.Of(DailyUse.Table, "user_id"),
        PersonalTable.Of(AuditLog.Entries, "actor"),
    ];

    private const string OfFile = "a project-user: files are the project's, which lists them (ADR 0110)";

    /// <summary>What looks like it and is not exported, with the reason.</summary>
    internal static IReadOnlyDictionary<string, string> Others { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["users.name"] = "of the row that is found by its id",
        ["users.email"] = "of the row that is found by its id",
        ["mail_proofs.email"] = "of the row that is found by its user",
        ["passkeys.user_handle"] = "random, of the row that is found by its user",
        ["compute_ledger.user_name"] = "of the row that is found by its user",
        ["compute_days.user_name"] = "of the row that is found by its user",
        ["projects_of_creator.creator_id"] = "a look-up of projects",
        ["join_requests_of_user.user_id"] = "a look-up of requests",
        ["shares.owner_id"] = "a project",
        ["share_requests.owner_id"] = "a project",
        ["inode.owner"] = OfFile,
        ["upload.owner"] = OfFile,
        ["trashed.deleted_by"] = OfFile,
        ["kafka_topic.created_by"] = "a project-user: topics are the project's, which lists them (ADR 0110)",
    };
}
