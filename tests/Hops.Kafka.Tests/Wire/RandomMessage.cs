using System.Collections;
using System.Reflection;
using Hops.Kafka.Wire;

namespace Hops.Kafka.Tests.Wire;

/// <summary>Random content for messages.</summary>
internal static class RandomMessage
{
    /// <summary>Fills all fields of a message, and of the structs in it.</summary>
    public static void Fill(object target, Random random)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var field in target.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            var isNullable = nullability.Create(field).WriteState == NullabilityState.Nullable;
            field.SetValue(target, isNullable && random.Next(3) == 0 ? null : Value(field.FieldType, random));
        }
    }

    private static object Value(Type type, Random random)
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
            return Array(type.GetElementType()!, random);
        if (type.IsGenericType)
            return List(type, random);
        var nested = Activator.CreateInstance(type)!;
        Fill(nested, random);
        return nested;
    }

    private static Array Array(Type element, Random random)
    {
        var array = System.Array.CreateInstance(element, random.Next(4));
        for (var index = 0; index < array.Length; index++)
            array.SetValue(Value(element, random), index);
        return array;
    }

    private static IList List(Type type, Random random)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        for (var count = random.Next(4); count > 0; count--)
            list.Add(Value(type.GetGenericArguments()[0], random));
        return list;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
