using Hops.Core.Identity;
using Hops.Kafka.Dispatch;

namespace Hops.Kafka.Cluster;

/// <summary>The bit fields of authorized operations: bit n stands for operation code n of Kafka's ACLs (KIP-430).</summary>
internal static class AuthorizedOperations
{
    private const int Read = 1 << 3;
    private const int Write = 1 << 4;
    private const int Create = 1 << 5;
    private const int Delete = 1 << 6;
    private const int Alter = 1 << 7;
    private const int Describe = 1 << 8;
    private const int DescribeConfigs = 1 << 10;
    private const int AlterConfigs = 1 << 11;

    public static int OfTopic(Call call, string name) => Bits(
        call,
        ResourceKind.Topic,
        name,
        [
            (Operation.Read, Read),
            (Operation.Write, Write),
            (Operation.Create, Create),
            (Operation.Delete, Delete),
            (Operation.Alter, Alter | AlterConfigs),
            (Operation.Describe, Describe | DescribeConfigs),
        ]);

    public static int OfGroup(Call call, string groupId) => Bits(
        call,
        ResourceKind.Group,
        groupId,
        [(Operation.Read, Read), (Operation.Delete, Delete), (Operation.Describe, Describe)]);

    public static int OfTransactionalId(Call call, string transactionalId) => Bits(
        call,
        ResourceKind.Group,
        transactionalId,
        [(Operation.Write, Write), (Operation.Describe, Describe)]);

    private static int Bits(Call call, ResourceKind kind, string name, ReadOnlySpan<(Operation Operation, int Bits)> operations)
    {
        var allowed = 0;
        foreach (var (operation, bits) in operations)
        {
            if (call.Decide(operation, kind, name).Allowed)
                allowed |= bits;
        }

        return allowed;
    }
}
