using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Audit;

/// <summary>The audit trail, one per project, in the same database as what it speaks of.</summary>
public static class AuditLog
{
    /// <summary>The entries.</summary>
    public static readonly Table<AuditRecord> Entries = new(
        "audit",
        [
            new("project_id", ColumnType.Int64),
            new("sequence", ColumnType.Int64),
            new("time_ms", ColumnType.Int64),
            new("actor", ColumnType.Text),
            new("credential_id", ColumnType.Text),
            new("action", ColumnType.Text),
            new("target", ColumnType.Text),
            new("outcome", ColumnType.Text),
            new("detail", ColumnType.Text),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new AuditRecord
        {
            ProjectId = read.Int64(),
            Sequence = read.Int64(),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Actor = read.Text(),
            CredentialId = read.Text(),
            Action = read.Text(),
            Target = read.Text(),
            Outcome = read.Text(),
            Detail = read.Text(),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Sequence);
            write.Int64(row.Time.ToUnixTimeMilliseconds());
            write.Text(row.Actor);
            write.Text(row.CredentialId);
            write.Text(row.Action);
            write.Text(row.Target);
            write.Text(row.Outcome);
            write.Text(row.Detail);
        });

    /// <summary>The last sequence number of each trail.</summary>
    public static readonly Table<AuditHead> Heads = new(
        "audit_head",
        [new("project_id", ColumnType.Int64), new("sequence", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new AuditHead(read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Sequence);
        });

    /// <summary>Appends an entry in the transaction of the change that it tells of; sequence and time are filled in.</summary>
    public static async ValueTask AppendAsync(WriteTransaction transaction, AuditRecord record)
    {
        var head = await transaction.GetAsync(Heads, Key.Of(record.ProjectId), LockMode.Write);
        var sequence = (head?.Sequence ?? 0) + 1;
        await transaction.PutAsync(Heads, new AuditHead(record.ProjectId, sequence));
        await transaction.InsertAsync(Entries, record with { Sequence = sequence, Time = transaction.Now });
    }
}

/// <summary>The last sequence number of the trail of a project.</summary>
public sealed record AuditHead(long ProjectId, long Sequence);
