namespace Hops.Kafka.Security;

/// <summary>Kinds of things that access control lists are about; the numbers are the protocol's.</summary>
public enum AclResource : sbyte
{
    /// <summary>Whatever it is; in filters.</summary>
    Any = 1,

    /// <summary>A topic.</summary>
    Topic = 2,

    /// <summary>A consumer group.</summary>
    Group = 3,

    /// <summary>A transactional id.</summary>
    TransactionalId = 5,

    /// <summary>A user.</summary>
    User = 7,
}

/// <summary>How the name in a row or a filter of access control lists is meant; the numbers are the protocol's.</summary>
public enum AclPattern : sbyte
{
    /// <summary>Whatever it is; in filters.</summary>
    Any = 1,

    /// <summary>What a literal or a prefix means; in filters.</summary>
    Match = 2,

    /// <summary>The name as it is.</summary>
    Literal = 3,

    /// <summary>All names that begin with it.</summary>
    Prefixed = 4,
}

/// <summary>Operations of access control lists, of which there are more than of the platform's; the numbers are the protocol's.</summary>
public enum AclOperation : sbyte
{
    /// <summary>Whatever it is; in filters.</summary>
    Any = 1,

    /// <summary>To read; implies to describe.</summary>
    Read = 3,

    /// <summary>To write; implies to describe.</summary>
    Write = 4,

    /// <summary>To delete.</summary>
    Delete = 6,

    /// <summary>To know of it.</summary>
    Describe = 8,

    /// <summary>To know its settings.</summary>
    DescribeConfigs = 10,

    /// <summary>To take part in two-phase commits (KIP-939); the last one.</summary>
    TwoPhaseCommit = 15,
}

/// <summary>Whether a row of access control lists allows or denies; the numbers are the protocol's.</summary>
public enum AclPermission : sbyte
{
    /// <summary>Whatever it is; in filters.</summary>
    Any = 1,

    /// <summary>It denies.</summary>
    Deny = 2,

    /// <summary>It allows.</summary>
    Allow = 3,
}
