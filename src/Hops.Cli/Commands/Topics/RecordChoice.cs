using System.CommandLine;
using System.Text;
using Hops.Cli.Records;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary>Options that say of all records that are written alike what their key, headers and partition are.</summary>
internal static class RecordChoice
{
    private const int HeadersMax = 100;

    public static readonly Option<string?> Key = new("--key")
    {
        Description = "Key of all records, as text: records of a key go to one partition, in order",
        HelpName = "TEXT",
    };

    public static readonly Option<string?> KeyField = new("--key-field") { Description = "Field whose value is the key of each record, instead of --key", HelpName = "FIELD" };

    public static readonly Option<string[]> Header = new("--header")
    {
        Description = "A header of all records, as text; may be given again",
        HelpName = "NAME=VALUE",
    };

    public static readonly Option<long?> Partition = Count.Option("--partition", "The partition that takes all records; where their keys belong if absent", int.MaxValue, "NUMBER", min: 0);

    /// <summary>The field that is the key, or null.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is a key too.</exception>
    public static string? KeyFieldOf(ParseResult arguments) => arguments.GetValue(KeyField) is not { } field || arguments.GetValue(Key) is null
        ? arguments.GetValue(KeyField)
        : throw new PlatformException(ErrorCode.InvalidArgument, $"The key is --key or the field {field}, not both.");

    /// <summary>What was chosen.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: a header is none; <c>NotFound</c>: the topic has no such partition.</exception>
    public static RecordPlace PlaceOf(ParseResult arguments, string topic, int partitionCount)
    {
        var partition = (int?)arguments.GetValue(Partition);
        if (partition >= partitionCount)
            throw new PlatformException(ErrorCode.NotFound, $"The topic '{topic}' has the partitions 0 to {partitionCount - 1}.");
        var headers = (arguments.GetValue(Header) ?? []).Select(HeaderOf).ToList();
        if (headers.Count > HeadersMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A record has at most {HeadersMax} headers.");
        return new RecordPlace(
            arguments.GetValue(Key) is { } key ? Encoding.UTF8.GetBytes(key) : (ReadOnlyMemory<byte>?)null, partition, headers.Count == 0 ? null : headers);
    }

    private static KeyValuePair<byte[], byte[]?> HeaderOf(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(Encoding.UTF8.GetBytes(text[..equals]), Encoding.UTF8.GetBytes(text[(equals + 1)..]))
            : throw new PlatformException(ErrorCode.InvalidArgument, $"'{text}' is not NAME=VALUE.");
    }
}
