using System.Text.Json;

namespace Hops.Schemas.Registry;

/// <summary>References as one stored text: a JSON array of [name, subject, version].</summary>
internal static class ReferenceList
{
    public static string Print(IReadOnlyList<SchemaReference> references) => references.Count == 0
        ? ""
        : JsonSerializer.Serialize(references.Select(reference => new object[] { reference.Name, reference.Subject, reference.Version }));

    public static IReadOnlyList<SchemaReference> Parse(string text)
    {
        if (text.Length == 0)
            return [];
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateArray()
            .Select(item => new SchemaReference(item[0].GetString()!, item[1].GetString()!, item[2].GetInt32()))
            .ToList();
    }
}
