using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Json;
using Hops.Schemas.Registry;
using Hops.Schemas.Types;
using Microsoft.AspNetCore.Http;

namespace Hops.Schemas.Rest;

/// <summary>Reads JSON bodies: bounded, and every member checked.</summary>
internal static class RequestBody
{
    /// <summary>A schema text of the largest size with every byte escaped as <c>\u00xx</c> would take six times as much; twice is plenty.</summary>
    private const int LengthBytesMax = 640 * 1024;

    private const int DepthMax = 16;

    /// <exception cref="PlatformException"><c>TooLarge</c>, <c>InvalidArgument</c>.</exception>
    public static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        var buffer = new byte[(int)Math.Min(context.Request.ContentLength + 1 ?? 4_096, LengthBytesMax + 1)];
        var count = 0;
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.AsMemory(count), context.RequestAborted);
            if (read == 0)
                break;
            count += read;
            if (count > LengthBytesMax)
                throw new PlatformException(ErrorCode.TooLarge, $"The body has more than {LengthBytesMax} bytes; make the schema smaller.");
            if (count == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, LengthBytesMax + 1));
        }
        var text = Encoding.UTF8.GetString(buffer, 0, count);
        var root = JsonInput.Parse(text, LengthBytesMax * 3, DepthMax, ErrorCode.InvalidArgument);
        return root.ValueKind == JsonValueKind.Object ? root : throw Malformed("The body is a JSON object.");
    }

    public static string? Text(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Malformed($"'{name}' is a text.");
    }

    public static SchemaSubmission Submission(JsonElement body, bool normalize)
    {
        var type = Text(body, "schemaType") is { } name ? SchemaTypes.Find(name) ?? throw NoType() : SchemaTypes.Default;
        if (IsGiven(body, "ruleSet"))
            throw RegistryErrors.InvalidSchema("Rule sets are not offered here.");
        return new SchemaSubmission(Text(body, "schema") ?? "") { Type = type, References = References(body), Normalize = normalize };
    }

    private static PlatformException NoType() => RegistryErrors.InvalidSchema($"Invalid schema type; {string.Join(", ", SchemaTypes.Names)} are offered.");

    private static bool IsGiven(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static List<SchemaReference> References(JsonElement body)
    {
        if (!IsGiven(body, "references"))
            return [];
        var list = body.GetProperty("references");
        if (list.ValueKind != JsonValueKind.Array)
            throw Malformed("'references' is an array.");
        var references = new List<SchemaReference>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "name") is not { } name || Text(item, "subject") is not { } subject)
                throw Malformed("A reference has a name, a subject and a version.");
            if (!item.TryGetProperty("version", out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var version))
                throw Malformed("The version of a reference is an integer.");
            references.Add(new SchemaReference(name, subject, version));
        }
        return references;
    }

    private static PlatformException Malformed(string message) => new(ErrorCode.InvalidArgument, message);
}
