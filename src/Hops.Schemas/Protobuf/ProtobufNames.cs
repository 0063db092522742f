using System.Text;

namespace Hops.Schemas.Protobuf;

/// <summary>Names that follow from others.</summary>
internal static class ProtobufNames
{
    /// <summary>Message of the entries of a map: <c>my_map</c> is of <c>MyMapEntry</c>.</summary>
    public static string EntryOf(string field)
    {
        var name = JsonNameOf(field);
        return name.Length == 0 ? "Entry" : char.ToUpperInvariant(name[0]) + name[1..] + "Entry";
    }

    /// <summary>Name of a field in Protobuf's JSON: <c>my_field</c> is <c>myField</c>.</summary>
    public static string JsonNameOf(string field)
    {
        var name = new StringBuilder(field.Length);
        var isAfterLine = false;
        foreach (var letter in field)
        {
            if (letter != '_')
                name.Append(isAfterLine ? char.ToUpperInvariant(letter) : letter);
            isAfterLine = letter == '_';
        }

        return name.ToString();
    }
}
