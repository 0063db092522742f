using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Compatibility;

/// <summary>Changes of <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and lists of types: each part of the one side has to fit one of the other that no part before it took.</summary>
internal static class JsonPartRules
{
    /// <summary>Parts of one list that are given partners.</summary>
    private const int PartsMax = 1_000;

    public static IReadOnlyList<JsonFinding> Compare(JsonSchemaRules rules, CombinedNode writer, CombinedNode reader)
    {
        if (!MayFollow(writer, reader))
            return [new JsonFinding("COMBINED_TYPE_CHANGED")];
        var findings = new List<JsonFinding>();
        var (before, now) = (writer.Distinct, reader.Distinct);
        if (before.Count > PartsMax || now.Count > PartsMax)
            throw JsonSchemaRules.TooLarge();
        if (before.Count < now.Count && reader.Criterion == Criterion.All)
            findings.Add(new JsonFinding("PRODUCT_TYPE_EXTENDED"));
        else if (before.Count > now.Count && writer.Criterion != Criterion.All)
            findings.Add(new JsonFinding("SUM_TYPE_NARROWED"));
        if (Matching(rules, before, now) < Math.Min(before.Count, now.Count))
            findings.Add(new JsonFinding("COMBINED_TYPE_SUBSCHEMAS_CHANGED"));
        return findings;
    }

    /// <summary>One criterion may become another that takes no less, whatever the parts are.</summary>
    private static bool MayFollow(CombinedNode writer, CombinedNode reader) =>
        writer.Criterion == reader.Criterion
        || reader.Criterion == Criterion.Any
        || (writer.Parts.Count == 1 && reader.Parts.Count == 1)
        || (writer.Parts.Count == 1 && reader.Criterion == Criterion.One)
        || (reader.Parts.Count == 1 && writer.Criterion == Criterion.All);

    /// <summary>The most parts that can be given partners (augmenting paths in a bipartite graph).</summary>
    private static int Matching(JsonSchemaRules rules, IReadOnlyList<SchemaNode> before, IReadOnlyList<SchemaNode> now)
    {
        var partners = new int[now.Count];
        Array.Fill(partners, -1);
        var count = 0;
        for (var index = 0; index < before.Count; index++)
        {
            if (Assign(index, new bool[now.Count]))
                count++;
        }

        return count;

        bool Assign(int index, bool[] isTried)
        {
            for (var other = 0; other < now.Count; other++)
            {
                rules.Spend(1);
                if (isTried[other] || rules.Compare(before[index], now[other]).Count > 0)
                    continue;
                isTried[other] = true;
                if (partners[other] < 0 || Assign(partners[other], isTried))
                {
                    partners[other] = index;
                    return true;
                }
            }

            return false;
        }
    }
}
