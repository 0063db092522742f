using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Compatibility;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>
/// Turns a writer schema and the reader's layout into steps (Avro specification, "Schema Resolution"): fields by name or alias, skipped,
/// promoted, mapped, or filled with the reader's default.
/// </summary>
internal sealed class DecodeCompiler(AvroLayout layout, IReadOnlySet<int> wantedFields)
{
    private readonly Dictionary<AvroSchema, DecodeOp> _skips = [];

    /// <summary>Steps for the records of a writer.</summary>
    /// <exception cref="PlatformException"><c>IncompatibleSchema</c>: the reader cannot read what this writer writes.</exception>
    public DecodeOp[] Compile(AvroSchema writer)
    {
        if (writer is not AvroRecord record)
            throw Incompatible($"the writer's schema is {writer.TypeName}, not a record");
        return CompileFields(record, layout.Reader, layout.Nodes, wantedFields.Contains);
    }

    private DecodeOp[] CompileFields(AvroRecord writer, AvroRecord reader, IReadOnlyList<ColumnNode> nodes, Func<int, bool> isWanted)
    {
        var steps = new List<DecodeOp>(writer.Fields.Count);
        var filled = new bool[reader.Fields.Count];
        var targets = TargetsOf(writer, reader);
        foreach (var field in writer.Fields)
        {
            if (!targets.TryGetValue(field, out var position))
            {
                steps.Add(Skip(field.Schema));
                continue;
            }
            filled[position] = true;
            var step = Resolve(field.Schema, reader.Fields[position].Schema, nodes[position]);
            steps.Add(isWanted(position) ? step : Skip(field.Schema));
        }
        for (var position = 0; position < filled.Length; position++)
        {
            if (filled[position])
                continue;
            var field = reader.Fields[position];
            if (!field.HasDefault)
                throw Incompatible($"the field {field.Name} is missing in the writer's schema and has no default");
            if (isWanted(position))
                steps.Add(Default(field, nodes[position]));
        }
        return [.. steps];
    }

    /// <summary>Position of the reader's field that takes a writer's field: by its name, else by an alias that no other field claims.</summary>
    private static Dictionary<AvroField, int> TargetsOf(AvroRecord writer, AvroRecord reader)
    {
        var targets = new Dictionary<AvroField, int>(ReferenceEqualityComparer.Instance);
        foreach (var field in reader.Fields)
        {
            if (ReaderWriterRules.WriterField(writer, field) is { } written)
                targets.TryAdd(written, field.Position);
        }

        return targets;
    }

    private DecodeOp Default(AvroField field, ColumnNode node)
    {
        var content = DefaultEncoder.Encode(field.Schema, field.Default);
        var pinned = GC.AllocateArray<byte>(Math.Max(1, content.Length), pinned: true);
        content.CopyTo(pinned, 0);
        return new DecodeOp(DecodeCode.Default) { Content = pinned, Steps = [Resolve(field.Schema, field.Schema, node)] };
    }

    private DecodeOp Resolve(AvroSchema writer, AvroSchema reader, ColumnNode node)
    {
        if (writer is not AvroUnion union)
            return ResolveBranch(writer, reader, node);
        var steps = union.Branches.Select(branch => ResolveOrFail(branch, reader, node)).ToArray();
        if (steps.All(step => step.Code == DecodeCode.Fail))
            throw Incompatible($"the reader's {reader.TypeName} takes no branch of the writer's union");
        if (steps.Length == 2 && steps.Count(step => step.Code == DecodeCode.SetNull) == 1)
        {
            var nullIndex = Array.FindIndex(steps, step => step.Code == DecodeCode.SetNull);
            return new DecodeOp(DecodeCode.Optional)
            {
                Argument = nullIndex, NullSlots = steps[nullIndex].NullSlots, Steps = [steps[1 - nullIndex]],
            };
        }
        return new DecodeOp(DecodeCode.Union) { Steps = steps };
    }

    /// <summary>A branch that the reader cannot take is bad only where it occurs.</summary>
    private DecodeOp ResolveOrFail(AvroSchema writer, AvroSchema reader, ColumnNode node)
    {
        try
        {
            return ResolveBranch(writer, reader, node);
        }
        catch (PlatformException exception) when (exception.Code == ErrorCode.IncompatibleSchema)
        {
            return new DecodeOp(DecodeCode.Fail) { Reason = exception.Message };
        }
    }

