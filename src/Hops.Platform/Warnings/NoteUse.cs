using System.Text.Json;
using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Mail;
using Hops.Platform.Users;

namespace Hops.Platform.Warnings;

/// <summary>Tells once that a project has used most of something, or all: the trail in the transaction of the change, owners by mail behind it.</summary>
internal static class NoteUse
{
    /// <summary>Keeps what is reached now, and tells of it if it is more than what was told.</summary>
    internal static async Task RunAsync(HopsPlatform platform, WriteTransaction transaction, long projectId, ResourceUse use)
    {
        var key = Key.Of(projectId, use.Name);
        var told = await transaction.GetAsync(UseWarning.Table, key, LockMode.Write);
        var percent = UseWarning.PercentNext(use, told?.Percent ?? 0);
        if (percent == (told?.Percent ?? 0))
            return;
        if (percent == 0)
        {
            await transaction.DeleteAsync(UseWarning.Table, key);
            return;
        }

        var isMore = told is null || percent > told.Percent;
        await transaction.PutAsync(UseWarning.Table, new UseWarning(projectId, use.Name, percent, isMore ? transaction.Now : told!.Since));
        if (!isMore)
            return;
        var detail = JsonSerializer.Serialize(new { percent, used = use.Used, limit = use.Limit, unit = use.Unit.ToString().ToLowerInvariant() });
        await HopsPlatform.AuditAsync(transaction, FirstRun.Itself, projectId, "quota.reached", use.Name, detail);
        transaction.OnCommitted(() => Mail(platform, projectId, use, percent));
    }

    /// <summary>A project that comes to its limits again and again sends no more mails than a person who asks for them.</summary>
    private static void Mail(HopsPlatform platform, long projectId, ResourceUse use, int percent)
    {
        var roster = platform.Roster.Now;
        if (!roster.Projects.TryGetValue(projectId, out var project))
            return;
        var page = new Uri(platform.WebAddress, $"/p/{project.Row.Name}/usage");
        var what = use.Name.Replace('_', ' ');
        foreach (var owner in project.Members.Values.Where(member => member.Role == ProjectRole.DataOwner))
        {
            if (roster.Users[owner.UserId] is { IsDisabled: false, Email: { } email } && platform.MailThrottle.TryEnter($"project {projectId}"))
            {
                platform.Outbox.Post(new OutgoingMail(
                    email, "A limit of your project",
                    $"The project {project.Row.Name} has used {percent} % of its limit ({what}): {UseWarning.TextOf(use)}.\n\n{page}\n"));
            }
        }
    }
}
