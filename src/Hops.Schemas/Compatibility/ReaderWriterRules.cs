using System.Globalization;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Compatibility;

/// <summary>
/// Can a reader schema read what a writer schema wrote (Avro specification, "Schema Resolution")? The verdicts are those of Avro's Java
/// library, which Confluent's registry asks, corner cases included. A pair that is being compared counts as compatible, so recursive
/// schemas end; each pair is compared once, so types that share parts cost no more than they are large.
/// </summary>
public sealed class ReaderWriterRules
{
    /// <summary>More findings than this help nobody; shared parts could multiply them.</summary>
    private const int FindingsMax = 50;

    /// <summary>Pairs compared in one check: unions of many types multiply.</summary>
    private const int PairsMax = 20_000;

    /// <summary>Pairs inside one another: names may chain deeper than a text nests.</summary>
    private const int DepthMax = 512;

    private static readonly IReadOnlyList<Incompatibility> Compatible = [];

    private readonly Dictionary<Pair, IReadOnlyList<Incompatibility>> _verdicts = [];

    private int _depth;

    private ReaderWriterRules()
    {
    }

    /// <summary>All reasons why <paramref name="reader"/> cannot read data of <paramref name="writer"/>; empty if it can.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c> if the comparison would cost more than is allowed.</exception>
    public static IReadOnlyList<Incompatibility> Check(AvroSchema reader, AvroSchema writer) =>
        new ReaderWriterRules().Compare(reader, writer, "");

    /// <summary>True if the simple names are equal or the reader has an alias that is the writer's full name; namespaces do not count.</summary>
    public static bool NamesMatch(AvroSchema reader, AvroSchema writer)
    {
        if (reader.Name!.Simple == writer.Name!.Simple)
            return true;
        var aliases = reader switch
        {
            AvroRecord record => record.Declaration.Aliases,
            AvroEnum type => type.Declaration.Aliases,
            AvroFixed type => type.Declaration.Aliases,
            _ => [],
        };
        return aliases.Any(alias => alias.Full == writer.Name.Full);
    }

    /// <summary>The writer's field that a reader's field reads: of its name, else of its first alias that there is; null if none.</summary>
    public static AvroField? WriterField(AvroRecord writer, AvroField readerField)
    {
        if (writer.FindField(readerField.Name) is { } direct)
            return direct;
        foreach (var alias in readerField.Aliases)
        {
            if (writer.FindField(alias) is { } renamed)
                return renamed;
        }
        return null;
    }

    /// <summary>True if a value of one primitive kind may be read as another.</summary>
    public static bool Promotes(AvroKind writer, AvroKind reader) => (writer, reader) switch
    {
        (AvroKind.Int, AvroKind.Long or AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Long, AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Float, AvroKind.Double) => true,
        (AvroKind.String, AvroKind.Bytes) or (AvroKind.Bytes, AvroKind.String) => true,
        _ => false,
    };

    private IReadOnlyList<Incompatibility> Compare(AvroSchema reader, AvroSchema writer, string path)
    {
        if (reader.Kind == writer.Kind && reader.Kind <= AvroKind.String)
            return Compatible;
        var pair = new Pair(reader, writer);
        if (_verdicts.TryGetValue(pair, out var known))
            return known;
        if (_verdicts.Count >= PairsMax || _depth >= DepthMax)
            throw new PlatformException(ErrorCode.TooLarge, "The schemas are too large to be compared; split or flatten them.");
        _verdicts[pair] = Compatible;
        _depth++;
        var findings = reader.Kind == writer.Kind ? CompareSameKind(reader, writer, path) : CompareOtherKind(reader, writer, path);
        _depth--;
        _verdicts[pair] = findings;
        return findings;
    }

    private IReadOnlyList<Incompatibility> CompareSameKind(AvroSchema reader, AvroSchema writer, string path) => (reader, writer) switch
    {
        (AvroArray to, AvroArray from) => Compare(to.Items, from.Items, path + "/items"),
        (AvroMap to, AvroMap from) => Compare(to.Values, from.Values, path + "/values"),
        (AvroFixed to, AvroFixed from) => CompareFixed(to, from, path),
        (AvroEnum to, AvroEnum from) => CompareEnums(to, from, path),
        (AvroRecord to, AvroRecord from) => CompareRecords(to, from, path),
        (AvroUnion to, AvroUnion from) => CompareUnions(to, from, path),
        _ => Compatible,
    };

