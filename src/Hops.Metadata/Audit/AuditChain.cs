using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hops.Metadata.Audit;

/// <summary>
/// The chain of an audit trail: the hash of each entry covers the one before, so that an entry that is changed, removed, put in or moved is found by
/// whoever computes the chain again (reference 08 section 3.12, ADR 0107).
/// </summary>
/// <remarks>
/// What may name a person goes in as salted digests, one of who did it and one of what it was done to. Such a part can be erased: its digest takes the
/// place of its salt, the chain stays what it was, and nothing can be tried out against the digest, whose salt is gone.
/// </remarks>
public static class AuditChain
{
    /// <summary>What stands in an entry where a part of it was erased.</summary>
    public const string Erased = "(erased)";

    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;
    private const int SaltLength = 16;
    private const int NumbersLength = 3 * sizeof(long);

    /// <summary>What stands before the first entry: a hash of zeros.</summary>
    public static byte[] Start { get; } = new byte[HashLength];

    /// <summary>An entry with fresh salts and its place in the chain.</summary>
    /// <param name="entry">The entry, with sequence and time.</param>
    /// <param name="previous">Hash of the entry before, or <see cref="Start"/>.</param>
    public static AuditRecord Seal(AuditRecord entry, ReadOnlySpan<byte> previous)
    {
        if (previous.Length != HashLength)
            throw new ArgumentException($"a hash has {HashLength} bytes, not {previous.Length}: was the trail chained when it was opened?", nameof(previous));
        var sealedEntry = entry with { WhoSeal = RandomNumberGenerator.GetBytes(SaltLength), WhatSeal = RandomNumberGenerator.GetBytes(SaltLength) };
        return sealedEntry with { Hash = HashOf(sealedEntry, previous)! };
    }

    /// <summary>The hash that an entry must have.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="previous">Hash of the entry before, or <see cref="Start"/>.</param>
    /// <returns>32 bytes; null if its seals are none, or its erased parts say something.</returns>
    public static byte[]? HashOf(AuditRecord entry, ReadOnlySpan<byte> previous)
    {
        var who = DigestOf(entry.WhoSeal, entry.Actor, entry.CredentialId);
        var what = DigestOf(entry.WhatSeal, entry.Target, entry.Detail);
        if (who is null || what is null)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> numbers = stackalloc byte[NumbersLength];
        BinaryPrimitives.WriteInt64BigEndian(numbers, entry.ProjectId);
        BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(long)..], entry.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(numbers[(2 * sizeof(long))..], entry.Time.ToUnixTimeMilliseconds());
        hash.AppendData(numbers);
        hash.AppendData(who);
        hash.AppendData(what);
        Append(hash, entry.Action);
        Append(hash, entry.Outcome);
        return hash.GetHashAndReset();
    }

    /// <summary>True if who did it, or what it was done to, was erased.</summary>
    public static bool IsErased(AuditRecord entry) => entry.WhoSeal.Length == HashLength || entry.WhatSeal.Length == HashLength;

    /// <summary>The entry without the names of a person, where it has any; its hash stays what it is.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isWho">True to erase who did it.</param>
    /// <param name="isWhat">True to erase what it was done to.</param>
    public static AuditRecord Erase(AuditRecord entry, bool isWho, bool isWhat)
    {
        if (isWho && DigestOf(entry.WhoSeal, entry.Actor, entry.CredentialId) is { } who)
            entry = entry with { Actor = Erased, CredentialId = "", WhoSeal = who };
        if (isWhat && DigestOf(entry.WhatSeal, entry.Target, entry.Detail) is { } what)
            entry = entry with { Target = Erased, Detail = "", WhatSeal = what };
        return entry;
    }

    /// <summary>An erased part is its digest and says nothing else: who holds the database cannot put words in its place.</summary>
    private static byte[]? DigestOf(byte[] seal, string first, string second) => seal.Length switch
    {
        SaltLength => SaltedDigest(seal, first, second),
        HashLength when first == Erased && second.Length == 0 => seal,
        _ => null,
    };

    private static byte[] SaltedDigest(byte[] salt, string first, string second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        Append(hash, first);
        Append(hash, second);
        return hash.GetHashAndReset();
    }

    /// <summary>A text with its length before it, so that no two lists of texts are the same bytes.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