    private DecodeOp ResolveBranch(AvroSchema writer, AvroSchema reader, ColumnNode node)
    {
        if (reader is not AvroUnion union)
            return ResolvePlain(writer, reader, node);
        if (writer.Kind == AvroKind.Null && union.NullIndex >= 0)
            return SetNull(node);
        var values = union.Branches.Where(branch => branch.Kind != AvroKind.Null).ToArray();
        var chosen = Array.FindIndex(values, branch => branch.Kind == writer.Kind && branch.Name == writer.Name);
        if (chosen < 0)
            chosen = Array.FindIndex(values, branch => writer.Name is not null && branch.Kind == writer.Kind && ReaderWriterRules.NamesMatch(branch, writer));
        if (chosen < 0)
            chosen = Array.FindIndex(values, branch => IsReadable(writer, branch) && LogicalConversion.Of(writer, branch).IsPossible);
        if (chosen < 0)
            throw Incompatible($"the reader's union takes no {writer.TypeName}");
        if (values.Length == 1)
            return ResolvePlain(writer, values[0], node);
        var others = node.Children.Where((_, index) => index != chosen).SelectMany(child => child.NullSlots);
        return new DecodeOp(DecodeCode.Member) { NullSlots = [.. others], Steps = [ResolvePlain(writer, values[chosen], node.Children[chosen])] };
    }

    private DecodeOp ResolvePlain(AvroSchema writer, AvroSchema reader, ColumnNode node)
    {
        if (!IsReadable(writer, reader))
            throw Incompatible($"the writer's {writer.TypeName} cannot be read as {reader.TypeName}");
        var conversion = LogicalConversion.Of(writer, reader);
        if (!conversion.IsPossible)
            throw Incompatible(conversion.Mismatch);
        if (!conversion.IsIdentity && node.Type.Id == TypeId.Blob)
            throw Incompatible("the scale of a decimal of more than 38 digits is not converted");
        return (writer, reader) switch
        {
            (AvroRecord from, AvroRecord to) => new DecodeOp(DecodeCode.Record) { Steps = CompileFields(from, to, node.Children, _ => true) },
            (AvroArray from, AvroArray to) => new DecodeOp(DecodeCode.Array)
            {
                Slot = node.Slot, Node = node, Steps = [Resolve(from.Items, to.Items, node.Children[0])],
            },
            (AvroMap from, AvroMap to) => new DecodeOp(DecodeCode.Map)
            {
                Slot = node.Slot,
                Node = node,
                Steps =
                [
                    new DecodeOp(DecodeCode.Text) { Slot = node.Children[0].Children[0].Slot },
                    Resolve(from.Values, to.Values, node.Children[0].Children[1]),
                ],
            },
            (AvroEnum from, AvroEnum to) => Symbols(from, to, node),
            _ when writer.Kind == AvroKind.Null => SetNull(node),
            _ => new DecodeOp(CodeOf(writer, reader, node.Type.Id, conversion))
            {
                Slot = node.Slot, Node = node, Argument = writer is AvroFixed type ? type.LengthBytes : 0, Exponent = conversion.Exponent,
            },
        };
    }

    private static bool IsReadable(AvroSchema writer, AvroSchema reader) => (writer.Kind, reader.Kind) switch
    {
        (AvroKind.Int, AvroKind.Long or AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Long, AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Float, AvroKind.Double) => true,
        (AvroKind.Bytes, AvroKind.String) or (AvroKind.String, AvroKind.Bytes) => true,
        (AvroKind.Fixed, AvroKind.Fixed) => ((AvroFixed)writer).LengthBytes == ((AvroFixed)reader).LengthBytes,
        _ => writer.Kind == reader.Kind,
    };

    private static DecodeCode CodeOf(AvroSchema writer, AvroSchema reader, TypeId type, LogicalConversion conversion) => type switch
    {
        TypeId.Date => DecodeCode.Date,
        TypeId.Time or TypeId.Timestamp or TypeId.TimestampWithZone => CodeOf((writer.LogicalType ?? reader.LogicalType)!.Kind),
        TypeId.BigInt when conversion.Exponent != 0 => DecodeCode.LongScaled,
        TypeId.Decimal => writer.Kind == AvroKind.Fixed ? DecodeCode.DecimalFixed : DecodeCode.DecimalBytes,
        TypeId.Uuid => writer.Kind == AvroKind.Fixed ? DecodeCode.UuidFixed : DecodeCode.UuidText,
        TypeId.Interval => DecodeCode.Duration,
        _ => PlainCodeOf(writer.Kind, reader.Kind),
    };

    /// <summary>Columns of times are in microseconds, whatever the reader's unit: what the writer counted in decides what is to be done.</summary>
    private static DecodeCode CodeOf(LogicalKind written) => written switch
    {
        LogicalKind.TimeMillis => DecodeCode.TimeMillis,
        LogicalKind.TimeMicros => DecodeCode.TimeMicros,
        LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => DecodeCode.TimestampMillis,
        LogicalKind.TimestampNanos or LogicalKind.LocalTimestampNanos => DecodeCode.TimestampNanos,
        _ => DecodeCode.TimestampMicros,
    };

