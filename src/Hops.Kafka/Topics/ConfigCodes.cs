namespace Hops.Kafka.Topics;

/// <summary>What a configuration belongs to; the numbers are the protocol's.</summary>
internal enum ConfigResource : sbyte
{
    Topic = 2,
    Broker = 4,
    Group = 32,
}

/// <summary>Where a value comes from; the numbers are the protocol's.</summary>
internal enum ConfigSource : sbyte
{
    Topic = 1,
    StaticBroker = 4,
    Default = 5,
}

/// <summary>Type of a setting; the numbers are those of DescribeConfigs.</summary>
public enum ConfigType : sbyte
{
    /// <summary>true or false.</summary>
    Bool = 1,

    /// <summary>A text.</summary>
    Text = 2,

    /// <summary>A 32-bit integer.</summary>
    Int32 = 3,

    /// <summary>A 64-bit integer.</summary>
    Int64 = 5,

    /// <summary>A number with a fraction.</summary>
    Float64 = 6,

    /// <summary>A list of words separated by commas.</summary>
    List = 7,
}

/// <summary>What IncrementalAlterConfigs does to a setting; the numbers are the protocol's.</summary>
internal enum ConfigOperation : sbyte
{
    Set = 0,
    Delete = 1,
    Append = 2,
    Subtract = 3,
}
