using System.Collections;
using System.Reflection;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire;

namespace Hops.Kafka.Tests.Wire;

/// <summary>Properties of every message in every served version, with seeded random content.</summary>
public sealed class RoundTripTests
{
    private const int Seed = 20130101;
    private const int MutationsPerMessage = 40;

    public static TheoryData<ApiKey> Keys { get; } = [.. ApiTable.Rows.Select(row => row.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void What_is_written_is_read_back(ApiKey key) => ForEach(key, (_, message, version, isFlexible) =>
    {
        var bytes = Encode(message, version, isFlexible);
        var read = Decode(message.GetType(), bytes, version, isFlexible, out var unread);

        unread.ShouldBe(0, $"{message.GetType().Name} version {version}");
        Convert.ToHexString(Encode(read, version, isFlexible)).ShouldBe(Convert.ToHexString(bytes), $"{message.GetType().Name} version {version}");
    });

    [Theory]
    [MemberData(nameof(Keys))]
    public void Damaged_bytes_are_read_or_refused_in_bounded_memory(ApiKey key) => ForEach(key, (random, message, version, isFlexible) =>
    {
        var bytes = Encode(message, version, isFlexible);
        for (var round = 0; round < MutationsPerMessage && bytes.Length > 0; round++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Decode(message.GetType(), damaged, version, isFlexible, out _);
            }
            catch (WireFormatException)
            {
                // Refused.
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
        }
    });

    private static void ForEach(ApiKey key, Action<Random, IWireStruct, short, bool> check)
    {
        var row = ApiTable.Find(key)!;
        var random = new Random(Seed + (int)key);
        for (var version = row.ServedVersionMin; version <= row.VersionMax; version++)
        {
            foreach (var type in row.GetType().GetGenericArguments())
            {
                var message = (IWireStruct)Activator.CreateInstance(type)!;
                Fill(message, random, depth: 0);
                check(random, message, version, row.IsFlexible(version));
            }
        }
    }

    private static byte[] Encode(IWireStruct message, short version, bool isFlexible) => (byte[])Call(
        nameof(WireBytes.Encode), message.GetType(), [message, version, isFlexible])!;

    private static IWireStruct Decode(Type type, byte[] bytes, short version, bool isFlexible, out int unread)
    {
        object?[] arguments = [bytes, version, isFlexible, 0];
        var message = (IWireStruct)Call(nameof(WireBytes.Decode), type, arguments)!;
        unread = (int)arguments[3]!;
        return message;
    }

    private static object? Call(string method, Type type, object?[] arguments) =>
        typeof(WireBytes).GetMethod(method)!.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static void Fill(object target, Random random, int depth)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var field in target.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            var isNullable = nullability.Create(field).WriteState == NullabilityState.Nullable;
            field.SetValue(target, isNullable && random.Next(3) == 0 ? null : Value(field.FieldType, random, depth));
        }
    }

    private static object Value(Type type, Random random, int depth)
    {
        if (type == typeof(string))
            return new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => "aZ9-é語"[random.Next(6)])]);
        if (type == typeof(bool))
            return random.Next(2) == 0;
        if (type == typeof(Guid))
            return new Guid(Bytes(random, 16));
        if (type == typeof(RecordBytes))
            return new RecordBytes(Bytes(random, random.Next(5000)));
        if (type == typeof(byte[]))
            return Bytes(random, random.Next(40));
        if (type.IsEnum)
            return Enum.ToObject(type, random.Next(100));
        if (type.IsPrimitive)
            return Convert.ChangeType(random.Next(100), type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsArray)
            return Array(type.GetElementType()!, random, depth);
        if (type.IsGenericType)
            return List(type, random, depth);
        var nested = Activator.CreateInstance(type)!;
        Fill(nested, random, depth + 1);
        return nested;
    }

    private static Array Array(Type element, Random random, int depth)
    {
        var array = System.Array.CreateInstance(element, random.Next(4));
        for (var index = 0; index < array.Length; index++)
            array.SetValue(Value(element, random, depth), index);
        return array;
    }

    private static IList List(Type type, Random random, int depth)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        for (var count = random.Next(4); count > 0; count--)
            list.Add(Value(type.GetGenericArguments()[0], random, depth + 1));
        return list;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
