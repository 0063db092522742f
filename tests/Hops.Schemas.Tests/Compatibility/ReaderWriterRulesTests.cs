using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.Compatibility;

public sealed class ReaderWriterRulesTests
{
    private const string EnumAb = """{"type":"enum","name":"E","symbols":["A","B"]}""";
    private const string EnumAbc = """{"type":"enum","name":"E","symbols":["A","B","C"]}""";
    private const string EnumAbDefault = """{"type":"enum","name":"E","symbols":["A","B"],"default":"A"}""";
    private const string Fixed4 = """{"type":"fixed","name":"F","size":4}""";
    private const string Fixed8 = """{"type":"fixed","name":"F","size":8}""";
    private const string IntArray = """{"type":"array","items":"int"}""";
    private const string LongArray = """{"type":"array","items":"long"}""";
    private const string IntMap = """{"type":"map","values":"int"}""";
    private const string LongMap = """{"type":"map","values":"long"}""";
    private const string RecordA = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string RecordALong = """{"type":"record","name":"n.R","fields":[{"name":"a","type":"long"}]}""";
    private const string RecordAb = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""";
    private const string RecordAbDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","default":0}]}""";
    private const string RecordBAlias = """{"type":"record","name":"R","fields":[{"name":"b","type":"int","aliases":["a"]}]}""";
    private const string RecordQ = """{"type":"record","name":"Q","fields":[{"name":"a","type":"int"}]}""";
    private const string RecordQAlias = """{"type":"record","name":"Q","aliases":["R"],"fields":[{"name":"a","type":"int"}]}""";
    private const string List = """{"type":"record","name":"L","fields":[{"name":"v","type":"int"},{"name":"n","type":["null","L"]}]}""";
    private const string ListLong = """{"type":"record","name":"L","fields":[{"name":"v","type":"long"},{"name":"n","type":["null","L"]}]}""";

    [Theory]
    [InlineData("\"int\"", "\"int\"")]
    [InlineData("\"long\"", "\"int\"")]
    [InlineData("\"float\"", "\"int\"")]
    [InlineData("\"float\"", "\"long\"")]
    [InlineData("\"double\"", "\"int\"")]
    [InlineData("\"double\"", "\"long\"")]
    [InlineData("\"double\"", "\"float\"")]
    [InlineData("\"string\"", "\"bytes\"")]
    [InlineData("\"bytes\"", "\"string\"")]
    [InlineData(LongArray, IntArray)]
    [InlineData(LongMap, IntMap)]
    [InlineData(EnumAbc, EnumAb)]
    [InlineData(EnumAbDefault, EnumAbc)]
    [InlineData(Fixed4, Fixed4)]
    [InlineData("[]", "[]")]
    [InlineData("\"int\"", "[\"int\"]")]
    [InlineData("[\"int\",\"string\"]", "\"int\"")]
    [InlineData("[\"long\",\"string\"]", "[\"int\",\"bytes\"]")]
    [InlineData("\"int\"", "[]")]
    [InlineData(RecordALong, RecordA)]
    [InlineData(RecordA, RecordAb)]
    [InlineData(RecordAbDefault, RecordA)]
    [InlineData(RecordBAlias, RecordA)]
    [InlineData(RecordQAlias, RecordA)]
    [InlineData(ListLong, List)]
    public void A_reader_reads(string reader, string writer) =>
        ReaderWriterRules.Check(AvroSchema.Parse(reader), AvroSchema.Parse(writer)).ShouldBeEmpty();

