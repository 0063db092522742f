using System.Globalization;
using System.Text;
using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>A DuckDB type as a value of ours: it can be written as SQL, made into a native handle and read from one.</summary>
public sealed class SqlType
{
    private SqlType(TypeId id) => Id = id;

    /// <summary>Which type.</summary>
    public TypeId Id { get; }

    /// <summary>Digits of a decimal, 1 to 38; else 0.</summary>
    public int Width { get; private init; }

    /// <summary>Digits of a decimal behind the point; else 0.</summary>
    public int Scale { get; private init; }

    /// <summary>Items of an array; else 0.</summary>
    public int ItemCount { get; private init; }

    /// <summary>True if DuckDB knows it by another name, such as JSON: values of it are those of this type, and stand for more.</summary>
    public bool HasAlias { get; private init; }

    /// <summary>Members of a struct or union; <c>key</c> and <c>value</c> of a map; the item of a list or array.</summary>
    public IReadOnlyList<SqlColumn> Members { get; private init; } = [];

    /// <summary>A type without parts.</summary>
    public static SqlType Of(TypeId id) => new(id);

    /// <summary>An exact number of <paramref name="width"/> digits, <paramref name="scale"/> of them behind the point.</summary>
    public static SqlType Decimal(int width, int scale) => new(TypeId.Decimal) { Width = width, Scale = scale };

    /// <summary>A list of items.</summary>
    public static SqlType List(SqlType item) => new(TypeId.List) { Members = [new SqlColumn("item", item)] };

    /// <summary>Values by keys.</summary>
    public static SqlType Map(SqlType key, SqlType value) =>
        new(TypeId.Map) { Members = [new SqlColumn("key", key), new SqlColumn("value", value)] };

    /// <summary>Named members.</summary>
    public static SqlType Struct(IReadOnlyList<SqlColumn> members) => new(TypeId.Struct) { Members = members };

    /// <summary>The type with others in the place of some of its parts, however deep they lie.</summary>
    /// <param name="replacement">What comes in the place of a type without parts; null for the type itself.</param>
    public SqlType Replace(Func<SqlType, SqlType?> replacement) => Members.Count == 0
        ? replacement(this) ?? this
        : new SqlType(Id)
        {
            Width = Width,
            Scale = Scale,
            ItemCount = ItemCount,
            Members = [.. Members.Select(member => member with { Type = member.Type.Replace(replacement) })],
        };

    /// <inheritdoc/>
    public override string ToString() => ToSql();

    /// <summary>The type as SQL spells it.</summary>
    public string ToSql() => Id switch
    {
        TypeId.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Width},{Scale})"),
        TypeId.List => Members[0].Type.ToSql() + "[]",
        TypeId.Array => string.Create(CultureInfo.InvariantCulture, $"{Members[0].Type.ToSql()}[{ItemCount}]"),
        TypeId.Map => $"MAP({Members[0].Type.ToSql()}, {Members[1].Type.ToSql()})",
        TypeId.Struct => "STRUCT" + MembersSql(),
        TypeId.Union => "UNION" + MembersSql(),
        TypeId.TimestampSeconds => "TIMESTAMP_S",
        TypeId.TimestampMilliseconds => "TIMESTAMP_MS",
        TypeId.TimestampNanoseconds => "TIMESTAMP_NS",
        TypeId.TimestampWithZone => "TIMESTAMP WITH TIME ZONE",
        TypeId.TimeWithZone => "TIME WITH TIME ZONE",
        TypeId.Null => "\"NULL\"",
        TypeId.Enum => "VARCHAR",
        _ => Id.ToString().ToUpperInvariant(),
    };

    /// <summary>Makes the native type; the caller disposes of it.</summary>
    internal DuckDBLogicalType CreateHandle()
    {
        switch (Id)
        {
            case TypeId.Decimal:
                return NativeMethods.LogicalType.DuckDBCreateDecimalType((byte)Width, (byte)Scale);
            case TypeId.List:
                return WithMembers(types => NativeMethods.LogicalType.DuckDBCreateListType(types[0]));
            case TypeId.Map:
                return WithMembers(types => UndeclaredCalls.CreateMapType(types[0], types[1]));
            case TypeId.Struct:
                return WithMembers(CreateStruct);
            default:
                return NativeMethods.LogicalType.DuckDBCreateLogicalType((DuckDBType)Id);
        }
    }

    /// <summary>Reads a native type and disposes of it.</summary>
    internal static SqlType Take(DuckDBLogicalType handle)
    {
        using (handle)
        {
            var id = (TypeId)NativeMethods.LogicalType.DuckDBGetTypeId(handle);
            return id switch
            {
                TypeId.Decimal => Decimal(
                    NativeMethods.LogicalType.DuckDBDecimalWidth(handle), NativeMethods.LogicalType.DuckDBDecimalScale(handle)),
                TypeId.List => List(Take(NativeMethods.LogicalType.DuckDBListTypeChildType(handle))),
                TypeId.Map => Map(
                    Take(NativeMethods.LogicalType.DuckDBMapTypeKeyType(handle)), Take(NativeMethods.LogicalType.DuckDBMapTypeValueType(handle))),
                TypeId.Struct => Struct(TakeMembers(handle)),
                TypeId.Array => new SqlType(id)
                {
                    Members = [new SqlColumn("item", Take(NativeMethods.LogicalType.DuckDBArrayTypeChildType(handle)))],
                    ItemCount = (int)NativeMethods.LogicalType.DuckDBArrayVectorGetSize(handle),
                },
                _ => new SqlType(id) { HasAlias = !string.IsNullOrEmpty(UndeclaredCalls.LogicalTypeAlias(handle)) },
            };
        }
    }

    private static SqlColumn[] TakeMembers(DuckDBLogicalType handle)
    {
        var members = new SqlColumn[NativeMethods.LogicalType.DuckDBStructTypeChildCount(handle)];
        for (var index = 0; index < members.Length; index++)
        {
            var type = Take(NativeMethods.LogicalType.DuckDBStructTypeChildType(handle, index));
            members[index] = new SqlColumn(NativeMethods.LogicalType.DuckDBStructTypeChildName(handle, index), type);
        }
        return members;
    }

    private DuckDBLogicalType WithMembers(Func<DuckDBLogicalType[], DuckDBLogicalType> build)
    {
        DuckDBLogicalType[] types = [.. Members.Select(member => member.Type.CreateHandle())];
        var handle = build(types);
        foreach (var type in types)
            type.Dispose();
        return handle;
    }

    private unsafe DuckDBLogicalType CreateStruct(DuckDBLogicalType[] memberTypes)
    {
        var types = stackalloc nint[Members.Count];
        var names = stackalloc byte*[Members.Count];
        var texts = new byte[Members.Count][];
        for (var index = 0; index < Members.Count; index++)
        {
            types[index] = memberTypes[index].DangerousGetHandle();
            texts[index] = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(Members[index].Name) + 1, pinned: true);
            Encoding.UTF8.GetBytes(Members[index].Name, texts[index]);
            names[index] = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref texts[index][0]);
        }
        var handle = UndeclaredCalls.CreateStructType(types, names, (ulong)Members.Count);
        GC.KeepAlive(texts);
        return handle;
    }

    private string MembersSql() =>
        "(" + string.Join(", ", Members.Select(member => $"{SqlText.Quote(member.Name)} {member.Type.ToSql()}")) + ")";
}
