using System.Globalization;
using System.Text.Json;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door;

/// <summary>Entries of the audit trail for what was done through the door, in the transaction that does it.</summary>
internal static class DoorAudit
{
    /// <summary>Appends an entry; nothing for runners and the platform itself, whose housekeeping is no act of a person.</summary>
    internal static async ValueTask<bool> NoteAsync(WriteTransaction transaction, Pass pass, string action, string detail = "")
    {
        if (pass.Actor.Channel != Channel.External)
            return false;
        await AuditLog.AppendAsync(
            transaction,
            new AuditRecord
            {
                ProjectId = Math.Max(pass.Resource.ProjectId, 0),
                Actor = pass.Actor.Name,
                CredentialId = pass.Actor.CredentialId,
                Action = action,
                Target = pass.Resource.Name,
                Detail = detail,
            });
        return true;
    }

    /// <summary>A JSON object of a length.</summary>
    internal static string Detail(long lengthBytes) => string.Create(CultureInfo.InvariantCulture, $"{{\"bytes\":{lengthBytes}}}");

    /// <summary>A JSON object of one fact.</summary>
    internal static string Detail(string name, string value) => $"{{\"{name}\":\"{JsonEncodedText.Encode(value)}\"}}";
}
