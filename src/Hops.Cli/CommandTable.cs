using System.CommandLine;
using Hops.Cli.Commands;
using Hops.Cli.Commands.Accounts;
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
    public static RootCommand Create()
    {
        var root = new RootCommand("Hops.NET: projects, datasets, topics and streaming queries in one process");
        root.Options.Add(GlobalOptions.Url);
        root.Options.Add(GlobalOptions.Project);
        root.Options.Add(GlobalOptions.Output);
        foreach (var command in Commands())
            root.Subcommands.Add(command);
        return root;
    }

    private static IEnumerable<Command> Commands()
    {
        yield return ServerCommand.Create();
        yield return UserCommand.Group("config", "Settings of a server", ConfigShow.Create());
        yield return DemoCommand.Create();
        yield return RunnerCommand.Create();
        yield return Login.Create();
        yield return Logout.Create();
        yield return WhoAmI.Create();
        yield return InboxShow.Create();
        foreach (var command in (IEnumerable<Command>)[.. Accounts(), .. Projects(), .. Files(), .. Streams()])
            yield return command;
        yield return SqlStatement.Create();
        yield return SearchCommand.Create();
        yield return StatusShow.Create();
        yield return PriceShow.Create();
        yield return CompletionCommand.Create();
        yield return ExplainCommand.Create();
    }

    private static IEnumerable<Command> Accounts()
    {
        yield return UserCommand.Group(
            "user",
            "Users of the platform",
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
            PersonErase.Create());
        yield return UserCommand.Group(
            "account",
            "Your account",
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
            PersonExportFile.CreateOwn());
        yield return UserCommand.Group("registration", "An account for somebody who has none", Registration.CreateBegin(), Registration.CreateConfirm());
        yield return UserCommand.Group("recovery", "Another password for one that was forgotten", Recovery.CreateBegin(), Recovery.CreateComplete());
        yield return UserCommand.Group("session", "Where you are signed in", SessionList.Create(), SessionEnd.Create());
        yield return UserCommand.Group("tour", "How far you have come in the tours of the pages", TourCommands.CreateList(), TourCommands.CreateShow(), TourCommands.CreateForget());
        yield return UserCommand.Group("token", "Your API tokens", TokenList.Create(), TokenCreate.Create(), TokenRevoke.Create());
    }

    private static IEnumerable<Command> Projects()
    {
        yield return UserCommand.Group(
            "project",
            "Make and see projects",
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
            ProjectDelete.Create());
        yield return UserCommand.Group(
            "member",
            "Members of the project",
            MemberList.Create(),
            MemberAdd.Create(),
            MemberSetRole.Create(),
            MemberTransfer.Create(),
            MemberLeave.Create(),
            MemberRemove.Create());
        yield return UserCommand.Group(
            "join",
            "Projects that you ask to join, and who asks to join yours",
            JoinLists.CreateFind(),
            JoinAsk.CreateAsk(),
            JoinLists.CreateList(),
            JoinAsk.CreateWithdraw(),
            JoinLists.CreateRequests(),
            JoinAnswer.CreateAccept(),
            JoinAnswer.CreateReject());
        yield return UserCommand.Group(
            "credential", "Your secret for Kafka, WebHDFS and the registry", CredentialShow.Create(), CredentialRotate.Create());
        yield return UserCommand.Group(
            "announcement", "What everybody is told on every page (administrators)", AnnouncementList.Create(), AnnouncementCreate.Create(), AnnouncementDelete.Create());
        yield return UserCommand.Group(
            "audit", "What was done, and that nobody has changed what is told of it", AuditList.Create(), AuditExport.Create(), AuditVerify.Create(), AuditHead.Create());
    }

    private static IEnumerable<Command> Files()
    {
        yield return UserCommand.Group(
            "dataset",
            "Datasets: directories of the project",
            DatasetList.Create(),
            DatasetCreate.Create(),
            DatasetGet.Create(),
            DatasetDelete.Create());
        yield return UserCommand.Group("retention", "For how long files are kept", RetentionShow.Create(), RetentionPreview.Create(), RetentionSet.Create());
        yield return UserCommand.Group(
            "fs",
            "Files of datasets",
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
            UserCommand.Group("uploads", "Your uploads that are not finished", FsUploads.CreateList(), FsUploads.CreateDrop()));
    }

    private static IEnumerable<Command> Streams()
    {
        yield return UserCommand.Group(
            "topic",
            "Kafka topics and their records",
            TopicList.Create(),
            TopicCreate.Create(),
            TopicGet.Create(),
            TopicProduce.Create(),
            TopicRead.Create(),
            TopicExport.Create(),
            TopicReplay.Create(),
            TopicAccessList.Create(),
            TopicRepair.Create(),
            TopicDelete.Create());
        yield return UserCommand.Group("group", "Consumer groups of topics", GroupList.Create(), GroupGet.Create(), GroupReset.Create(), GroupDelete.Create());
        yield return UserCommand.Group(
            "schema", "Avro schemas of topics", SchemaList.Create(), SchemaGet.Create(), SchemaInfer.Create(), SchemaRegister.Create(), SchemaDelete.Create());
        yield return UserCommand.Group(
            "share",
            "Datasets and topics that projects lend to each other",
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
            ShareGrant.CreateRefuse());
        yield return UserCommand.Group(
            "query",
            "Streaming queries",
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
            QueryDelete.Create());
    }
}