    private IReadOnlyList<Incompatibility> CompareOtherKind(AvroSchema reader, AvroSchema writer, string path)
    {
        if (writer is AvroUnion from)
        {
            var findings = new List<Incompatibility>();
            foreach (var branch in from.Branches)
                Merge(findings, Compare(reader, branch, path));
            return findings;
        }
        if (reader is AvroUnion to)
        {
            return to.Branches.Any(branch => Compare(branch, writer, path).Count == 0)
                ? Compatible
                : [new(IncompatibilityKind.MissingUnionBranch, $"reader union lacking writer type: {Upper(writer)}", path)];
        }
        return Promotes(writer.Kind, reader.Kind)
            ? Compatible
            : [new(
                IncompatibilityKind.TypeMismatch, $"reader type: {Upper(reader)} not compatible with writer type: {Upper(writer)}", path)];
    }

    private static List<Incompatibility> CompareNames(AvroSchema reader, AvroSchema writer, string path) => NamesMatch(reader, writer)
        ? []
        : [new(IncompatibilityKind.NameMismatch, $"expected: {writer.TypeName}", path + "/name")];

    private static List<Incompatibility> CompareFixed(AvroFixed reader, AvroFixed writer, string path)
    {
        var findings = CompareNames(reader, writer, path);
        if (reader.LengthBytes != writer.LengthBytes)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"expected: {reader.LengthBytes}, found: {writer.LengthBytes}");
            findings.Add(new(IncompatibilityKind.FixedSizeMismatch, detail, path + "/size"));
        }
        return findings;
    }

    private static List<Incompatibility> CompareEnums(AvroEnum reader, AvroEnum writer, string path)
    {
        var findings = CompareNames(reader, writer, path);
        var missing = writer.Symbols.Except(reader.Symbols, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0 && reader.DefaultSymbol == null)
            findings.Add(new(IncompatibilityKind.MissingEnumSymbols, $"[{string.Join(", ", missing)}]", path + "/symbols"));
        return findings;
    }

    private List<Incompatibility> CompareRecords(AvroRecord reader, AvroRecord writer, string path)
    {
        var findings = CompareNames(reader, writer, path);
        foreach (var field in reader.Fields)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}/fields/{field.Position}");
            if (WriterField(writer, field) is { } written)
                Merge(findings, Compare(field.Schema, written.Schema, place + "/type"));
            else if (!field.HasDefault)
                Merge(findings, MissingField(field, writer, place));
        }
        return findings;
    }

    /// <summary>Avro's Java library compares an enum that has a default with the whole record, and so finds a mismatch of types.</summary>
    private IReadOnlyList<Incompatibility> MissingField(AvroField field, AvroRecord writer, string place) =>
        field.Schema is AvroEnum { DefaultSymbol: not null }
            ? Compare(field.Schema, writer, place + "/type")
            : [new(IncompatibilityKind.ReaderFieldMissingDefaultValue, field.Name, place)];

    private List<Incompatibility> CompareUnions(AvroUnion reader, AvroUnion writer, string path)
    {
        var findings = new List<Incompatibility>();
        for (var index = 0; index < writer.Branches.Count; index++)
        {
            var branch = writer.Branches[index];
            if (Compare(reader, branch, path).Count == 0)
                continue;
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");
            Merge(findings, [new(IncompatibilityKind.MissingUnionBranch, $"reader union lacking writer type: {Upper(branch)}", place)]);
        }
        return findings;
    }

    private static void Merge(List<Incompatibility> findings, IReadOnlyList<Incompatibility> more)
    {
        foreach (var finding in more)
        {
            if (findings.Count < FindingsMax && !findings.Contains(finding))
                findings.Add(finding);
        }
    }

    private static string Upper(AvroSchema schema) => AvroKinds.NameOf(schema.Kind).ToUpperInvariant();

    /// <summary>Two schemas by identity: equal types at different places are compared apart.</summary>
    private readonly record struct Pair(AvroSchema Reader, AvroSchema Writer);
}