    private static DecodeCode PlainCodeOf(AvroKind writer, AvroKind reader) => (writer, reader) switch
    {
        (AvroKind.Boolean, _) => DecodeCode.Boolean,
        (AvroKind.Int, AvroKind.Long) => DecodeCode.IntToLong,
        (AvroKind.Int, AvroKind.Float) => DecodeCode.IntToFloat,
        (AvroKind.Int, AvroKind.Double) => DecodeCode.IntToDouble,
        (AvroKind.Int, _) => DecodeCode.Int,
        (AvroKind.Long, AvroKind.Float) => DecodeCode.LongToFloat,
        (AvroKind.Long, AvroKind.Double) => DecodeCode.LongToDouble,
        (AvroKind.Long, _) => DecodeCode.Long,
        (AvroKind.Float, AvroKind.Double) => DecodeCode.FloatToDouble,
        (AvroKind.Float, _) => DecodeCode.Float,
        (AvroKind.Double, _) => DecodeCode.Double,
        (AvroKind.Bytes, AvroKind.String) => DecodeCode.BytesToText,
        (AvroKind.String, AvroKind.String) => DecodeCode.Text,
        (AvroKind.Fixed, _) => DecodeCode.Fixed,
        _ => DecodeCode.Bytes,
    };

    private static unsafe DecodeOp Symbols(AvroEnum writer, AvroEnum reader, ColumnNode node)
    {
        var symbols = writer.Symbols.Select(symbol => reader.IndexOf(symbol) >= 0 ? symbol : reader.DefaultSymbol).ToArray();
        var cells = new ulong[symbols.Length * 2];
        var content = GC.AllocateArray<byte>(1 + symbols.Sum(symbol => Encoding.UTF8.GetByteCount(symbol ?? "")), pinned: true);
        var used = 0;
        fixed (ulong* cell = cells)
        fixed (byte* start = content)
        {
            for (var index = 0; index < symbols.Length; index++)
            {
                cells[index * 2] = uint.MaxValue;
                if (symbols[index] is not { } symbol)
                    continue;
                var lengthBytes = Encoding.UTF8.GetBytes(symbol, content.AsSpan(used));
                StringCell.WriteBytes((byte*)(cell + (index * 2)), start + used, lengthBytes);
                used += lengthBytes;
            }
        }
        return new DecodeOp(DecodeCode.Enum) { Slot = node.Slot, SymbolCells = cells, Content = content };
    }

    private static DecodeOp SetNull(ColumnNode node) => new(DecodeCode.SetNull) { NullSlots = [.. node.NullSlots] };

    private DecodeOp Skip(AvroSchema schema)
    {
        if (_skips.TryGetValue(schema, out var known))
            return known;
        // Null and one other type are gone over as they are read: nothing becomes null.
        var op = schema is AvroUnion { Branches.Count: 2, NullIndex: >= 0 } optional
            ? new DecodeOp(DecodeCode.Optional) { Argument = optional.NullIndex }
            : new DecodeOp(SkipCodeOf(schema.Kind)) { Argument = FixedLength(schema) };
        _skips[schema] = op;
        op.Steps = schema switch
        {
            AvroRecord record => [.. record.Fields.Select(field => Skip(field.Schema))],
            AvroArray array => [Skip(array.Items)],
            AvroMap map => [Skip(map.Values)],
            AvroUnion union when op.Code == DecodeCode.Optional => [Skip(union.Branches[1 - op.Argument])],
            AvroUnion union => [.. union.Branches.Select(Skip)],
            _ => [],
        };
        return op;
    }

    private static DecodeCode SkipCodeOf(AvroKind kind) => kind switch
    {
        AvroKind.Null => DecodeCode.SkipNothing,
        AvroKind.Int or AvroKind.Long or AvroKind.Enum => DecodeCode.SkipVarint,
        AvroKind.Bytes or AvroKind.String => DecodeCode.SkipBytes,
        AvroKind.Record => DecodeCode.SkipRecord,
        AvroKind.Array => DecodeCode.SkipBlocks,
        AvroKind.Map => DecodeCode.SkipMap,
        AvroKind.Union => DecodeCode.SkipUnion,
        _ => DecodeCode.SkipFixed,
    };

    private static int FixedLength(AvroSchema schema) => schema switch
    {
        AvroFixed type => type.LengthBytes,
        _ => schema.Kind switch { AvroKind.Boolean => 1, AvroKind.Float => 4, AvroKind.Double => 8, _ => 0 },
    };

    private static PlatformException Incompatible(string reason) => new(ErrorCode.IncompatibleSchema, reason);
}
