namespace Hops.KafkaCluster.Rights;

/// <summary>One row of the cluster's access control lists that allows something, from any address.</summary>
/// <param name="Kind">Of what: the protocol's number.</param>
/// <param name="Name">Its name, or what its name begins with.</param>
/// <param name="Pattern">Which of the two.</param>
/// <param name="Principal">Who, as <c>User:name</c>.</param>
/// <param name="Operation">What.</param>
internal readonly record struct ClusterRight(AclKind Kind, string Name, AclName Pattern, string Principal, AclOperation Operation);

/// <summary>Kinds of things; the numbers are the protocol's.</summary>
internal enum AclKind : sbyte
{
    Any = 1,
    Topic = 2,
    Group = 3,
    TransactionalId = 5,
}

/// <summary>How the name of a row is meant; the numbers are the protocol's.</summary>
internal enum AclName : sbyte
{
    Any = 1,
    Literal = 3,
    Prefixed = 4,
}

/// <summary>Operations; the numbers are the protocol's. READ and WRITE imply DESCRIBE there.</summary>
internal enum AclOperation : sbyte
{
    Any = 1,
    Read = 3,
    Write = 4,
    Delete = 6,
    Describe = 8,
    DescribeConfigs = 10,
}
