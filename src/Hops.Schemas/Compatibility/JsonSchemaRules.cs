using Hops.Core.Errors;
using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Compatibility;

/// <summary>
/// Does a reader schema take every value that a writer schema takes (Confluent's rules for JSON Schema, the strict ones)? The verdict is found
/// by what changed between the two, not by the values themselves, so it may refuse where none would be refused. A pair that is being compared
/// counts as compatible until it is known not to be; then all is compared again, so that schemas which hold each other get no verdict too good.
/// </summary>
internal sealed class JsonSchemaRules
{
    /// <summary>More findings than this help nobody.</summary>
    private const int FindingsMax = 50;

    /// <summary>Steps of one check: keywords, properties and parts that were looked at. Alternatives multiply.</summary>
    private const int StepsMax = 1_000_000;

    /// <summary>Pairs inside one another: references may chain deeper than a text nests.</summary>
    private const int DepthMax = 512;

    private static readonly IReadOnlyList<JsonFinding> Compatible = [];

    private readonly Dictionary<Pair, IReadOnlyList<JsonFinding>> _verdicts = [];
    private readonly HashSet<Pair> _open = [];
    private readonly NamePatterns _patterns = new();

    private Dictionary<Pair, IReadOnlyList<JsonFinding>> _clashes = [];
    private bool _hasAssumed;
    private int _depth;
    private int _steps;

    private JsonSchemaRules()
    {
    }

    /// <summary>All reasons why <paramref name="reader"/> may refuse what <paramref name="writer"/> takes; empty if there is none.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c> if the comparison would cost more than is allowed.</exception>
    public static IReadOnlyList<Misfit> Check(SchemaNode reader, SchemaNode writer) =>
        [.. new JsonSchemaRules().CompareAll(writer, reader).Select(finding => finding.Misfit())];

    /// <summary>Counts work.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c> if it is too much.</exception>
    public void Spend(int steps)
    {
        _steps += steps;
        if (_steps > StepsMax)
            throw TooLarge();
    }

    /// <summary>What stands in the way between two schemas, by paths that begin with theirs.</summary>
    /// <param name="writer">What was demanded; null for nothing.</param>
    /// <param name="reader">What is demanded; null for nothing.</param>
    public IReadOnlyList<JsonFinding> Compare(SchemaNode? writer, SchemaNode? reader)
    {
        if (reader is null || reader.Target == writer?.Target)
            return Compatible;
        if (writer is null)
            return [new JsonFinding("SCHEMA_ADDED")];
        var pair = new Pair(writer.Target, reader.Target);
        if (_verdicts.TryGetValue(pair, out var known))
            return known;
        if (_open.Contains(pair))
        {
            _hasAssumed = true;
            return _clashes.GetValueOrDefault(pair, Compatible);
        }

        if (_depth >= DepthMax)
            throw TooLarge();
        Spend(1);
        _depth++;
        _open.Add(pair);
        var findings = CompareKinds(pair.Writer, pair.Reader);
        _open.Remove(pair);
        _depth--;
        return _verdicts[pair] = findings;
    }

    /// <summary>True if a name matches a regular expression of <c>patternProperties</c>.</summary>
    public bool Matches(string pattern, string name)
    {
        Spend(1 + (name.Length / 16));
        return _patterns.Matches(pattern, name);
    }

    /// <summary>Adds findings of a part, up to the number that helps.</summary>
    public static void Add(List<JsonFinding> findings, string path, IReadOnlyList<JsonFinding> more)
    {
        foreach (var finding in more)
        {
            if (findings.Count < FindingsMax)
                findings.Add(path.Length == 0 ? finding : finding with { Path = path + finding.Path });
        }
    }

    private IReadOnlyList<JsonFinding> CompareAll(SchemaNode writer, SchemaNode reader)
    {
        while (true)
        {
            var findings = Compare(writer, reader);
            var clashes = _verdicts.Where(verdict => verdict.Value.Count > 0).ToDictionary();
            if (!_hasAssumed || clashes.Count <= _clashes.Count)
                return findings;
            _clashes = clashes;
            _verdicts.Clear();
            _hasAssumed = false;
        }
    }

    private IReadOnlyList<JsonFinding> CompareKinds(SchemaNode writer, SchemaNode reader)
    {
        if (Alternative(writer, reader))
            return Compatible;
        return (writer, reader) switch
        {
            (PlainNode { Kind: PlainKind.Never }, _) or (_, PlainNode { Kind: PlainKind.Any }) => Compatible,
            (PlainNode from, PlainNode to) when from.Kind == to.Kind => JsonValueRules.Compare(from, to),
            (ObjectNode from, ObjectNode to) => new JsonObjectRules(this, from, to).Compare(),
            (ArrayNode from, ArrayNode to) => new JsonArrayRules(this, from, to).Compare(),
            (CombinedNode from, CombinedNode to) => JsonPartRules.Compare(this, from, to),
            (NotNode from, NotNode to) => Compare(to.Refused, from.Refused).Count == 0 ? Compatible : [new JsonFinding("NOT_TYPE_EXTENDED", "/not")],
            (ConditionalNode from, ConditionalNode to) => CompareConditions(from, to),
            _ when writer.Text("connect.type") == "bytes" && reader.Text("connect.type") == "bytes" => Compatible,
            _ => [new JsonFinding("TYPE_CHANGED")],
        };
    }

    /// <summary>True if one side is several schemas, and one of them alone makes the two fit.</summary>
    private bool Alternative(SchemaNode writer, SchemaNode reader) => (writer, reader) switch
    {
        (CombinedNode, CombinedNode) => false,
        (_, CombinedNode { Parts.Count: 1 } to) => Compare(writer, to.Parts[0]).Count == 0,
        (_, CombinedNode { Criterion: Criterion.Any or Criterion.One } to) => to.Parts.Any(part => Compare(writer, part).Count == 0),
        (CombinedNode { Parts.Count: 1 } from, _) => Compare(from.Parts[0], reader).Count == 0,
        (CombinedNode { Criterion: Criterion.All } from, _) => from.Parts.Any(part => Compare(part, reader).Count == 0),
        _ => false,
    };

    /// <summary>Confluent's registry takes every change of a condition; one that selects other values is refused here.</summary>
    private List<JsonFinding> CompareConditions(ConditionalNode writer, ConditionalNode reader)
    {
        var findings = new List<JsonFinding>();
        if (Compare(writer.Condition, reader.Condition).Count > 0 || Compare(reader.Condition, writer.Condition).Count > 0)
            findings.Add(new JsonFinding("CONDITION_CHANGED", "/if"));
        Add(findings, "/then", Compare(writer.Then, reader.Then));
        Add(findings, "/else", Compare(writer.Otherwise, reader.Otherwise));
        return findings;
    }

    public static PlatformException TooLarge() => new(ErrorCode.TooLarge, "The schemas are too large to be compared; split or flatten them.");

    /// <summary>Two nodes by identity: equal schemas at different places are compared apart.</summary>
    private readonly record struct Pair(SchemaNode Writer, SchemaNode Reader);
}
