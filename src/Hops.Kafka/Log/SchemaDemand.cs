using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// What a topic demands of the bytes of its records: that they begin as the serializers of a schema registry let them begin, with the byte 0
/// and the id of a schema that is registered for the topic (Confluent's wire format, reference 04 section 7.3). What follows the id is not
/// looked at. Immutable.
/// </summary>
/// <param name="Keys">What is demanded of keys; null for nothing.</param>
/// <param name="Values">The same of values.</param>
internal sealed record SchemaDemand(SubjectIds? Keys, SubjectIds? Values)
{
    private const int PrefixBytes = 5;

    /// <summary>Why a record is refused; null if it is not. A key or a value that is not there is of no schema, and passes: it is how records are deleted.</summary>
    public string? Refuse(RecordWalk record) =>
        (Keys is { } keys && !record.IsKeyNull ? Refuse("key", record.Key, keys) : null)
        ?? (Values is { } values && !record.IsValueNull ? Refuse("value", record.Value, values) : null);

    private static string? Refuse(string part, ReadOnlySpan<byte> bytes, SubjectIds subject)
    {
        if (bytes.Length < PrefixBytes || bytes[0] != 0)
        {
            return $"The {part} of the record does not begin with the byte 0 and a schema id, which the topic demands ({subject.Setting}): "
                + $"write it with a serializer of the schema registry, by a schema of the subject '{subject.Name}'.";
        }

        var id = BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
        return subject.Ids.Contains(id)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The {part} of the record has the schema id {id}, which is not registered under the subject '{subject.Name}', and the topic demands it ({subject.Setting}): register its schema there, or write by one that is.");
    }
}

/// <summary>The schemas of a subject.</summary>
/// <param name="Name">Name of the subject in the project that owns it.</param>
/// <param name="Setting">The setting of the topic by which it is asked for.</param>
/// <param name="Ids">Ids of its live versions.</param>
internal sealed record SubjectIds(string Name, string Setting, FrozenSet<int> Ids);
