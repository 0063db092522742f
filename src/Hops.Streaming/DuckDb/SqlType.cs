using System.Globalization;
using System.Text;

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

    /// <summary>Makes the native type; the caller destroys it.</summary>
    internal unsafe nint CreateHandle()
    {
        switch (Id)
        {
            case TypeId.Decimal:
                return NativeMethods.CreateDecimalType((byte)Width, (byte)Scale);
            case TypeId.List:
                return WithMembers((types, _) => NativeMethods.CreateListType(types[0]));
            case TypeId.Map:
                return WithMembers((types, _) => NativeMethods.CreateMapType(types[0], types[1]));
            case TypeId.Struct:
                return WithMembers((types, names) => NativeMethods.CreateStructType(types, names, (ulong)Members.Count));
            default:
                return NativeMethods.CreateLogicalType((int)Id);
        }
    }

    /// <summary>Reads a native type and destroys it.</summary>
    internal static unsafe SqlType Take(nint handle)
    {
        try
        {
            var id = (TypeId)NativeMethods.GetTypeId(handle);
            return id switch
            {
                TypeId.Decimal => Decimal(NativeMethods.DecimalWidth(handle), NativeMethods.DecimalScale(handle)),
                TypeId.List => List(Take(NativeMethods.ListTypeChild(handle))),
                TypeId.Map => Map(Take(NativeMethods.MapTypeKey(handle)), Take(NativeMethods.MapTypeValue(handle))),
                TypeId.Struct => Struct(TakeMembers(handle)),
                TypeId.Array => new SqlType(id)
                {
                    Members = [new SqlColumn("item", Take(NativeMethods.ArrayTypeChild(handle)))],
                    ItemCount = (int)NativeMethods.ArrayTypeSize(handle),
                },
                _ => Of(id),
            };
        }
        finally
        {
            NativeMethods.DestroyLogicalType(ref handle);
        }
    }

    private static unsafe SqlColumn[] TakeMembers(nint handle)
    {
        var members = new SqlColumn[NativeMethods.StructTypeChildCount(handle)];
        for (var index = 0; index < members.Length; index++)
        {
            var name = NativeText.Take(NativeMethods.StructTypeChildName(handle, (ulong)index));
            members[index] = new SqlColumn(name, Take(NativeMethods.StructTypeChildType(handle, (ulong)index)));
        }
        return members;
    }

    private unsafe delegate nint Build(nint* types, byte** names);

    private unsafe nint WithMembers(Build build)
    {
        var types = stackalloc nint[Members.Count];
        var names = stackalloc byte*[Members.Count];
        var texts = new byte[Members.Count][];
        for (var index = 0; index < Members.Count; index++)
        {
            types[index] = Members[index].Type.CreateHandle();
            texts[index] = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(Members[index].Name) + 1, pinned: true);
            Encoding.UTF8.GetBytes(Members[index].Name, texts[index]);
            names[index] = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref texts[index][0]);
        }
        var handle = build(types, names);
        GC.KeepAlive(texts);
        for (var index = 0; index < Members.Count; index++)
            NativeMethods.DestroyLogicalType(ref types[index]);
        return handle;
    }

    private string MembersSql() =>
        "(" + string.Join(", ", Members.Select(member => $"{SqlText.Quote(member.Name)} {member.Type.ToSql()}")) + ")";
}
