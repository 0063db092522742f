using Hops.Api.Acls;
using Hops.Api.Announcements;
using Hops.Api.Audit;
using Hops.Api.Compute;
using Hops.Api.Credentials;
using Hops.Api.Datasets;
using Hops.Api.Events;
using Hops.Api.Files;
using Hops.Api.Files.Trash;
using Hops.Api.Files.Uploads;
using Hops.Api.Groups;
using Hops.Api.Http;
using Hops.Api.Identities;
using Hops.Api.Inbox;
using Hops.Api.JoinRequests;
using Hops.Api.Members;
using Hops.Api.Messages;
using Hops.Api.Passkeys;
using Hops.Api.Persons;
using Hops.Api.Projects;
using Hops.Api.Queries;
using Hops.Api.Recoveries;
using Hops.Api.Registrations;
using Hops.Api.Retention;
using Hops.Api.Schemas;
using Hops.Api.Search;
using Hops.Api.SecondFactors;
using Hops.Api.Server;
using Hops.Api.Sessions;
using Hops.Api.Shares;
using Hops.Api.Sql;
using Hops.Api.Tokens;
using Hops.Api.Topics;
using Hops.Api.Tours;
using Hops.Api.Users;
using Hops.Core.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hops.Api;

/// <summary>Every route of the REST interface and what it needs of its caller, in one table.</summary>
internal static class Routes
{
    internal static void Map(RouteGroupBuilder api)
    {
        MapOwn(api);
        MapPasskeys(api.MapGroup("").WithTags("me"));
        MapTours(api.MapGroup("/me/tours").WithTags("me"));
        MapAccounts(api);
        MapIdentities(api);
        MapUsers(api);
        MapServer(api.MapGroup("").WithTags("administration"));
        api.MapGroup("").WithTags("compute").MapGet("/price", GetPrice.RunAsync).Needs(Operation.Describe, ResourceKind.Price).WithName("getPrice");
        MapProjects(api);
        api.Map("{**path}", NoSuchRoute.Run)
            .WithMetadata(new AccessNeed(Operation.Describe, ResourceKind.Credential))
            .ExcludeFromDescription();
    }

