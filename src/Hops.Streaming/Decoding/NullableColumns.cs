using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>Makes the nodes of a layout whose values may all be null, and numbers their slots.</summary>
internal sealed class NullableColumns
{
    private const int SlotsMax = 1_000;

    /// <summary>Slots that were given out.</summary>
    public int SlotCount { get; private set; }

    /// <summary>A value without parts.</summary>
    public ColumnNode Leaf(TypeId type) => Node(SqlType.Of(type), []);

    /// <summary>A list of items.</summary>
    public ColumnNode List(ColumnNode item) => Node(SqlType.List(item.Type), [item]);

    /// <summary>A struct of members, none of which has the name of another.</summary>
    public ColumnNode Struct(IReadOnlyList<string> names, IReadOnlyList<ColumnNode> members) => Node(SqlType.Struct(Columns(names, members)), members);

    /// <summary>Values by key.</summary>
    public ColumnNode Map(ColumnNode key, ColumnNode value) => Node(SqlType.Map(key.Type, value.Type), [Struct(["key", "value"], [key, value])]);

    /// <summary>Names and types of members.</summary>
    public static IReadOnlyList<SqlColumn> Columns(IReadOnlyList<string> names, IReadOnlyList<ColumnNode> members) =>
        [.. names.Zip(members, (name, member) => new SqlColumn(name, member.Type))];

    /// <summary>
    /// Names under which SQL, to which upper and lower case are alike, tells members apart: one that another had before gets <c>_1</c>,
    /// <c>_2</c>, and so on, as DuckDB does it with JSON.
    /// </summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "" };
        var distinct = new List<string>();
        foreach (var name in names)
        {
            // A name ends at a NUL where DuckDB's interface takes it.
            var plain = name.Replace('\0', '_');
            var free = plain;
            for (var number = 1; !taken.Add(free); number++)
                free = FormattableString.Invariant($"{plain}_{number}");
            distinct.Add(free);
        }

        return distinct;
    }

    private ColumnNode Node(SqlType type, IReadOnlyList<ColumnNode> children)
    {
        if (SlotCount >= SlotsMax)
            throw TopicLayout.TooManyFields();
        return new ColumnNode { Slot = SlotCount++, Type = type, HasValidity = true, Children = children }.Seal();
    }
}
