using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Hops.Core.Errors;
using Hops.Kafka.Topics;

namespace Hops.Api.Messages;

/// <summary>Where a reading of a topic goes on, as an opaque text: of which topic it is, its direction, and the offset of each partition.</summary>
internal static class MessageCursor
{
    private const int LengthMax = 8192;
    private const string Backward = "b";
    private const string Forward = "f";

    internal static string Of(Topic topic, bool isBackward, IReadOnlyDictionary<int, long> positions)
    {
        var parts = positions.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value}"));
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{topic.Id:N} {(isBackward ? Backward : Forward)} {string.Join(' ', parts)}"));
    }

    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is not of this topic, or not ours.</exception>
    internal static (bool IsBackward, IReadOnlyDictionary<int, long> Positions) Parse(string text, Topic topic)
    {
        var parts = Decode(text).Split(' ');
        var positions = new Dictionary<int, long>();
        if (parts.Length < 3 || parts[0] != topic.Id.ToString("N") || parts[1] is not (Backward or Forward))
            throw Foreign();
        foreach (var part in parts.Skip(2).Select(part => part.Split(':')))
        {
            if (part.Length != 2
                || !int.TryParse(part[0], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                || !long.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                || !topic.HasPartition(partition) || !positions.TryAdd(partition, offset))
            {
                throw Foreign();
            }
        }

        return (parts[1] == Backward, positions);
    }

    private static string Decode(string text)
    {
        try
        {
            return text.Length <= LengthMax ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : "";
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static PlatformException Foreign() =>
        new PlatformException(ErrorCode.InvalidArgument, "This cursor is not of this topic: leave it out to begin again.").With("field", "cursor");
}
