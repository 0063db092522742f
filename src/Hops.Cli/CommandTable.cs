using System.CommandLine;
using Hops.Cli.Commands;
using Hops.Cli.Commands.Accounts;
using Hops.Cli.Commands.Acls;
using Hops.Cli.Commands.Announcements;
using Hops.Cli.Commands.Audit;
using Hops.Cli.Commands.Compute;
using Hops.Cli.Commands.Credentials;
using Hops.Cli.Commands.Datasets;
using Hops.Cli.Commands.Files;
using Hops.Cli.Commands.Groups;
using Hops.Cli.Commands.Identities;
using Hops.Cli.Commands.Inbox;
using Hops.Cli.Commands.JoinRequests;
using Hops.Cli.Commands.Members;
using Hops.Cli.Commands.Persons;
using Hops.Cli.Commands.Projects;
using Hops.Cli.Commands.Queries;
using Hops.Cli.Commands.Retention;
using Hops.Cli.Commands.Schemas;
using Hops.Cli.Commands.Search;
using Hops.Cli.Commands.Sessions;
using Hops.Cli.Commands.Shares;
using Hops.Cli.Commands.Shell;
using Hops.Cli.Commands.Sql;
using Hops.Cli.Commands.Status;
using Hops.Cli.Commands.Tokens;
using Hops.Cli.Commands.Topics;
using Hops.Cli.Commands.Tours;
using Hops.Cli.Commands.Users;
using Hops.Cli.Demo;
using Hops.Cli.Runner;
using Hops.Cli.Server;
using Hops.Cli.Settings;

namespace Hops.Cli;

