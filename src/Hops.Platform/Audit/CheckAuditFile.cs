using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Metadata.Audit;

namespace Hops.Platform.Audit;

/// <summary>Computes the chain of an exported audit trail again, without a server. The file may be anybody's: it is read line by line, each of bounded length.</summary>
public static class CheckAuditFile
{
    private const int LineLengthMax = 1 << 20;

    /// <summary>Checks a file.</summary>
    /// <param name="file">Its text.</param>
    /// <param name="expected">An entry and the hash that it is known to have had, or null.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is no file of <see cref="AuditFile"/>.</exception>
    public static AuditFileReport Run(TextReader file, AuditHead? expected = null)
    {
        var lines = new LineReader(file);
        var header = lines.Next<AuditFileHeader>("the header");
        if (header.Format != AuditFile.Format)
            throw NoExport(1, $"its format is '{header.Format}', and this version reads {AuditFile.Format}");
        var walk = new Walk(header, expected);
        while (lines.TryNext() is { } line)
        {
            if (line.RootElement.TryGetProperty("entries", out _))
                return walk.End(lines.Of<AuditFileEnd>(line, "the end"));
            if (!walk.Add(lines.Of<AuditFileEntry>(line, "an entry"), lines.Number))
                return walk.Report();
        }

        return walk.CutOff();
    }

    private static PlatformException NoExport(long line, string reason) => new(
        ErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"This is no exported audit trail: line {line}: {reason}."));

    private sealed class Walk(AuditFileHeader header, AuditHead? expected)
    {
        private AuditCheck? _check;
        private AuditBreak? _other;
        private bool _isExpectedSeen;

        private AuditCheck Check => _check ??= new AuditCheck(new AuditHead(header.ProjectId, header.After, AuditChain.Start));

        public bool Add(AuditFileEntry line, long number)
        {
            var (entry, previous) = Decode(line, number);
            _check ??= new AuditCheck(header.After == 0 ? null : new AuditHead(header.ProjectId, header.After, previous));
            if (expected?.Sequence == entry.Sequence)
            {
                _isExpectedSeen = true;
                if (!entry.Hash.AsSpan().SequenceEqual(expected.Hash))
                    _other = new AuditBreak(entry.Sequence, "it does not have the hash that was expected");
            }

            return (header.Filter is null ? _check.Add(entry) : _check.AddSelected(entry, previous)) && _other is null;
        }

        public AuditFileReport End(AuditFileEnd end)
        {
            var head = new AuditHead(header.ProjectId, header.HeadSequence, Bytes(header.HeadHash, 1));
            if (end.Entries != Check.Count || end.LastSequence < Check.Sequence)
                _other ??= new AuditBreak(Check.Sequence + 1, $"the file is said to have {end.Entries} entries, and has {Check.Count}");
            else if (header.Filter is null && end.IsComplete)
                Check.End(head);
            if (expected is not null && !_isExpectedSeen)
                _other ??= new AuditBreak(expected.Sequence, "it is not in the file");
            return Report();
        }

        public AuditFileReport CutOff()
        {
            _other ??= new AuditBreak(Check.Sequence + 1, "the file ends here without its last line: it was cut off");
            return Report();
        }

        public AuditFileReport Report() => new(header, Check, Check.Broken ?? _other);

        private (AuditRecord Entry, byte[] Previous) Decode(AuditFileEntry line, long number)
        {
            var entry = new AuditRecord
            {
                ProjectId = header.ProjectId,
                Sequence = line.Sequence,
                Time = line.Time,
                Actor = line.Actor,
                CredentialId = line.CredentialId,
                Action = line.Action,
                Target = line.Target,
                Outcome = line.Outcome,
                Detail = line.Detail,
                WhoSeal = Bytes(line.WhoSeal, number),
                WhatSeal = Bytes(line.WhatSeal, number),
                Hash = Bytes(line.Hash, number),
            };
            return (entry, Bytes(line.Previous, number));
        }

        private static byte[] Bytes(string text, long line)
        {
            try
            {
                return Convert.FromHexString(text);
            }
            catch (FormatException)
            {
                throw NoExport(line, "a seal or a hash is no hexadecimal number");
            }
        }
    }

    private sealed class LineReader(TextReader file)
    {
        public long Number { get; private set; }

        public T Next<T>(string what) => Of<T>(TryNext() ?? throw NoExport(1, "there is none"), what);

        public T Of<T>(JsonDocument line, string what)
        {
            using (line)
            {
                try
                {
                    return line.Deserialize<T>(AuditFile.Json) ?? throw NoExport(Number, $"it is not {what}");
                }
                catch (JsonException odd)
                {
                    throw NoExport(Number, $"it is not {what}: {odd.Message}");
                }
            }
        }

        public JsonDocument? TryNext()
        {
            if (ReadLine() is not { } text)
                return null;
            Number++;
            try
            {
                var document = JsonDocument.Parse(text);
                return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw NoExport(Number, "it is no JSON object");
            }
            catch (JsonException)
            {
                throw NoExport(Number, "it is no JSON object");
            }
        }

        private string? ReadLine()
        {
            var line = new System.Text.StringBuilder();
            int next;
            while ((next = file.Read()) is not (-1 or '\n'))
            {
                if (line.Length == LineLengthMax)
                    throw NoExport(Number + 1, $"it is longer than {LineLengthMax} characters");
                line.Append((char)next);
            }

            return next == -1 && line.Length == 0 ? null : line.ToString();
        }
    }
}

/// <summary>What a check of an exported trail has found.</summary>
/// <param name="Header">What the file says of itself.</param>
/// <param name="Check">How far it came.</param>
/// <param name="Broken">The first entry that does not fit; null if all do.</param>
public sealed record AuditFileReport(AuditFileHeader Header, AuditCheck Check, AuditBreak? Broken);
