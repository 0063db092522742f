using System.Reflection;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire;

namespace Hops.Kafka.Tests.Wire;

/// <summary>Properties of every message in every served version, with seeded random content.</summary>
public sealed class RoundTripTests
{
    private const int Seed = 20130101;

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

    private static void ForEach(ApiKey key, Action<Random, IWireStruct, short, bool> check)
    {
        var row = ApiTable.Find(key)!;
        var random = new Random(Seed + (int)key);
        for (var version = row.ServedVersionMin; version <= row.VersionMax; version++)
        {
            foreach (var type in row.GetType().GetGenericArguments())
            {
                var message = (IWireStruct)Activator.CreateInstance(type)!;
                RandomMessage.Fill(message, random);
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
}