/// <summary>Every command of <c>hops</c>, in the order of the help.</summary>
internal static class CommandTable
{
    private static readonly Row[] Rows =
    [
        new(ServerCommand.Name, ServerCommand.Create),
        Group("config", "Settings of a server", () => [ConfigShow.Create()]),
        new("demo", DemoCommand.Create),
        new("runner", RunnerCommand.Create),
        new(Login.Name, Login.Create),
        new("logout", Logout.Create),
        new("whoami", WhoAmI.Create),
        new("inbox", InboxShow.Create),
        Group("user", "Users of the platform", () =>
        [
            UserList.Create(),
            UserCreate.Create(),
            UserAnswer.CreateApprove(),
            UserAnswer.CreateReject(),
            UserDisable.CreateDisable(),
            UserDisable.CreateEnable(),
            UserResetSecondFactor.Create(),
            UserResetPasskeys.Create(),
            UserCommand.Group("identity", "Identities by which a user signs in", IdentityList.CreateOfUser(), IdentityUnlink.CreateOfUser()),
            UserDelete.Create(),
            PersonExportFile.CreateOfUser(),
            PersonErase.Create(),
        ]),
        Group("account", "Your account", () =>
        [
            UserCommand.Group(
                "totp",
                "A second factor: codes of a device",
                TotpShow.Create(),
                TotpEnable.Create(),
                TotpDisable.Create(),
                RecoveryCodes.Create()),
            UserCommand.Group("passkey", "Devices that sign you in by themselves", Passkeys.CreateList(), Passkeys.CreateRename(), Passkeys.CreateRemove()),
            UserCommand.Group("identity", "Identities by which you sign in", IdentityList.CreateOwn(), IdentityUnlink.CreateOwn(), IdentityList.CreateIssuers()),
            UserCommand.Group("email", "Your address of mail", AccountEmail.CreateSet(), AccountEmail.CreateConfirm()),
            PersonExportFile.CreateOwn(),
        ]),
        Group("registration", "An account for somebody who has none", () => [Registration.CreateBegin(), Registration.CreateConfirm()]),
        Group("recovery", "Another password for one that was forgotten", () => [Recovery.CreateBegin(), Recovery.CreateComplete()]),
        Group("session", "Where you are signed in", () => [SessionList.Create(), SessionEnd.Create()]),
        Group("tour", "How far you have come in the tours of the pages", () => [TourCommands.CreateList(), TourCommands.CreateShow(), TourCommands.CreateForget()]),
        Group("token", "Your API tokens", () => [TokenList.Create(), TokenCreate.Create(), TokenRevoke.Create()]),
        Group("project", "Make and see projects", () =>
        [
            ProjectList.Create(),
            ProjectCreate.Create(),
            ProjectGet.Create(),
            ProjectUse.Create(),
            ProjectUsage.Create(),
            ProjectLedger.Create(),
            ProjectAlter.Create(),
            ProjectReadme.Create(),
            ProjectArchive.CreateArchive(),
            ProjectArchive.CreateUnarchive(),
            ProjectKeep.Create(),
            ProjectDelete.Create(),
        ]),
        Group("member", "Members of the project", () =>
        [
            MemberList.Create(),
            MemberAdd.Create(),
            MemberSetRole.Create(),
            MemberTransfer.Create(),
            MemberLeave.Create(),
            MemberRemove.Create(),
        ]),
        Group("join", "Projects that you ask to join, and who asks to join yours", () =>
        [
            JoinLists.CreateFind(),
            JoinAsk.CreateAsk(),
            JoinLists.CreateList(),
            JoinAsk.CreateWithdraw(),
            JoinLists.CreateRequests(),
            JoinAnswer.CreateAccept(),
            JoinAnswer.CreateReject(),
        ]),
        Group("credential", "Your secret for Kafka, WebHDFS and the registry", () => [CredentialShow.Create(), CredentialRotate.Create()]),
        Group("announcement", "What everybody is told on every page (administrators)", () => [AnnouncementList.Create(), AnnouncementCreate.Create(), AnnouncementDelete.Create()]),
        Group("audit", "What was done, and that nobody has changed what is told of it", () => [AuditList.Create(), AuditExport.Create(), AuditVerify.Create(), AuditHead.Create()]),
        Group("dataset", "Datasets: directories of the project", () =>
        [
            DatasetList.Create(),
            DatasetCreate.Create(),
            DatasetGet.Create(),
            DatasetDelete.Create(),
        ]),
        Group("retention", "For how long files are kept", () => [RetentionShow.Create(), RetentionPreview.Create(), RetentionSet.Create()]),
        Group("fs", "Files of datasets", () =>
        [
            FsList.Create(),
            FsStat.Create(),
            FsCat.Create(),
            FsGet.Create(),
            FsPut.Create(),
            FsMakeDirectory.Create(),
            FsMove.Create(),
            FsCopy.Create(),
            FsRemove.Create(),
            UserCommand.Group("trash", "What was deleted and can be put back", FsTrash.CreateList(), FsTrash.CreateRestore(), FsTrash.CreateEmpty()),
            UserCommand.Group("uploads", "Your uploads that are not finished", FsUploads.CreateList(), FsUploads.CreateDrop()),
        ]),
        Group("topic", "Kafka topics and their records", () =>
        [
            TopicList.Create(),
            TopicCreate.Create(),
            TopicGet.Create(),
            TopicAlter.Create(),
            TopicProduce.Create(),
            TopicRead.Create(),
            TopicExport.Create(),
            TopicReplay.Create(),
            TopicAccessList.Create(),
            TopicRepair.Create(),
            TopicDelete.Create(),
        ]),
        Group("group", "Consumer groups of topics", () => [GroupList.Create(), GroupGet.Create(), GroupReset.Create(), GroupDelete.Create()]),
        Group("acl", "Who may do what with topics and consumer groups; rights are given by 'hops member' and 'hops share'", () => [AclList.Create()]),
        Group("schema", "Schemas of topics", () => [SchemaList.Create(), SchemaGet.Create(), SchemaInfer.Create(), SchemaRegister.Create(), SchemaDelete.Create()]),
        Group("share", "Datasets and topics that projects lend to each other", () =>
        [
            ShareOffers.Create(),
            ShareLists.CreateList(),
            ShareLists.CreateInbox(),
            ShareAnswer.CreateAccept(),
            ShareAnswer.CreateReject(),
            ShareEnd.CreateRevoke(),
            ShareEnd.CreateLeave(),
            SharePublic.CreatePublish(),
            SharePublic.CreateUnpublish(),
            SharePublic.CreatePublic(),
            SharePublic.CreateJoin(),
            ShareListings.CreateEnlist(),
            ShareListings.CreateUnlist(),
            ShareListings.CreateListed(),
            ShareAsk.CreateAsk(),
            ShareAsk.CreateAsked(),
            ShareAsk.CreateWithdraw(),
            ShareGrant.CreateRequests(),
            ShareGrant.CreateGrant(),
            ShareGrant.CreateRefuse(),
        ]),
        Group("query", "Streaming queries", () =>
        [
            QueryList.Create(),
            QueryCreate.Create(),
            QueryGet.Create(),
            QueryEstimate.Create(),
            QueryPreview.Create(),
            QueryStart.CreateStart(),
            QueryStart.CreateStop(),
            QueryStart.CreateKill(),
            QueryStart.CreateRestart(),
            QueryStart.CreateFinish(),
            QueryProgressReports.Create(),
            QueryDelete.Create(),
        ]),
        new("sql", SqlStatement.Create),
        new("search", SearchCommand.Create),
        new("status", StatusShow.Create),
        new("price", PriceShow.Create),
        new("completion", CompletionCommand.Create),
        new("help", ExplainCommand.Create),
    ];

    /// <summary>All of them, as help and completion want them.</summary>
    public static RootCommand Create() => Create(Rows);

    /// <summary>The one that a line begins with, or all where it begins otherwise: making all of them is a third of the time of a command.</summary>
    /// <param name="line">Words of the command line.</param>
    public static RootCommand CreateFor(string[] line) => Create(line is [var first, ..] && Array.Find(Rows, row => row.Name == first) is { } row ? [row] : Rows);

    private static RootCommand Create(Row[] rows)
    {
        var root = new RootCommand("Hops.NET: projects, datasets, topics and streaming queries in one process");
        root.Options.Add(GlobalOptions.Url);
        root.Options.Add(GlobalOptions.Project);
        root.Options.Add(GlobalOptions.Output);
        foreach (var row in rows)
            root.Subcommands.Add(row.Create());
        return root;
    }

    private static Row Group(string name, string description, Func<Command[]> commands) => new(name, () => UserCommand.Group(name, description, commands()));

    /// <param name="Name">First word of a line that means it.</param>
    /// <param name="Create">Makes it, with all below it.</param>
    private sealed record Row(string Name, Func<Command> Create);
}
