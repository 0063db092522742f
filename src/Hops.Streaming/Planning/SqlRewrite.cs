using System.Text.Json.Nodes;

namespace Hops.Streaming.Planning;

/// <summary>Copies of a tree with some nodes replaced.</summary>
internal static class SqlRewrite
{
    /// <summary>Copies a tree; where <paramref name="replacementOf"/> gives a node, that one stands instead and is not looked into.</summary>
    public static JsonNode Replace(JsonNode root, Func<JsonObject, JsonNode?> replacementOf)
    {
        switch (root)
        {
            case JsonObject node:
                if (replacementOf(node) is { } replacement)
                    return replacement;
                var copy = new JsonObject();
                foreach (var (name, child) in node)
                    copy[name] = child is null ? null : Replace(child, replacementOf);
                return copy;
            case JsonArray items:
                var list = new JsonArray();
                foreach (var item in items)
                    list.Add(item is null ? null : Replace(item, replacementOf));
                return list;
            default:
                return root.DeepClone();
        }
    }
}