    private static void MapOwn(RouteGroupBuilder api)
    {
        var own = api.MapGroup("").WithTags("me");
        own.MapPost("/sessions", CreateSession.RunAsync).IsPublic().WithName("createSession");
        own.MapDelete("/sessions/current", DeleteSession.RunAsync).Needs(Operation.Delete, ResourceKind.Credential).WithName("deleteSession");
        own.MapPost("/browser-session", CreateBrowserSession.RunAsync).IsPublic().WithName("createBrowserSession");
        own.MapDelete("/browser-session", DeleteBrowserSession.RunAsync).Needs(Operation.Delete, ResourceKind.Credential).WithName("deleteBrowserSession");
        own.MapGet("/server", GetServer.Run).Needs(Operation.Describe, ResourceKind.Credential).WithName("getServer");
        own.MapGet("/events", GetEvents.RunAsync).Needs(Operation.Describe, ResourceKind.Credential).WithName("streamEvents");
        own.MapGet("/me", GetMe.Run).Needs(Operation.Describe, ResourceKind.Credential).WithName("getMe");
        own.MapGet("/me/data", PersonData.OwnAsync).Needs(Operation.Describe, ResourceKind.Credential).Streams().WithName("exportOwnData");
        own.MapPut("/me/password", PutPassword.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("putPassword");
        own.MapGet("/me/sessions", GetSessions.Run).Needs(Operation.Describe, ResourceKind.Credential).WithName("listSessions");
        own.MapDelete("/me/sessions", EndSessions.OthersAsync).Needs(Operation.Delete, ResourceKind.Credential).WithName("endOtherSessions");
        own.MapDelete("/me/sessions/{session}", EndSessions.OneAsync).Needs(Operation.Delete, ResourceKind.Credential).WithName("endSession");
        own.MapGet("/me/second-factor", GetSecondFactor.RunAsync).Needs(Operation.Describe, ResourceKind.Credential).WithName("getSecondFactor");
        own.MapPost("/me/second-factor", PostSecondFactor.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("beginSecondFactor");
        own.MapPut("/me/second-factor", PutSecondFactor.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("confirmSecondFactor");
        own.MapPost("/me/second-factor/removal", PostRemoval.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("removeSecondFactor");
        own.MapPost("/me/second-factor/recovery-codes", PostRecoveryCodes.RunAsync)
            .Needs(Operation.Alter, ResourceKind.Credential).WithName("renewRecoveryCodes");
        own.MapGet("/search", GetSearch.RunAsync).Needs(Operation.Describe, ResourceKind.Project).WithName("search");
        own.MapGet("/public-datasets", Publications.List).Needs(Operation.Describe, ResourceKind.Share).WithName("listPublicDatasets");
        own.MapGet("/listed-datasets", Listings.List).Needs(Operation.Describe, ResourceKind.Share).WithName("listListedDatasets");
        own.MapGet("/me/inbox", GetInbox.RunAsync).Needs(Operation.Describe, ResourceKind.Credential).WithName("listInbox");
        own.MapPost("/me/inbox/seen", GetInbox.SeenAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("markInboxSeen");
        own.MapGet("/listed-projects", GetJoinRequests.Listed).Needs(Operation.Describe, ResourceKind.JoinRequest).WithName("listListedProjects");
        own.MapGet("/me/join-requests", GetJoinRequests.OwnAsync).Needs(Operation.Describe, ResourceKind.JoinRequest).WithName("listMyJoinRequests");
        own.MapPost("/me/join-requests", PostJoinRequest.AskAsync).Needs(Operation.Create, ResourceKind.JoinRequest).WithName("askToJoin");
        own.MapDelete("/me/join-requests/{name}", PostJoinRequest.WithdrawAsync).Needs(Operation.Delete, ResourceKind.JoinRequest, "name").WithName("withdrawJoinRequest");
        own.MapGet("/tokens", ListMyTokens.Run).Needs(Operation.Describe, ResourceKind.Credential).WithName("listTokens");
        own.MapPost("/tokens", CreateToken.RunAsync).Needs(Operation.Create, ResourceKind.Credential).WithName("createToken");
        own.MapDelete("/tokens/{token}", DeleteToken.RunAsync).Needs(Operation.Delete, ResourceKind.Credential).WithName("deleteToken");
    }

    private static void MapPasskeys(RouteGroupBuilder own)
    {
        own.MapPost("/passkey-sign-ins", PostPasskeySignIn.Begin).IsPublic().WithName("beginPasskeySignIn");
        own.MapPost("/passkey-sign-ins/completion", PostPasskeySignIn.CompleteAsync).IsPublic().WithName("completePasskeySignIn");
        own.MapGet("/me/passkeys", GetPasskeys.RunAsync).Needs(Operation.Describe, ResourceKind.Credential).WithName("listPasskeys");
        own.MapPost("/me/passkeys", PostPasskey.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("addPasskey");
        own.MapPost("/me/passkeys/wishes", PostPasskeyWish.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("beginPasskey");
        own.MapPut("/me/passkeys/{passkey}", PutPasskey.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("renamePasskey");
        own.MapDelete("/me/passkeys/{passkey}", DeletePasskey.OwnAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("removePasskey");
    }

    private static void MapTours(RouteGroupBuilder tours)
    {
        tours.MapGet("", GetTours.RunAsync).Needs(Operation.Describe, ResourceKind.Credential).WithName("listTours");
        tours.MapGet("/{tour}", GetTours.RunOneAsync).Needs(Operation.Describe, ResourceKind.Credential).WithName("getTour");
        tours.MapPut("/{tour}", PutTour.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("passTourStep");
        tours.MapDelete("/{tour}", PutTour.ForgetAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("forgetTour");
    }

    private static void MapAccounts(RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("").WithTags("accounts");
        accounts.MapGet("/registrations/rule", GetRegistrationRule.Run).IsPublic().WithName("getRegistrationRule");
        accounts.MapPost("/registrations", PostRegistration.RunAsync).IsPublic().WithName("beginRegistration");
        accounts.MapPost("/registrations/confirmation", PostConfirmation.RunAsync).IsPublic().WithName("confirmRegistration");
        accounts.MapPost("/recoveries", PostRecovery.RunAsync).IsPublic().WithName("beginRecovery");
        accounts.MapPost("/recoveries/completion", PostRecovery.CompleteAsync).IsPublic().WithName("completeRecovery");
        accounts.MapPut("/me/email", PutEmail.RunAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("putEmail");
        accounts.MapPost("/email-confirmations", PutEmail.ConfirmAsync).IsPublic().WithName("confirmEmail");
        accounts.MapPost("/users/{user}/approval", AnswerUser.ApproveAsync).Needs(Operation.Alter, ResourceKind.Platform, "user").WithName("approveUser");
        accounts.MapPost("/users/{user}/rejection", AnswerUser.RejectAsync).Needs(Operation.Alter, ResourceKind.Platform, "user").WithName("rejectUser");
    }

    private static void MapIdentities(RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("").WithTags("accounts");
        accounts.MapGet("/issuers", GetIssuers.Run).IsPublic().WithName("listIssuers");
        accounts.MapPost("/issuer-sign-ins", PostIssuerSignIn.BeginAsync).IsPublic().WithName("beginIssuerSignIn");
        accounts.MapPost("/issuer-sign-ins/completion", PostIssuerSignIn.CompleteAsync).IsPublic().WithName("completeIssuerSignIn");
        accounts.MapPost("/issuer-sign-ins/code", PostIssuerSignIn.WithCodeAsync).IsPublic().WithName("sendIssuerSignInCode");
        accounts.MapGet("/me/identities", OwnIdentities.ListAsync).Needs(Operation.Describe, ResourceKind.Credential).WithName("listIdentities");
        accounts.MapPost("/me/identities", OwnIdentities.BeginAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("beginLink");
        accounts.MapPost("/me/identities/completion", OwnIdentities.CompleteAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("completeLink");
        accounts.MapPost("/me/identities/{identity}/removal", OwnIdentities.RemoveAsync).Needs(Operation.Alter, ResourceKind.Credential).WithName("unlinkIdentity");
        accounts.MapGet("/users/{user}/identities", UserIdentities.ListAsync).Needs(Operation.Describe, ResourceKind.Platform, "user").WithName("listUserIdentities");
        accounts.MapDelete("/users/{user}/identities/{identity}", UserIdentities.RemoveAsync)
            .Needs(Operation.Alter, ResourceKind.Platform, "user").WithName("unlinkUserIdentity");
    }

    private static void MapUsers(RouteGroupBuilder api)
    {
        var users = api.MapGroup("").WithTags("administration");
        users.MapGet("/users", GetUsers.Run).Needs(Operation.Describe, ResourceKind.Platform).WithName("listUsers");
        users.MapPost("/users", PostUser.RunAsync).Needs(Operation.Create, ResourceKind.Platform).WithName("createUser");
        users.MapGet("/users/{user}", GetUsers.RunOne).Needs(Operation.Describe, ResourceKind.Platform, "user").WithName("getUser");
        users.MapPatch("/users/{user}", PatchUser.RunAsync).Needs(Operation.Alter, ResourceKind.Platform, "user").Guarded().WithName("alterUser");
        users.MapDelete("/users/{user}", RemoveUser.RunAsync).Needs(Operation.Delete, ResourceKind.Platform, "user").Guarded().WithName("deleteUser");
        users.MapGet("/users/{user}/data", PersonData.OfUserAsync).Needs(Operation.Describe, ResourceKind.Platform, "user").Streams().WithName("exportUserData");
        users.MapPost("/users/{user}/erasure", PersonData.EraseAsync).Needs(Operation.Delete, ResourceKind.Platform, "user").Guarded().WithName("eraseUser");
        users.MapDelete("/users/{user}/second-factor", DeleteSecondFactor.RunAsync)
            .Needs(Operation.Alter, ResourceKind.Platform, "user").WithName("resetSecondFactor");
        users.MapDelete("/users/{user}/passkeys", DeletePasskey.AllOfUserAsync).Needs(Operation.Alter, ResourceKind.Platform, "user").WithName("resetPasskeys");
        users.MapGet("/audit", GetAudit.OfPlatformAsync).Needs(Operation.Describe, ResourceKind.Audit).WithName("listPlatformAudit");
        users.MapGet("/audit/head", GetAudit.HeadOfPlatformAsync).Needs(Operation.Describe, ResourceKind.Audit).WithName("getPlatformAuditHead");
        users.MapGet("/audit/check", GetAudit.CheckOfPlatformAsync).Needs(Operation.Describe, ResourceKind.Audit).WithName("checkPlatformAudit");
        users.MapGet("/audit/export", GetAuditExport.OfPlatformAsync).Needs(Operation.Read, ResourceKind.Audit).Streams().WithName("exportPlatformAudit");
    }

    private static void MapServer(RouteGroupBuilder server)
    {
        server.MapGet("/server/status", GetServerStatus.Run).Needs(Operation.Describe, ResourceKind.Platform).WithName("getServerStatus");
        server.MapGet("/usage", GetUsages.RunAsync).Needs(Operation.Describe, ResourceKind.Platform).WithName("listUsage");
        server.MapGet("/retention", GetRetentions.OfAllAsync).Needs(Operation.Describe, ResourceKind.Platform).WithName("listRetention");
        server.MapGet("/announcements", GetAnnouncements.List).Needs(Operation.Describe, ResourceKind.Platform).WithName("listAnnouncements");
        server.MapGet("/announcements/current", GetAnnouncements.Current).IsPublic().WithName("getCurrentAnnouncements");
        server.MapPost("/announcements", PostAnnouncement.RunAsync).Needs(Operation.Create, ResourceKind.Platform).Replayable().WithName("createAnnouncement");
        server.MapDelete("/announcements/{announcement}", PostAnnouncement.EndAsync)
            .Needs(Operation.Delete, ResourceKind.Platform, "announcement").WithName("deleteAnnouncement");
    }

    private static void MapAudit(RouteGroupBuilder audit)
    {
        audit.MapGet("", GetAudit.OfProjectAsync).Needs(Operation.Describe, ResourceKind.Audit).WithName("listAudit");
        audit.MapGet("/head", GetAudit.HeadOfProjectAsync).Needs(Operation.Describe, ResourceKind.Audit).WithName("getAuditHead");
        audit.MapGet("/check", GetAudit.CheckOfProjectAsync).Needs(Operation.Describe, ResourceKind.Audit).WithName("checkAudit");
        audit.MapGet("/export", GetAuditExport.OfProjectAsync).Needs(Operation.Read, ResourceKind.Audit).Streams().WithName("exportAudit");
    }

    private static void MapProjects(RouteGroupBuilder api)
    {
        var projects = api.MapGroup("/projects").WithTags("projects");
        projects.MapGet("", GetProjects.RunAsync).Needs(Operation.Describe, ResourceKind.Project).WithName("listProjects");
        projects.MapPost("", PostProject.RunAsync).Needs(Operation.Create, ResourceKind.Project).Replayable().WithName("createProject");

        var project = projects.MapGroup("/{project}");
        project.MapGet("", GetProjects.RunOne).Needs(Operation.Describe, ResourceKind.Project).WithName("getProject");
        project.MapPatch("", PatchProject.RunAsync).Needs(Operation.Alter, ResourceKind.Project).Guarded().WithName("alterProject");
        project.MapDelete("", RemoveProject.RunAsync).Needs(Operation.Delete, ResourceKind.Project).Guarded().WithName("deleteProject");

        project.MapGet("/readme", PutReadme.GetAsync).Needs(Operation.Describe, ResourceKind.Project).WithName("getReadme");
        project.MapPut("/readme", PutReadme.RunAsync).Needs(Operation.Alter, ResourceKind.Project).Guarded().WithName("putReadme");
        project.MapPost("/archive", PostArchive.ArchiveAsync).Needs(Operation.Alter, ResourceKind.Archive).WithName("archiveProject");
        project.MapPost("/unarchive", PostArchive.UnarchiveAsync).Needs(Operation.Alter, ResourceKind.Archive).WithName("unarchiveProject");

        project.MapPost("/keep", PostKeep.RunAsync).Needs(Operation.Alter, ResourceKind.Project).WithName("keepProject");

        project.MapGet("/retention", GetRetentions.OfProjectAsync).Needs(Operation.Describe, ResourceKind.Retention).WithName("getRetention");
        project.MapGet("/retention/preview", GetRetentions.PreviewAsync).Needs(Operation.Alter, ResourceKind.Retention).WithName("previewRetention");
        project.MapPut("/retention", PutRetention.OfProjectAsync).Needs(Operation.Alter, ResourceKind.Retention).WithName("putRetention");
        project.MapPut("/datasets/{dataset}/retention", PutRetention.OfDatasetAsync)
            .Needs(Operation.Alter, ResourceKind.Retention, "dataset").WithName("putDatasetRetention");

        project.MapGet("/usage", GetProjectUsage.RunAsync).Needs(Operation.Describe, ResourceKind.Project).WithName("getProjectUsage");

        project.MapGet("/members", GetMembers.Run).Needs(Operation.Describe, ResourceKind.Member).WithName("listMembers");
        project.MapPost("/members", PostMember.RunAsync).Needs(Operation.Create, ResourceKind.Member).Replayable().WithName("addMember");
        project.MapPost("/member-additions", PostMemberAdditions.RunAsync).Needs(Operation.Create, ResourceKind.Member).Replayable().WithName("addMembers");
        project.MapPost("/ownership-transfers", PostOwnershipTransfer.RunAsync).Needs(Operation.Alter, ResourceKind.Member).WithName("transferOwnership");
        project.MapGet("/members/{user}", GetMembers.RunOne).Needs(Operation.Describe, ResourceKind.Member, "user").WithName("getMember");
        project.MapPatch("/members/{user}", PatchMember.RunAsync).Needs(Operation.Alter, ResourceKind.Member, "user").Guarded().WithName("alterMember");
        project.MapDelete("/members/{user}", DeleteMember.RunAsync).Needs(Operation.Delete, ResourceKind.Member, "user").Guarded().WithName("removeMember");

        project.MapGet("/join-requests", GetJoinRequests.OfProjectAsync).Needs(Operation.Describe, ResourceKind.JoinRequest).WithName("listJoinRequests");
        project.MapPost("/join-requests/{user}/accept", PostJoinRequest.AcceptAsync)
            .Needs(Operation.Alter, ResourceKind.JoinRequest, "user").WithName("acceptJoinRequest");
        project.MapPost("/join-requests/{user}/reject", PostJoinRequest.RejectAsync)
            .Needs(Operation.Alter, ResourceKind.JoinRequest, "user").WithName("rejectJoinRequest");

        project.MapGet("/credential", GetCredential.Run).Needs(Operation.Describe, ResourceKind.Credential).WithName("getCredential");
        project.MapPost("/credential", PostCredential.RunAsync).Needs(Operation.Create, ResourceKind.Credential).WithName("rotateCredential");
        project.MapDelete("/members/{user}/credential", DeleteCredential.RunAsync)
            .Needs(Operation.Delete, ResourceKind.Credential, "user").WithName("revokeCredential");

        MapData(project.MapGroup("").WithTags("data"));
        MapShares(project.MapGroup("").WithTags("sharing"));
        MapMessages(project.MapGroup("").WithTags("data"));
        MapFiles(project.MapGroup("/files").WithTags("files"));
        MapQueries(project.MapGroup("").WithTags("queries"));
        MapLedger(project.MapGroup("/ledger").WithTags("compute"));
        MapAudit(project.MapGroup("/audit"));
    }

    private static void MapData(RouteGroupBuilder project)
    {
        project.MapGet("/datasets", GetDatasets.Run).Needs(Operation.Describe, ResourceKind.Dataset).WithName("listDatasets");
        project.MapPost("/datasets", PostDataset.RunAsync).Needs(Operation.Create, ResourceKind.Dataset).Replayable().WithName("createDataset");
        project.MapGet("/datasets/{dataset}", GetDatasets.RunOne).Needs(Operation.Describe, ResourceKind.Dataset, "dataset").WithName("getDataset");
        project.MapPatch("/datasets/{dataset}", PatchDataset.RunAsync)
            .Needs(Operation.Alter, ResourceKind.Dataset, "dataset").Guarded().WithName("alterDataset");
        project.MapDelete("/datasets/{dataset}", RemoveDataset.RunAsync)
            .Needs(Operation.Delete, ResourceKind.Dataset, "dataset").Guarded().WithName("deleteDataset");

        project.MapGet("/topics", GetTopics.Run).Needs(Operation.Describe, ResourceKind.Topic).WithName("listTopics");
        project.MapPost("/topics", PostTopic.RunAsync).Needs(Operation.Create, ResourceKind.Topic).Replayable().WithName("createTopic");
        project.MapGet("/topics/{topic}", GetTopics.RunOne).Needs(Operation.Describe, ResourceKind.Topic, "topic").WithName("getTopic");
        project.MapPatch("/topics/{topic}", PatchTopic.RunAsync).Needs(Operation.Alter, ResourceKind.Topic, "topic").WithName("alterTopic");
        project.MapDelete("/topics/{topic}", RemoveTopic.RunAsync).Needs(Operation.Delete, ResourceKind.Topic, "topic").WithName("deleteTopic");
        project.MapPost("/topics/{topic}/repair", PostRepair.RunAsync).Needs(Operation.Alter, ResourceKind.Topic, "topic").WithName("repairTopic");

        project.MapGet("/schemas", GetSchemas.RunAsync).Needs(Operation.Describe, ResourceKind.Schema).WithName("listSubjects");
        project.MapPost("/schemas/{subject}/versions", PostSchemaVersion.RunAsync)
            .Needs(Operation.Write, ResourceKind.Schema, "subject").WithName("registerSchema");
        project.MapGet("/schemas/{subject}/versions/{version}", GetSchemas.RunOneAsync)
            .Needs(Operation.Read, ResourceKind.Schema, "subject").WithName("getSchema");
        project.MapGet("/schemas/{subject}/versions/{version}/referrers", GetSchemas.ReferrersAsync)
            .Needs(Operation.Read, ResourceKind.Schema, "subject").WithName("listSchemaReferrers");
        project.MapDelete("/schemas/{subject}", RemoveSubject.RunAsync)
            .Needs(Operation.Delete, ResourceKind.Schema, "subject").WithName("deleteSubject");
    }

    private static void MapShares(RouteGroupBuilder project)
    {
        project.MapGet("/shares", GetShares.GivenAsync).Needs(Operation.Describe, ResourceKind.Share).WithName("listShares");
        project.MapPost("/shares", PostShare.RunAsync).Needs(Operation.Create, ResourceKind.Share).Replayable().WithName("offerShare");
        project.MapGet("/shares/{share}", GetShares.OneGivenAsync).Needs(Operation.Describe, ResourceKind.Share, "share").WithName("getShare");
        project.MapGet("/shares/{share}/uses", GetShares.UsesAsync).Needs(Operation.Describe, ResourceKind.Share, "share").WithName("listShareUses");
        project.MapDelete("/shares/{share}", EndShare.RevokeAsync).Needs(Operation.Delete, ResourceKind.Share, "share").Guarded().WithName("revokeShare");

        project.MapGet("/datasets/{dataset}/publication", Publications.GetAsync)
            .Needs(Operation.Describe, ResourceKind.Share, "dataset").WithName("getPublication");
        project.MapPut("/datasets/{dataset}/publication", Publications.PutAsync)
            .Needs(Operation.Create, ResourceKind.Share, "dataset").WithName("publishDataset");
        project.MapDelete("/datasets/{dataset}/publication", Publications.DeleteAsync)
            .Needs(Operation.Delete, ResourceKind.Share, "dataset").WithName("unpublishDataset");

        MapShareRequests(project);

        project.MapGet("/share-offers", GetShares.OffersAsync).Needs(Operation.Describe, ResourceKind.Share).WithName("listShareOffers");
        project.MapGet("/share-offers/{share}", GetShares.OneReceivedAsync).Needs(Operation.Describe, ResourceKind.Share, "share").WithName("getShareOffer");
        project.MapPost("/share-offers/{share}/accept", AnswerOffer.AcceptAsync)
            .Needs(Operation.Alter, ResourceKind.Share, "share").WithName("acceptShareOffer");
        project.MapPost("/share-offers/{share}/reject", AnswerOffer.RejectAsync)
            .Needs(Operation.Alter, ResourceKind.Share, "share").WithName("rejectShareOffer");

        project.MapGet("/borrowings", GetShares.BorrowedAsync).Needs(Operation.Describe, ResourceKind.Share).WithName("listBorrowings");
        project.MapPost("/borrowings", Publications.JoinAsync).Needs(Operation.Create, ResourceKind.Share).Replayable().WithName("borrowPublicDataset");
        project.MapGet("/borrowings/{share}", GetShares.OneReceivedAsync).Needs(Operation.Describe, ResourceKind.Share, "share").WithName("getBorrowing");
        project.MapDelete("/borrowings/{share}", EndShare.LeaveAsync).Needs(Operation.Delete, ResourceKind.Share, "share").Guarded().WithName("leaveBorrowing");
    }

    private static void MapMessages(RouteGroupBuilder project)
    {
        project.MapGet("/topics/{topic}/partitions", GetPartitions.RunAsync).Needs(Operation.Describe, ResourceKind.Topic, "topic").WithName("listPartitions");
        project.MapGet("/topics/{topic}/access", GetTopicAccess.List).Needs(Operation.Describe, ResourceKind.Member).WithName("listTopicAccess");
        project.MapGet("/topics/{topic}/access/check", GetTopicAccess.Check).Needs(Operation.Describe, ResourceKind.Member).WithName("checkTopicAccess");
        project.MapGet("/acls", GetAcls.Run).Needs(Operation.Describe, ResourceKind.Member).WithName("listAcls");
        project.MapGet("/topics/{topic}/messages", GetMessages.RunAsync).Needs(Operation.Describe, ResourceKind.Topic, "topic").WithName("readMessages");
        project.MapGet("/topics/{topic}/messages/export", GetMessageExport.RunAsync)
            .Needs(Operation.Read, ResourceKind.Topic, "topic").Streams().WithName("exportMessages");
        project.MapPost("/topics/{topic}/replays", PostReplay.RunAsync)
            .Needs(Operation.Describe, ResourceKind.Topic, "topic").Replayable().WithName("replayMessages");
        project.MapPost("/topics/{topic}/messages", PostMessages.RunAsync)
            .Needs(Operation.Write, ResourceKind.Topic, "topic").Replayable().WithName("writeMessages");

        project.MapGet("/groups", GetGroups.RunAsync).Needs(Operation.Describe, ResourceKind.Group).WithName("listGroups");
        project.MapGet("/groups/{group}", GetGroups.RunOneAsync).Needs(Operation.Describe, ResourceKind.Group, "group").WithName("getGroup");
        project.MapPost("/groups/{group}/offset-resets", PostOffsetReset.RunAsync)
            .Needs(Operation.Write, ResourceKind.Group, "group").WithName("resetGroup");
        project.MapDelete("/groups/{group}", RemoveGroup.RunAsync).Needs(Operation.Delete, ResourceKind.Group, "group").WithName("deleteGroup");
    }

    private static void MapShareRequests(RouteGroupBuilder project)
    {
        project.MapGet("/datasets/{dataset}/listing", Listings.Get).Needs(Operation.Describe, ResourceKind.Share, "dataset").WithName("getListing");
        project.MapPut("/datasets/{dataset}/listing", Listings.PutAsync).Needs(Operation.Create, ResourceKind.Share, "dataset").WithName("listDataset");
        project.MapDelete("/datasets/{dataset}/listing", Listings.DeleteAsync)
            .Needs(Operation.Delete, ResourceKind.Share, "dataset").WithName("unlistDataset");
        project.MapGet("/share-requests", ShareRequests.ReceivedAsync).Needs(Operation.Describe, ResourceKind.Share).WithName("listShareRequests");
        project.MapPost("/share-requests/{request}/accept", ShareRequests.AcceptAsync)
            .Needs(Operation.Create, ResourceKind.Share, "request").WithName("acceptShareRequest");
        project.MapPost("/share-requests/{request}/reject", ShareRequests.RejectAsync)
            .Needs(Operation.Alter, ResourceKind.Share, "request").WithName("rejectShareRequest");
        project.MapGet("/borrowing-requests", ShareRequests.AskedAsync).Needs(Operation.Describe, ResourceKind.Share).WithName("listBorrowingRequests");
        project.MapPost("/borrowing-requests", ShareRequests.AskAsync).Needs(Operation.Create, ResourceKind.Share).WithName("askForShare");
        project.MapDelete("/borrowing-requests/{request}", ShareRequests.WithdrawAsync)
            .Needs(Operation.Delete, ResourceKind.Share, "request").WithName("withdrawShareRequest");
    }

    private static void MapFiles(RouteGroupBuilder files)
    {
        files.MapGet("", GetFiles.RunAsync).Needs(Operation.Describe, ResourceKind.File, "path").WithName("listFiles");
        files.MapDelete("", DeleteFile.RunAsync).Needs(Operation.Delete, ResourceKind.File, "path").WithName("deleteFile");
        files.MapGet("/status", GetFiles.StatusAsync).Needs(Operation.Describe, ResourceKind.File, "path").WithName("getFileStatus");
        files.MapGet("/content", GetContent.RunAsync).Needs(Operation.Read, ResourceKind.File, "path").Streams(takesRange: true).WithName("downloadFile");
        files.MapGet("/archive", GetArchive.RunAsync).Needs(Operation.Read, ResourceKind.File, "path").Streams().WithName("downloadArchive");
        files.MapPut("/content", PutContent.RunAsync).Needs(Operation.Create, ResourceKind.File, "path").Streamed().WithName("uploadFile");
        files.MapPost("/directories", PostDirectory.RunAsync).Needs(Operation.Create, ResourceKind.File).WithName("createDirectory");
        files.MapPost("/renames", PostRename.RunAsync).Needs(Operation.Write, ResourceKind.File).WithName("renameFile");
        files.MapPost("/copies", PostCopy.RunAsync).Needs(Operation.Create, ResourceKind.File).WithName("copyFile");
        files.MapGet("/trash", GetTrash.RunAsync).Needs(Operation.Describe, ResourceKind.File, "path").WithName("listTrash");
        files.MapDelete("/trash", EmptyTrash.RunAsync).Needs(Operation.Delete, ResourceKind.File, "path").WithName("emptyTrash");
        files.MapDelete("/trash/{trashed}", EmptyTrash.OneAsync).Needs(Operation.Delete, ResourceKind.File, "path").WithName("deleteTrashed");
        files.MapPost("/trash/{trashed}/restore", PostRestore.RunAsync).Needs(Operation.Create, ResourceKind.File, "path").WithName("restoreTrashed");
        MapUploads(files.MapGroup("/uploads"));
    }

    /// <summary>The protocol tus, whose clients find their way by its headers.</summary>
    private static void MapUploads(RouteGroupBuilder uploads)
    {
        uploads.AddEndpointFilter(Tus.SpeakAsync);
        uploads.MapGet("", GetUploads.RunAsync).Needs(Operation.Describe, ResourceKind.File).WithName("listUploads");
        uploads.MapPost("", PostUpload.RunAsync)
            .Needs(Operation.Create, ResourceKind.File).Reads(Tus.VersionRead, Tus.LengthRead, Tus.MetadataRead).WithName("beginUpload");
        uploads.MapMethods("", [HttpMethods.Options], PostUpload.Describe).Needs(Operation.Describe, ResourceKind.File).WithName("describeUploads").ExcludeFromDescription();
        uploads.MapMethods("/{upload}", [HttpMethods.Head], GetUploads.HeadAsync)
            .Needs(Operation.Describe, ResourceKind.File).Reads(Tus.VersionRead).WithName("getUpload");
        uploads.MapPatch("/{upload}", PatchUpload.RunAsync)
            .Needs(Operation.Create, ResourceKind.File).Streamed().Accepts<byte[]>(Tus.PartType).Reads(Tus.VersionRead, Tus.OffsetRead).WithName("addToUpload");
        uploads.MapDelete("/{upload}", DeleteUpload.RunAsync)
            .Needs(Operation.Create, ResourceKind.File).Reads(Tus.VersionRead).WithName("dropUpload");
    }

    private static void MapLedger(RouteGroupBuilder ledger)
    {
        ledger.MapGet("", GetLedger.RunAsync).Needs(Operation.Describe, ResourceKind.Ledger).WithName("listLedger");
        ledger.MapGet("/totals", GetLedgerTotals.RunAsync).Needs(Operation.Describe, ResourceKind.Ledger).WithName("getLedgerTotals");
        ledger.MapGet("/{number}/intervals", GetLedger.IntervalsAsync).Needs(Operation.Describe, ResourceKind.Ledger, "number").WithName("listLedgerIntervals");
    }

    private static void MapQueries(RouteGroupBuilder project)
    {
        project.MapGet("/queries", GetQueries.RunAsync).Needs(Operation.Describe, ResourceKind.Query).WithName("listQueries");
        project.MapPost("/queries", PostQuery.RunAsync).Needs(Operation.Create, ResourceKind.Query).Replayable().WithName("createQuery");
        project.MapPost("/query-plans", PostQuery.PlanAsync).Needs(Operation.Create, ResourceKind.Query).WithName("planQuery");
        project.MapPost("/query-previews", PostQueryPreview.RunAsync).Needs(Operation.Run, ResourceKind.Sql).WithName("previewQuery");
        project.MapGet("/queries/{query}", GetQueries.RunOneAsync).Needs(Operation.Describe, ResourceKind.Query, "query").WithName("getQuery");
        project.MapDelete("/queries/{query}", RemoveQuery.RunAsync).Needs(Operation.Delete, ResourceKind.Query, "query").Guarded().WithName("deleteQuery");
        project.MapGet("/queries/{query}/progress", GetQueries.ProgressAsync)
            .Needs(Operation.Describe, ResourceKind.Query, "query").WithName("getQueryProgress");
        project.MapGet("/queries/{query}/estimate", GetEstimate.RunAsync)
            .Needs(Operation.Describe, ResourceKind.Query, "query").WithName("estimateQuery");
        project.MapPost("/queries/{query}/start", StartStop.StartAsync).Needs(Operation.Run, ResourceKind.Query, "query").WithName("startQuery");
        project.MapPost("/queries/{query}/stop", StartStop.StopAsync).Needs(Operation.Run, ResourceKind.Query, "query").WithName("stopQuery");
        project.MapPost("/queries/{query}/kill", StartStop.KillAsync).Needs(Operation.Run, ResourceKind.Query, "query").WithName("killQuery");
        project.MapPost("/queries/{query}/restart", StartStop.RestartAsync).Needs(Operation.Run, ResourceKind.Query, "query").WithName("restartQuery");
        project.MapPost("/queries/{query}/finish", StartStop.FinishAsync).Needs(Operation.Run, ResourceKind.Query, "query").WithName("finishQuery");
        project.MapPost("/sql", PostSql.RunAsync).Needs(Operation.Run, ResourceKind.Sql).WithName("runSql");
        project.MapGet("/sql", RunningSql.List).Needs(Operation.Run, ResourceKind.Sql).WithName("listRunningSql");
        project.MapGet("/sql/{statement}", RunningSql.Get).Needs(Operation.Run, ResourceKind.Sql).WithName("getRunningSql");
        project.MapDelete("/sql/{statement}", RunningSql.Cancel).Needs(Operation.Run, ResourceKind.Sql).WithName("cancelSql");
    }
}
