using Hops.Schemas.Avro;
using Hops.Schemas.Canonical;

namespace Hops.Schemas.Tests.Canonical;

public sealed class SchemaTextTests
{
    // Published with the specification (share/test/data/schema-tests.txt): text, canonical form, CRC-64-AVRO.
    [Theory]
    [InlineData("\"null\"", "\"null\"", 7195948357588979594)]
    [InlineData("{\"type\":\"null\"}", "\"null\"", 7195948357588979594)]
    [InlineData("\"boolean\"", "\"boolean\"", -6970731678124411036)]
    [InlineData("\"int\"", "\"int\"", 8247732601305521295)]
    [InlineData("\"long\"", "\"long\"", -3434872931120570953)]
    [InlineData("\"float\"", "\"float\"", 5583340709985441680)]
    [InlineData("\"double\"", "\"double\"", -8181574048448539266)]
    [InlineData("\"bytes\"", "\"bytes\"", 5746618253357095269)]
    [InlineData("\"string\"", "\"string\"", -8142146995180207161)]
    [InlineData("[  ]", "[]", -1241056759729112623)]
    [InlineData("[ \"int\"  ]", "[\"int\"]", -5232228896498058493)]
    [InlineData("[ \"int\" , {\"type\":\"boolean\"} ]", "[\"int\",\"boolean\"]", 5392556393470105090)]
    [InlineData("{\"fields\":[], \"type\":\"record\", \"name\":\"foo\"}", "{\"name\":\"foo\",\"type\":\"record\",\"fields\":[]}", -4824392279771201922)]
    [InlineData(
        "{\"type\":\"fixed\", \"size\":15, \"name\":\"foo\", \"namespace\":\"x.y\", \"doc\":\"d\", \"aliases\":[\"b\"]}",
        "{\"name\":\"x.y.foo\",\"type\":\"fixed\",\"size\":15}",
        null)]
    public void Canonical_form_and_fingerprint_are_those_of_the_specification(string text, string canonical, long? fingerprint)
    {
        var schema = AvroSchema.Parse(text);

        SchemaText.Canonical(schema).ShouldBe(canonical);
        if (fingerprint != null)
            unchecked((long)Fingerprint.Crc64(schema)).ShouldBe(fingerprint.Value);
    }

    [Fact]
    public void The_plain_print_keeps_every_attribute_and_is_the_same_for_every_white_space()
    {
        const string Minified =
            """{"type":"record","name":"R","namespace":"a.b","doc":"d","fields":[{"name":"x","type":{"type":"int","logicalType":"date"},"doc":"é","default":1,"order":"descending","aliases":["y"],"unit":"day"},{"name":"e","type":{"type":"enum","name":"E","symbols":["A"],"default":"A"}},{"name":"f","type":["null","E"]}],"owner":{"b":1.50,"a":[]},"aliases":["S"]}""";

        SchemaText.Of(AvroSchema.Parse(Minified)).ShouldBe(Minified);
        SchemaText.Of(AvroSchema.Parse(Minified.Replace(",", " ,\n\t", StringComparison.Ordinal))).ShouldBe(Minified);
    }

    [Fact]
    public void The_normalized_print_does_not_tell_arrangements_apart()
    {
        var one = AvroSchema.Parse("""{"type":"record","name":"R","namespace":"a","aliases":["S","T"],"b":1,"a":2,"fields":[{"name":"x","type":"int"}]}""");
        var other = AvroSchema.Parse("""{"fields":[{"type":{"type":"int"},"name":"x"}],"name":"a.R","a":2,"b":1,"aliases":["T","S"],"type":"record"}""");

        SchemaText.Of(one).ShouldNotBe(SchemaText.Of(other));
        SchemaText.Normalized(one).ShouldBe(SchemaText.Normalized(other));
    }

    [Fact]
    public void Printing_parsing_and_printing_again_changes_nothing()
    {
        var schema = AvroSchema.Parse(
            """{"type":"record","name":"a.R","fields":[{"name":"x","type":{"type":"record","name":"S","namespace":"","fields":[{"name":"r","type":["null","a.R","S"]}]}},{"name":"s","type":"S"}]}""");

        foreach (var print in new Func<AvroSchema, string>[] { s => SchemaText.Of(s), s => SchemaText.Normalized(s) })
            print(AvroSchema.Parse(print(schema))).ShouldBe(print(schema));
    }

    [Fact]
    public void Types_of_references_are_printed_by_name()
    {
        var address = AvroSchema.Parse("""{"type":"record","name":"a.Address","fields":[]}""");
        const string Text = """{"type":"record","name":"P","fields":[{"name":"home","type":"a.Address"}]}""";

        SchemaText.Of(AvroSchema.Parse(Text, [address]), [address]).ShouldBe(Text);
    }
}
