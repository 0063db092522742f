using System.Diagnostics;
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
            new("who_seal", ColumnType.Bytes),
            new("what_seal", ColumnType.Bytes),
            new("hash", ColumnType.Bytes),
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
            WhoSeal = read.Bytes(),
            WhatSeal = read.Bytes(),
            Hash = read.Bytes(),
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
            write.Bytes(row.WhoSeal);
            write.Bytes(row.WhatSeal);
            write.Bytes(row.Hash);
        });

    /// <summary>The last entry of each trail.</summary>
    public static readonly Table<AuditHead> Heads = new(
        "audit_head",
        [new("project_id", ColumnType.Int64), new("sequence", ColumnType.Int64), new("hash", ColumnType.Bytes)],
        keyLength: 1,
        partitionLength: 0,
        read => new AuditHead(read.Int64(), read.Int64(), read.Bytes()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Sequence);
            write.Bytes(row.Hash);
        });

    /// <summary>The last entry of a trail; number 0 and <see cref="AuditChain.Start"/> while there is none.</summary>
    public static async ValueTask<AuditHead> HeadAsync(ReadTransaction read, long projectId, LockMode lockMode = LockMode.None) =>
        await read.GetAsync(Heads, Key.Of(projectId), lockMode) ?? new AuditHead(projectId, 0, AuditChain.Start);

    /// <summary>The entries of a trail behind a number, in order.</summary>
    public static ValueTask<IReadOnlyList<AuditRecord>> AfterAsync(ReadTransaction read, long projectId, long sequence, int limit) =>
        read.ScanAsync(Entries, Key.Of(projectId), Key.Of(projectId, sequence), limit);

    /// <summary>Appends an entry in the transaction of the change that it tells of; sequence, time and its link of the chain are filled in.</summary>
    public static async ValueTask AppendAsync(WriteTransaction transaction, AuditRecord record)
    {
        var head = await HeadAsync(transaction, record.ProjectId, LockMode.Write);
        var entry = AuditChain.Seal(record with { Sequence = head.Sequence + 1, Time = transaction.Now }, head.Hash);
        await transaction.PutAsync(Heads, new AuditHead(record.ProjectId, entry.Sequence, entry.Hash));
        if (!await transaction.InsertAsync(Entries, entry))
            throw new UnreachableException($"the audit trail of project {entry.ProjectId} has an entry {entry.Sequence} beyond its last");
    }
}

/// <summary>The last entry of the trail of a project.</summary>
/// <param name="ProjectId">The project; 0 for the platform.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Hash">Its hash (<see cref="AuditChain"/>): who has noted it elsewhere can prove later that nothing up to it was changed.</param>
public sealed record AuditHead(long ProjectId, long Sequence, byte[] Hash);