    [Theory]
    [InlineData("\"null\"", "\"int\"", IncompatibilityKind.TypeMismatch, "", "reader type: NULL not compatible with writer type: INT")]
    [InlineData("\"int\"", "\"long\"", IncompatibilityKind.TypeMismatch, "", "reader type: INT not compatible with writer type: LONG")]
    [InlineData("\"string\"", EnumAb, IncompatibilityKind.TypeMismatch, "", "reader type: STRING not compatible with writer type: ENUM")]
    [InlineData(IntArray, LongArray, IncompatibilityKind.TypeMismatch, "/items", "reader type: INT not compatible with writer type: LONG")]
    [InlineData(IntMap, LongMap, IncompatibilityKind.TypeMismatch, "/values", "reader type: INT not compatible with writer type: LONG")]
    [InlineData(EnumAb, EnumAbc, IncompatibilityKind.MissingEnumSymbols, "/symbols", "[C]")]
    [InlineData(Fixed4, Fixed8, IncompatibilityKind.FixedSizeMismatch, "/size", "expected: 4, found: 8")]
    [InlineData("[\"int\"]", "\"long\"", IncompatibilityKind.MissingUnionBranch, "", "reader union lacking writer type: LONG")]
    [InlineData("[\"int\"]", "[\"int\",\"long\"]", IncompatibilityKind.MissingUnionBranch, "/1", "reader union lacking writer type: LONG")]
    [InlineData("\"int\"", "[\"int\",\"long\"]", IncompatibilityKind.TypeMismatch, "", "reader type: INT not compatible with writer type: LONG")]
    [InlineData(RecordA, RecordALong, IncompatibilityKind.TypeMismatch, "/fields/0/type", "reader type: INT not compatible with writer type: LONG")]
    [InlineData(RecordAb, RecordA, IncompatibilityKind.ReaderFieldMissingDefaultValue, "/fields/1", "b")]
    [InlineData(RecordQ, RecordA, IncompatibilityKind.NameMismatch, "/name", "expected: R")]
    [InlineData(List, ListLong, IncompatibilityKind.TypeMismatch, "/fields/0/type", "reader type: INT not compatible with writer type: LONG")]
    public void A_reader_does_not_read(string reader, string writer, IncompatibilityKind kind, string path, string detail) =>
        ReaderWriterRules.Check(AvroSchema.Parse(reader), AvroSchema.Parse(writer))
            .ShouldContain(new Incompatibility(kind, detail, path));

    [Fact]
    public void Types_that_share_parts_are_compared_in_bounded_time()
    {
        var types = string.Join(',', Enumerable.Range(1, 300).Select(n =>
            $$"""{"name":"f{{n}}","type":{"type":"record","name":"R{{n}}","fields":[{"name":"a","type":"R{{n - 1}}"},{"name":"b","type":"R{{n - 1}}"}]} }"""));
        const string Text = """{"type":"record","name":"T","fields":[{"name":"f0","type":{"type":"record","name":"R0","fields":[{"name":"a","type":"%"}]}},""";
        var reader = AvroSchema.Parse(Text.Replace("%", "int", StringComparison.Ordinal) + types + "]}");
        var writer = AvroSchema.Parse(Text.Replace("%", "string", StringComparison.Ordinal) + types + "]}");

        ReaderWriterRules.Check(reader, writer).ShouldNotBeEmpty();
    }

    [Fact]
    public void Unions_that_multiply_are_refused()
    {
        var names = string.Join(',', Enumerable.Range(0, 900).Select(n => $$"""{"type":"fixed","name":"F{{n}}","size":1}"""));
        var others = string.Join(',', Enumerable.Range(0, 900).Select(n => $$"""{"type":"fixed","name":"G{{n}}","size":1}"""));

        Should.Throw<PlatformException>(() => ReaderWriterRules.Check(AvroSchema.Parse($"[{names}]"), AvroSchema.Parse($"[{others}]")))
            .Code.ShouldBe(ErrorCode.TooLarge);
    }

    [Theory]
    [InlineData(CompatibilityLevel.Backward, RecordAbDefault, true)]
    [InlineData(CompatibilityLevel.Backward, RecordAb, false)]
    [InlineData(CompatibilityLevel.Forward, RecordAb, true)]
    [InlineData(CompatibilityLevel.Forward, """{"type":"record","name":"R","fields":[]}""", false)]
    [InlineData(CompatibilityLevel.Full, RecordAb, false)]
    [InlineData(CompatibilityLevel.FullTransitive, RecordAbDefault, true)]
    [InlineData(CompatibilityLevel.None, "\"int\"", true)]
    public void A_level_decides_whether_a_schema_may_follow(CompatibilityLevel level, string schema, bool may) =>
        (SubjectRules.Check(level, AvroDocument.Parse(schema, []), [new(1, AvroDocument.Parse(RecordA, []))]).Count == 0).ShouldBe(may);

    [Fact]
    public void Only_a_transitive_level_looks_beyond_the_last_version()
    {
        EarlierVersion[] earlier = [new(2, AvroDocument.Parse("\"long\"", [])), new(1, AvroDocument.Parse("\"double\"", []))];

        SubjectRules.Check(CompatibilityLevel.Backward, AvroDocument.Parse("\"float\"", []), earlier).ShouldBeEmpty();
        SubjectRules.Check(CompatibilityLevel.BackwardTransitive, AvroDocument.Parse("\"float\"", []), earlier).ShouldContain("{oldSchemaVersion: 1}");
    }
}
