namespace Hops.Search;

/// <summary>What an entry is.</summary>
/// <remarks>Stored as a number: never renumber without another <see cref="SearchIndex.Format"/>.</remarks>
public enum EntryKind
{
    /// <summary>A project.</summary>
    Project = 1,

    /// <summary>A dataset.</summary>
    Dataset = 2,

    /// <summary>A Kafka topic.</summary>
    Topic = 3,

    /// <summary>A subject of the schema registry.</summary>
    Schema = 4,

    /// <summary>A field of a schema: a column of whatever is read by it.</summary>
    Field = 5,

    /// <summary>A streaming query.</summary>
    Query = 6,

    /// <summary>A file or directory.</summary>
    File = 7,
}
