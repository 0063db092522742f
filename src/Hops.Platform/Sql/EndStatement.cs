using System.Text.Json;
using Hops.Core.Identity;
using Hops.Metadata.Audit;

namespace Hops.Platform.Sql;

/// <summary>Keeps in the audit trail what a statement did, without its values, and how much of data its caller saw, before it is answered.</summary>
public static class EndStatement
{
    private const int ShownLengthMax = 4096;

    /// <summary>Appends the entry and gives back what a preview did not use. If it cannot be written, the statement is not answered.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="grant">What was granted.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, StatementGrant grant, StatementOutcome outcome, CancellationToken cancellationToken) =>
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var shape = StatementShape.Of(outcome.Statement);
                await PreviewAllowance.GiveBackAsync(transaction, actor.ProjectId, grant.RowsSetAside - outcome.Rows);
                await AuditLog.AppendAsync(
                    transaction,
                    new AuditRecord
                    {
                        ProjectId = actor.ProjectId,
                        Actor = actor.Name,
                        CredentialId = actor.CredentialId,
                        Action = "sql.run",
                        Target = shape.Length <= ShownLengthMax ? shape : shape[..ShownLengthMax],
                        Outcome = outcome.Refusal ?? "ok",
                        Detail = JsonSerializer.Serialize(
                            new
                            {
                                id = outcome.Id,
                                rows = outcome.Rows,
                                bytes = outcome.Bytes,
                                truncated = outcome.IsTruncated,
                                preview = grant.IsPreview,
                                cpuMs = (long?)outcome.CpuTime?.TotalMilliseconds,
                                endedBy = outcome.EndedBy,
                            }),
                    });
                return true;
            },
            cancellationToken);
}

/// <summary>How a statement ended.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Statement">Its text.</param>
/// <param name="Rows">Rows that were answered.</param>
/// <param name="Bytes">Bytes of them, as JSON.</param>
/// <param name="IsTruncated">True if there were more.</param>
/// <param name="Refusal">Slug of the error that it ended with, or <see cref="Cancelled"/>; null if it was answered.</param>
public sealed record StatementOutcome(string Id, string Statement, int Rows, long Bytes, bool IsTruncated, string? Refusal)
{
    /// <summary>Somebody ended it: its caller, by asking for that or by hanging up, or one who rules the project.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Time that it has computed; null if nobody counted it.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Who has asked for its end; null if nobody has.</summary>
    public string? EndedBy { get; init; }
}
