namespace Hops.Metadata.Audit;

/// <summary>One entry of the audit trail: who did or tried what, to what, with which outcome. Written in the transaction of the change itself.</summary>
public sealed record AuditRecord
{
    /// <summary>Project that it concerns; 0 for the platform. Partition of the trail.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Position in the trail of its project, from 1, without gaps; assigned by <see cref="AuditLog.AppendAsync"/>.</summary>
    public long Sequence { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Name of the principal, <c>project__user</c> or a plain user name.</summary>
    public required string Actor { get; init; }

    /// <summary>Id of the credential that was used; empty for the platform itself.</summary>
    public string CredentialId { get; init; } = "";

    /// <summary>What, as <c>noun.verb</c>: <c>topic.create</c>, <c>member.add</c>, <c>file.export</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: a name or path.</summary>
    public required string Target { get; init; }

    /// <summary><c>ok</c>; the slug of the error that refused it; or <c>cancelled</c>, where somebody ended it who waited for it or might.</summary>
    public string Outcome { get; init; } = "ok";

    /// <summary>Further facts as a JSON object; empty if there are none. No secrets, no data.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Salt of 16 bytes over <see cref="Actor"/> and <see cref="CredentialId"/>; the digest of 32 that they had, once they are erased.</summary>
    public byte[] WhoSeal { get; init; } = [];

    /// <summary>The same over <see cref="Target"/> and <see cref="Detail"/>.</summary>
    public byte[] WhatSeal { get; init; } = [];

    /// <summary>SHA-256 over the hash of the entry before and this one (<see cref="AuditChain"/>), 32 bytes.</summary>
    public byte[] Hash { get; init; } = [];
}
