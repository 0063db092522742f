using System.Text.Json.Serialization;

namespace Hops.Streaming.Planning;

/// <summary>What becomes of a record that does not decode.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadRecordPolicy>))]
public enum BadRecordPolicy
{
    /// <summary>The query stops and names the record.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>It is counted and left out.</summary>
    [JsonStringEnumMemberName("drop")]
    Drop,

    /// <summary>It goes to the dead-letter topic with the reason, and is left out.</summary>
    [JsonStringEnumMemberName("deadLetter")]
    DeadLetter,
}
