namespace Hops.Kafka.Groups;

/// <summary>Which groups with members in them go over to the other protocol; as Apache Kafka's <c>group.consumer.migration.policy</c>.</summary>
public enum GroupMigrationPolicy
{
    /// <summary>To the newer one with its first member of that, and back when only classic members are left.</summary>
    Bidirectional,

    /// <summary>To the newer one alone.</summary>
    Upgrade,

    /// <summary>To the classic one alone.</summary>
    Downgrade,

    /// <summary>None: a group changes when it is empty.</summary>
    Disabled,
}
