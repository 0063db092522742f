using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Metadata.Audit;

namespace Hops.Platform.Audit;

/// <summary>
/// The file of an exported audit trail: JSON lines (one object a line, UTF-8): an <see cref="AuditFileHeader"/>, an <see cref="AuditFileEntry"/> for each
/// entry, an <see cref="AuditFileEnd"/>. It holds all that is needed to compute the chain again.
/// </summary>
public static class AuditFile
{
    /// <summary>The only format so far.</summary>
    public const string Format = "hops-audit/1";

    /// <summary>Type of content, as jsonlines.org names it (the registered one of a sequence of JSON texts, RFC 7464, has other separators).</summary>
    public const string ContentType = "application/jsonl";

    /// <summary>How its lines are written and read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    internal static string Hex(IReadOnlyList<byte> bytes) => Convert.ToHexStringLower([.. bytes]);
}

/// <summary>First line: what the file is of.</summary>
/// <param name="Format"><see cref="AuditFile.Format"/>.</param>
/// <param name="Trail">Name of the project, or <c>platform</c>.</param>
/// <param name="ProjectId">Id of the project; 0 for the platform.</param>
/// <param name="Time">When it was exported.</param>
/// <param name="After">The entry after which it begins; 0 for the first.</param>
/// <param name="HeadSequence">The last entry of the trail at that time.</param>
/// <param name="HeadHash">Its hash, hexadecimal.</param>
/// <param name="Filter">Which entries; absent for all of them.</param>
public sealed record AuditFileHeader(
    string Format, string Trail, long ProjectId, DateTimeOffset Time, long After, long HeadSequence, string HeadHash, AuditFilter? Filter = null)
{
    /// <summary>The header of an export.</summary>
    public static AuditFileHeader Of(AuditExport export) => new(
        AuditFile.Format, export.Trail.Name, export.Trail.ProjectId, export.Time, export.After, export.Head.Sequence, AuditFile.Hex(export.Head.Hash),
        export.Filter.IsEmpty ? null : export.Filter);
}

/// <summary>One entry. Seals and hashes are hexadecimal, as <see cref="AuditChain"/> describes them; the other members are those of <see cref="AuditRecord"/>.</summary>
public sealed record AuditFileEntry(
    long Sequence,
    DateTimeOffset Time,
    string Actor,
    string CredentialId,
    string Action,
    string Target,
    string Outcome,
    string Detail,
    string WhoSeal,
    string WhatSeal,
    string Previous,
    string Hash)
{
    /// <summary>The line of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="previous">Hash of the one before.</param>
    public static AuditFileEntry Of(AuditRecord entry, byte[] previous) => new(
        entry.Sequence, entry.Time, entry.Actor, entry.CredentialId, entry.Action, entry.Target, entry.Outcome, entry.Detail,
        AuditFile.Hex(entry.WhoSeal), AuditFile.Hex(entry.WhatSeal), AuditFile.Hex(previous), AuditFile.Hex(entry.Hash));
}

/// <summary>Last line; a file without it was cut off.</summary>
/// <param name="Entries">Entries before it.</param>
/// <param name="LastSequence">The last of them, or what <see cref="AuditFileHeader.After"/> says.</param>
/// <param name="IsComplete">False if there were more than one export may hold: export the rest after <paramref name="LastSequence"/>.</param>
public sealed record AuditFileEnd(long Entries, long LastSequence, bool IsComplete);
