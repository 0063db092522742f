using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Json;

namespace Hops.Schemas.Binary;

/// <summary>
/// Compiles schema resolution (Avro specification, "Schema Resolution") into <see cref="DecodeStep"/>s. What only some data would show,
/// such as a branch that the reader lacks, becomes a mismatch step and is refused when such data comes.
/// </summary>
public sealed class DecodePlan
{
    /// <summary>Pairs of types in a plan, and pairs inside one another while it is made.</summary>
    private const int StepsMax = 20_000;
    private const int DepthMax = 512;

    /// <summary>Branches of unions that are tried.</summary>
    private const int ChecksMax = 20_000;

    private readonly Dictionary<(AvroSchema Writer, AvroSchema Reader), DecodeStep> _steps = [];
    private int _depth;
    private int _checks;

    private DecodePlan()
    {
    }

    /// <summary>The plan to read data of <paramref name="writer"/> as itself.</summary>
    public static DecodeStep Of(AvroSchema writer) => Of(writer, writer);

    /// <summary>The plan to read data of <paramref name="writer"/> as <paramref name="reader"/>.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c> if the schemas are too large to be resolved.</exception>
    public static DecodeStep Of(AvroSchema writer, AvroSchema reader) => new DecodePlan().Compile(writer, reader);

    private DecodeStep Compile(AvroSchema writer, AvroSchema reader)
    {
        if (_steps.TryGetValue((writer, reader), out var known))
            return known;
        if (_steps.Count >= StepsMax || _depth >= DepthMax)
            throw new PlatformException(ErrorCode.TooLarge, "The schemas are too large to be resolved; split or flatten them.");
        var step = new DecodeStep { From = writer.Kind, To = reader.Kind, Logical = reader.LogicalType };
        _steps[(writer, reader)] = step;
        _depth++;
        Fill(step, writer, reader);
        _depth--;
        return step;
    }

    private void Fill(DecodeStep step, AvroSchema writer, AvroSchema reader)
    {
        switch (writer, reader)
        {
            case (AvroUnion from, _):
                step.Kind = DecodeStepKind.Union;
                step.Branches = from.Branches.Select(branch => Compile(branch, reader)).ToList();
                break;
            case (_, AvroUnion to):
                FillWrap(step, writer, to);
                break;
            case (AvroPrimitive, AvroPrimitive) when writer.Kind == reader.Kind || ReaderWriterRules.Promotes(writer.Kind, reader.Kind):
                FillConverted(step, DecodeStepKind.Primitive, writer, reader);
                break;
            case (AvroArray from, AvroArray to):
                step.Kind = DecodeStepKind.Array;
                step.Inner = Compile(from.Items, to.Items);
                break;
            case (AvroMap from, AvroMap to):
                step.Kind = DecodeStepKind.Map;
                step.Inner = Compile(from.Values, to.Values);
                break;
            case (AvroFixed from, AvroFixed to) when from.LengthBytes == to.LengthBytes && ReaderWriterRules.NamesMatch(to, from):
                step.LengthBytes = from.LengthBytes;
                FillConverted(step, DecodeStepKind.Fixed, writer, reader);
                break;
            case (AvroEnum from, AvroEnum to) when ReaderWriterRules.NamesMatch(to, from):
                step.Kind = DecodeStepKind.Enum;
                step.Symbols = from.Symbols.Select(symbol => to.IndexOf(symbol) >= 0 ? symbol : to.DefaultSymbol).ToList();
                break;
            case (AvroRecord from, AvroRecord to) when ReaderWriterRules.NamesMatch(to, from):
                FillRecord(step, from, to);
                break;
            default:
                Mismatch(step, $"the reader's {reader.TypeName} does not take a {writer.TypeName}");
                break;
        }
    }

    private static void FillConverted(DecodeStep step, DecodeStepKind kind, AvroSchema writer, AvroSchema reader)
    {
        (step.Kind, step.Conversion) = (kind, LogicalConversion.Of(writer, reader));
        if (!step.Conversion.IsPossible)
            Mismatch(step, step.Conversion.Mismatch);
    }

    private void FillRecord(DecodeStep step, AvroRecord writer, AvroRecord reader)
    {
        var targets = new Dictionary<AvroField, AvroField>(ReferenceEqualityComparer.Instance);
        var defaults = new List<AvroField>();
        foreach (var field in reader.Fields)
        {
            if (ReaderWriterRules.WriterField(writer, field) is { } written)
                targets.TryAdd(written, field);
            else if (field.HasDefault)
                defaults.Add(field);
            else
            {
                Mismatch(step, $"the reader's field '{field.Name}' has no default and the writer lacks it");
                return;
            }
        }
        step.Kind = DecodeStepKind.Record;
        step.Defaults = defaults;
        step.Fields = writer.Fields
            .Select(field => targets.TryGetValue(field, out var target)
                ? new DecodeField(target, Compile(field.Schema, target.Schema))
                : new DecodeField(null, Compile(field.Schema, field.Schema)))
            .ToList();
    }

    /// <summary>The reader's branch of the writer's own type comes first, then the first that can take it.</summary>
    private void FillWrap(DecodeStep step, AvroSchema writer, AvroUnion reader)
    {
        var branch = reader.Branches.FirstOrDefault(each => each.TypeName == writer.TypeName && Takes(each, writer))
            ?? reader.Branches.FirstOrDefault(each => Takes(each, writer));
        if (branch == null)
        {
            Mismatch(step, $"the reader's union takes no {writer.TypeName}");
            return;
        }
        step.Kind = DecodeStepKind.Wrap;
        step.To = branch.Kind;
        step.Text = branch.TypeName;
        step.IsNamed = PlainBranches.NeedsName(reader, branch);
        step.Inner = Compile(writer, branch);
    }

    private bool Takes(AvroSchema reader, AvroSchema writer) => ++_checks <= ChecksMax
        ? ReaderWriterRules.Check(reader, writer).Count == 0 && LogicalConversion.Of(writer, reader).IsPossible
        : throw new PlatformException(ErrorCode.TooLarge, "The unions of the schemas are too large to be resolved; split them.");

    private static void Mismatch(DecodeStep step, string reason) => (step.Kind, step.Text) = (DecodeStepKind.Mismatch, reason);
}
