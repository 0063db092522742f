namespace Hops.Kafka.Security;

/// <summary>Kinds of things that access control lists are about; the numbers are the protocol's.</summary>
internal enum AclResource : sbyte
{
    Any = 1,
    Topic = 2,
    Group = 3,
    TransactionalId = 5,
    User = 7,
}

/// <summary>How the name in a row or a filter of access control lists is meant; the numbers are the protocol's.</summary>
internal enum AclPattern : sbyte
{
    Any = 1,
    Match = 2,
    Literal = 3,
    Prefixed = 4,
}

/// <summary>Operations of access control lists, of which there are more than of the platform's; the numbers are the protocol's.</summary>
internal enum AclOperation : sbyte
{
    Any = 1,
    TwoPhaseCommit = 15,
}

/// <summary>Whether a row of access control lists allows or denies; the numbers are the protocol's.</summary>
internal enum AclPermission : sbyte
{
    Any = 1,
    Deny = 2,
    Allow = 3,
}
