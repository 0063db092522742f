using System.Globalization;
using System.Numerics;
using System.Text.Json;
using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// Cells as JSON: whole numbers up to 64 bits and finite floats as numbers; decimals, wider numbers, NaN and infinities as text; times in
/// ISO 8601; blobs in Base64; lists as arrays; structs as objects; maps as arrays of <c>{"key","value"}</c>.
/// </summary>
internal static class JsonCells
{
    private const long MicrosPerDay = 86_400_000_000;

    public static void Write(Utf8JsonWriter json, VectorReader cell, int row)
    {
        if (cell.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }
        switch (cell.Type.Id)
        {
            case TypeId.Boolean: json.WriteBooleanValue(cell.Read<byte>(row) != 0); break;
            case TypeId.TinyInt: json.WriteNumberValue(cell.Read<sbyte>(row)); break;
            case TypeId.SmallInt: json.WriteNumberValue(cell.Read<short>(row)); break;
            case TypeId.Integer: json.WriteNumberValue(cell.Read<int>(row)); break;
            case TypeId.BigInt: json.WriteNumberValue(cell.Read<long>(row)); break;
            case TypeId.UTinyInt: json.WriteNumberValue(cell.Read<byte>(row)); break;
            case TypeId.USmallInt: json.WriteNumberValue(cell.Read<ushort>(row)); break;
            case TypeId.UInteger: json.WriteNumberValue(cell.Read<uint>(row)); break;
            case TypeId.UBigInt: json.WriteNumberValue(cell.Read<ulong>(row)); break;
            case TypeId.Float: WriteFloat(json, cell.Read<float>(row)); break;
            case TypeId.Double: WriteFloat(json, cell.Read<double>(row)); break;
            case TypeId.Varchar: json.WriteStringValue(cell.Bytes(row)); break;
            case TypeId.Blob: json.WriteBase64StringValue(cell.Bytes(row)); break;
            case TypeId.Decimal: json.WriteStringValue(DecimalText(cell, row)); break;
            case TypeId.HugeInt: json.WriteStringValue(cell.Read<Int128>(row).ToString(CultureInfo.InvariantCulture)); break;
            case TypeId.UHugeInt: json.WriteStringValue(cell.Read<UInt128>(row).ToString(CultureInfo.InvariantCulture)); break;
            case TypeId.Uuid: json.WriteStringValue(UuidText(cell.Read<UInt128>(row))); break;
            case TypeId.List: WriteList(json, cell, row); break;
            case TypeId.Map: WriteList(json, cell, row); break;
            case TypeId.Struct: WriteStruct(json, cell, row); break;
            default: json.WriteStringValue(TimeText(cell, row)); break;
        }
    }

    private static void WriteFloat<T>(Utf8JsonWriter json, T value)
        where T : IFloatingPointIeee754<T>
    {
        if (T.IsFinite(value))
            json.WriteRawValue(value.ToString("R", CultureInfo.InvariantCulture));
        else
            json.WriteStringValue(value.ToString("R", CultureInfo.InvariantCulture));
    }

    private static void WriteList(Utf8JsonWriter json, VectorReader cell, int row)
    {
        var (offset, count) = cell.ListEntry(row);
        var itemType = cell.Type.Id == TypeId.Map ? SqlType.Struct(cell.Type.Members) : cell.Type.Members[0].Type;
        var items = new VectorReader(NativeMethods.Vectors.DuckDBListVectorGetChild(cell.Handle), itemType);
        json.WriteStartArray();
        for (var index = 0; index < count; index++)
            Write(json, items, offset + index);
        json.WriteEndArray();
    }

    private static void WriteStruct(Utf8JsonWriter json, VectorReader cell, int row)
    {
        json.WriteStartObject();
        for (var index = 0; index < cell.Type.Members.Count; index++)
        {
            var member = cell.Type.Members[index];
            json.WritePropertyName(member.Name);
            Write(json, new VectorReader(NativeMethods.Vectors.DuckDBStructVectorGetChild(cell.Handle, index), member.Type), row);
        }
        json.WriteEndObject();
    }

    private static string DecimalText(VectorReader cell, int row)
    {
        var unscaled = cell.Type.Width switch
        {
            <= 4 => cell.Read<short>(row),
            <= 9 => cell.Read<int>(row),
            <= 18 => cell.Read<long>(row),
            _ => cell.Read<Int128>(row),
        };
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(cell.Type.Scale + 1, '0');
        var text = cell.Type.Scale == 0 ? digits : digits[..^cell.Type.Scale] + "." + digits[^cell.Type.Scale..];
        return unscaled < 0 ? "-" + text : text;
    }

    /// <summary>DuckDB stores the top bit flipped so that UUIDs sort as signed numbers.</summary>
    private static string UuidText(UInt128 stored)
    {
        var hex = (stored ^ ((UInt128)1 << 127)).ToString("x32", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private static string TimeText(VectorReader cell, int row) => cell.Type.Id switch
    {
        TypeId.Timestamp => MicrosText(cell.Read<long>(row), ""),
        TypeId.TimestampWithZone => MicrosText(cell.Read<long>(row), "Z"),
        TypeId.TimestampSeconds => MicrosText(cell.Read<long>(row) * 1_000_000, ""),
        TypeId.TimestampMilliseconds => MicrosText(cell.Read<long>(row) * 1_000, ""),
        TypeId.TimestampNanoseconds => MicrosText(cell.Read<long>(row) / 1_000, ""),
        TypeId.Date => MicrosText(cell.Read<int>(row) * MicrosPerDay, "")[..10],
        TypeId.Time => MicrosText(cell.Read<long>(row), "")[11..],
        TypeId.Interval => IntervalText(cell, row),
        _ => $"({cell.Type})",
    };

    private static string MicrosText(long micros, string zone)
    {
        var ticks = DateTime.UnixEpoch.Ticks + (Int128)micros * TimeSpan.TicksPerMicrosecond;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return micros == long.MaxValue ? "infinity" : micros == -long.MaxValue ? "-infinity" : "out of range";
        var time = new DateTime((long)ticks, DateTimeKind.Utc);
        var format = time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff";
        return time.ToString(format, CultureInfo.InvariantCulture) + zone;
    }

    private static string IntervalText(VectorReader cell, int row)
    {
        var value = cell.Read<Int128>(row);
        var (months, days, micros) = ((int)(value & 0xffffffff), (int)((value >> 32) & 0xffffffff), (long)(value >> 64));
        return string.Create(CultureInfo.InvariantCulture, $"P{months}M{days}DT{micros / 1e6:0.######}S");
    }
}
