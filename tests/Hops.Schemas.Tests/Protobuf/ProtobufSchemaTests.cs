using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.Protobuf;

public sealed class ProtobufSchemaTests
{
    private const string Two =
        """
        // Old style.
        syntax = "proto2";
        package a.b;
        import public "google/protobuf/timestamp.proto";
        import "google/protobuf/descriptor.proto";
        option java_package = "x" 'y';
        extend google.protobuf.FieldOptions { optional string note = 50000; }
        message M {
          option (my.option).part = { a: 1, b: [ "c" ] };
          required int32 id = 1 [default = -5, (note) = "it; {", json_name = "ID"];
          optional group Point = 2 { required double x = 1; }
          oneof which { string s = 4; bytes t = 0x10; }
          extensions 100 to 199, 500 to max;
          reserved 7, 9 to 11;
          reserved "old", 'older';
          enum E { option allow_alias = true; A = 0; B = 0; C = -1 [deprecated = true]; }
          map < string , M.E > es = 6;
        }
        service S { rpc R (stream M) returns (.a.b.M) { option deprecated = true; } rpc Q (M) returns (M); }
        """;

    [Fact]
    public void A_text_is_printed_without_comments_in_one_layout_and_reads_as_the_same_again()
    {
        var schema = ProtobufSchema.Parse(Two, []);

        schema.Text.ShouldBe(
            """
            syntax = "proto2";
            package a.b;

            import public "google/protobuf/timestamp.proto";
            import "google/protobuf/descriptor.proto";

            option java_package = "x" 'y';

            message M {
              option (my.option).part = { a : 1 , b : [ "c" ] };
              reserved 7, 9 to 11;
              reserved "old", 'older';
              extensions 100 to 199, 500 to max;
              required int32 id = 1 [default = -5, (note) = "it; {", json_name = "ID"];
              optional group Point = 2 {
                required double x = 1;
              }
              oneof which {
                string s = 4;
                bytes t = 16;
              }
              map<string, M.E> es = 6;
              enum E {
                option allow_alias = true;
                A = 0;
                B = 0;
                C = -1 [deprecated = true];
              }
            }

            extend google.protobuf.FieldOptions {
              optional string note = 50000;
            }

            service S {
              rpc R (stream M) returns (.a.b.M) {
                option deprecated = true;
              }
              rpc Q (M) returns (M);
            }

            """.ReplaceLineEndings("\n"));
        ProtobufSchema.Parse(schema.Text, []).Text.ShouldBe(schema.Text);
        ProtobufSchema.Parse(schema.NormalizedText, []).NormalizedText.ShouldBe(schema.NormalizedText);
        schema.NormalizedText.ShouldContain("map<string, .a.b.M.E> es = 6;");
    }

    [Fact]
    public void A_descriptor_reads_as_the_text_that_it_was_made_of()
    {
        var schema = ProtobufSchema.Parse(
            "syntax = \"proto3\"; package p; message M { optional int32 a = 1; map<string, N> m = 2; N n = 3; oneof o { int32 x = 4; } message N { reserved 5 to 7; } enum E { Z = 0; } }", []);

        var again = ProtobufSchema.Parse(schema.Serialized, []);

        again.NormalizedText.ShouldBe(schema.NormalizedText);
        again.Serialized.ShouldBe(schema.Serialized);
    }

    [Theory]
    [InlineData("syntax = \"proto4\";", "no version of Protobuf")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 1 }", "line 1, column 44: ';' is expected here, not '}'")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 1; ", "and the text ends")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 0; }", "cannot have the number 0")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 19500; }", "cannot have the number 19500")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 99999999999; }", "no whole number of 32 bits")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 1; int32 b = 1; }", "has the number 1 of another")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 1; int32 a = 2; }", "it has a field 'a' already")]
    [InlineData("syntax = \"proto3\"; message M { } message M { }", "'M': it is defined already")]
    [InlineData("syntax = \"proto3\"; message M { N n = 1; }", "there is no type 'N' here")]
    [InlineData("syntax = \"proto3\"; message M { required int32 a = 1; }", "proto3 does not know")]
    [InlineData("message M { int32 a = 1; }", "has no label")]
    [InlineData("syntax = \"proto3\"; message M { map<double, int32> m = 1; }", "keys of the map 'm' cannot be of type 'double'")]
    [InlineData("syntax = \"proto3\"; enum E { }", "at least one value")]
    [InlineData("syntax = \"proto3\"; enum E { A = 0; B = 0; }", "has the number 0 of another")]
    [InlineData("syntax = \"proto3\"; import \"none.proto\";", "the file 'none.proto' is not known")]
    [InlineData("syntax = \"proto3\"; /* open", "the comment does not end")]
    [InlineData("syntax = \"proto3", "does not end in its line")]
    [InlineData("hello", "'hello' begins no definition")]
    [InlineData("{}", "a definition is expected here, not '{'")]
    [InlineData("AAAA", "nor a descriptor in base64")]
    public void A_wrong_text_is_refused_with_what_is_wrong(string text, string words)
    {
        var refusal = Should.Throw<PlatformException>(() => ProtobufSchema.Parse(text, []));

        refusal.Code.ShouldBe(ErrorCode.InvalidSchema);
        refusal.Message.ShouldContain(words);
    }

    [Fact]
    public void A_text_beyond_a_limit_is_refused()
    {
        var deep = "syntax = \"proto3\"; " + string.Concat(Enumerable.Range(0, 20_000).Select(index => $"message M{index} {{")) + new string('}', 20_000);
        var value = "syntax = \"proto3\"; option x = " + string.Concat(Enumerable.Repeat("{a:", 20_000)) + "1" + new string('}', 20_000) + ";";
        var many = "syntax = \"proto3\"; " + string.Concat(Enumerable.Range(0, 11_000).Select(index => $"message M{index}{{}}"));

        Code(deep).ShouldBe(ErrorCode.TooLarge);
        Code(deep[..100_000]).ShouldBe(ErrorCode.InvalidSchema);
        Code(value).ShouldBe(ErrorCode.InvalidSchema);
        Code(many).ShouldBe(ErrorCode.TooLarge);
        Code("syntax = \"proto3\"; // " + new string('x', 300_000)).ShouldBe(ErrorCode.TooLarge);
        Code("syntax = \"proto3\"; message " + new string('x', 2_000) + " {}").ShouldBe(ErrorCode.InvalidSchema);
    }

    [Fact]
    public void Thousands_of_messages_that_name_each_other_are_linked_printed_and_compared()
    {
        static ProtobufSchema Of(int count, string type) => ProtobufSchema.Parse(
            "syntax=\"proto3\";" + string.Concat(Enumerable.Range(0, count).Select(index => $"message M{index}{{M{index * 7 % count} a=1;{type} b=2;}}")), []);
        var schema = Of(6_000, "int32");

        schema.File.Messages[5].Fields[0].Type!.Name.ShouldBe("M35");
        ProtobufSchema.Parse(schema.Serialized, []).NormalizedText.ShouldBe(schema.NormalizedText);
        SubjectRules.Check(CompatibilityLevel.Full, Of(6_000, "int32"), [new(1, schema)]).ShouldBeEmpty();
        SubjectRules.Check(CompatibilityLevel.Full, Of(6_000, "bytes"), [new(1, schema)]).ShouldNotBeEmpty();
        schema.First!.Json([0x0a, 0]).ShouldNotBeEmpty();
    }

    [Fact]
    public void Random_damage_to_texts_descriptors_and_messages_is_refused_and_nothing_else()
    {
        var random = new Random(20_251);
        var schema = ProtobufSchema.Parse(Two, []);
        var descriptor = Convert.FromBase64String(schema.Serialized);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new StringBuilder(Two);
            text[random.Next(text.Length)] = "{}[]<>()\"';=,.0a "[random.Next(17)];
            Survives(() => ProtobufSchema.Parse(text.ToString(), []));
            var bytes = descriptor.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Survives(() => ProtobufSchema.Parse(Convert.ToBase64String(bytes), []));
            random.NextBytes(bytes);
            Survives(() => schema.Decode(bytes));
        }
    }

    [Fact]
    public void A_message_is_named_by_its_indexes()
    {
        var schema = ProtobufSchema.Parse("syntax = \"proto3\"; message A { int32 a = 1; } message B { message C { string c = 1; } message D { sint32 d = 1; } }", []);

        Json(schema, 0, 0x08, 5).ShouldBe("""{"a":5}""");
        Json(schema, 2, 0, 0x08, 5).ShouldBe("""{"a":5}""");
        Json(schema, 4, 2, 0, 0x0A, 1, (byte)'x').ShouldBe("""{"c":"x"}""");
        Json(schema, 4, 2, 2, 0x08, 3).ShouldBe("""{"d":-2}""");
        Json(schema, 1, 0, 0x08, 5).ShouldBe("""{"a":5}""", "as clients wrote it once");
        Json(schema, 1, 1, 0x08, 5).ShouldBe("{}");
        foreach (var none in new byte[][] { [2, 4, 8, 5], [4, 2, 4], [4, 0, 0], [1, 2], [1], [200], [] })
            Should.Throw<PlatformException>(() => schema.Decode(none)).Code.ShouldBe(ErrorCode.UndecodableRecord);
    }

    [Fact]
    public void Types_of_imported_files_are_seen_and_those_that_they_import_publicly_only()
    {
        var inner = new NamedSchema("i.proto", ProtobufSchema.Parse("syntax = \"proto3\"; package i; message I { }", []));
        var open = new NamedSchema("o.proto", ProtobufSchema.Parse("syntax = \"proto3\"; import public \"i.proto\"; message O { i.I i = 1; }", [inner]));
        var closed = new NamedSchema("c.proto", ProtobufSchema.Parse("syntax = \"proto3\"; import \"i.proto\"; message O { i.I i = 1; }", [inner]));
        const string Text = "syntax = \"proto3\"; import \"FILE\"; message M { O o = 1; i.I i = 2; }";

        ProtobufSchema.Parse(Text.Replace("FILE", "o.proto", StringComparison.Ordinal), [open]).Fields(3).Select(field => field.Path).ShouldBe(["o", "o.i", "i"]);
        Should.Throw<PlatformException>(() => ProtobufSchema.Parse(Text.Replace("FILE", "c.proto", StringComparison.Ordinal), [closed])).Message.ShouldContain("no type 'i.I'");
    }

    [Theory]
    [InlineData("""{"id":7}""", "0008 07")]
    [InlineData("""{"id":"7","my_name":"x","ok":true}""", "0008 07 1201 78 1801")]
    [InlineData("""{"myName":"x"}""", "0012 0178")]
    [InlineData("""{"my_name":null}""", "00")]
    [InlineData("""{"kinds":["B",0,-1]}""", "0020 0120 0020 ffffffffffffffffff01")]
    [InlineData("""{"inner":{"d":-1.5},"by":{"k":"v"}}""", "002a 0909 000000000000f8bf 3206 0a01 6b12 0176")]
    public void A_value_is_written_as_the_first_message(string json, string hex)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        Typed.Encode(Hops.Schemas.Json.PlainJson.Parse(json), output);

        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(hex.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("7", "", "an object is expected")]
    [InlineData("""{"none":1}""", "", "has no field 'none'")]
    [InlineData("""{"id":1.5}""", "/id", "a whole number is expected")]
    [InlineData("""{"id":4294967296}""", "/id", "no number of type int32")]
    [InlineData("""{"my_name":1}""", "/my_name", "a text is expected")]
    [InlineData("""{"my_name":"a","myName":"b"}""", "", "is there twice")]
    [InlineData("""{"kinds":["C"]}""", "/kinds/0", "is no value of 'Typed.Kind'")]
    [InlineData("""{"kinds":"B"}""", "/kinds", "an array is expected")]
    [InlineData("""{"inner":{"d":"x"}}""", "/inner/d", "a number of type double")]
    [InlineData("""{"first":1,"second":2}""", "", "of the fields first, second one may be there")]
    public void A_value_that_does_not_fit_is_refused_with_its_place(string json, string pointer, string words)
    {
        var refusal = Should.Throw<PlatformException>(() => Typed.Encode(Hops.Schemas.Json.PlainJson.Parse(json), new System.Buffers.ArrayBufferWriter<byte>()));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain(words);
        refusal.Facts["pointer"].ShouldBe(pointer);
    }

    [Fact]
    public void A_message_that_comes_in_pieces_is_one_and_of_a_scalar_the_last_counts()
    {
        var schema = ProtobufSchema.Parse("syntax = \"proto3\"; message M { int32 v = 1; M next = 2; map<string, M> by = 3; }", []);
        Json(schema, 0, 0x08, 1, 0x12, 2, 0x08, 2, 0x08, 3, 0x12, 4, 0x12, 2, 0x08, 4, 0x1a, 8, 0x12, 2, 0x08, 5, 0x12, 2, 0x12, 0).ShouldBe(
            """{"v":3,"next":{"v":2,"next":{"v":4}},"by":{"":{"v":5,"next":{}}}}""");
    }

    [Theory]
    [InlineData("""{"t":{"value":"x"},"l":5}""", """{"t":"x","l":"5"}""")]
    [InlineData("""{"t":null,"l":{},"any":null,"took":"315576000000s"}""", """{"l":"0","any":null,"took":"315576000000s"}""")]
    [InlineData("""{"obj":{"fields":{"a":1}},"any":[{"b":[]}]}""", """{"obj":{"fields":{"a":1}},"any":[{"b":[]}]}""")]
    public void What_stands_for_a_value_is_written_as_it_and_read_as_it(string json, string read)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        Known.Encode(Hops.Schemas.Json.PlainJson.Parse(json), output);

        Encoding.UTF8.GetString(Known.Decode(output.WrittenSpan)).ShouldBe(read);
    }

    [Theory]
    [InlineData("""{"t":5}""", "/t", "a text is expected")]
    [InlineData("""{"l":"x"}""", "/l", "a whole number is expected")]
    [InlineData("""{"obj":[]}""", "/obj", "an object is expected")]
    [InlineData("""{"arr":{}}""", "/arr", "an array is expected")]
    [InlineData("""{"took":"315576000001s"}""", "/took", "an object is expected")]
    public void What_does_not_stand_for_such_a_value_is_refused_with_its_place(string json, string pointer, string words)
    {
        var refusal = Should.Throw<PlatformException>(() => Known.Encode(Hops.Schemas.Json.PlainJson.Parse(json), new System.Buffers.ArrayBufferWriter<byte>()));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain(words);
        refusal.Facts["pointer"].ShouldBe(pointer);
    }

    [Fact]
    public void JSON_too_deep_for_its_messages_is_refused_in_both_directions()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40));
        Should.Throw<PlatformException>(() => Known.Encode(Hops.Schemas.Json.PlainJson.Parse($$"""{"any":{{deep}}}"""), new System.Buffers.ArrayBufferWriter<byte>()))
            .Message.ShouldContain("deep inside one another");
        byte[] bytes = [];
        for (var level = 0; level < 40; level++)
            bytes = [.. Field(0x32, Field(0x0a, bytes))];
        Should.Throw<PlatformException>(() => Known.Decode([0, .. Field(0x2a, bytes)])).Message.ShouldContain("deep inside one another");

        static byte[] Field(byte tag, byte[] bytes) => [tag, (byte)((bytes.Length & 0x7F) | 0x80), (byte)(bytes.Length >> 7), .. bytes];
    }

    [Fact]
    public void A_message_that_only_has_the_name_of_a_known_one_is_an_object_of_its_fields()
    {
        var own = ProtobufSchema.Parse(
            "syntax = \"proto3\"; package google.protobuf; message M { StringValue a = 1; Struct b = 2; ListValue c = 3; Value d = 4; } message StringValue { } message Struct { map<string, int32> fields = 1; } message ListValue { repeated int32 values = 1; } message Value { int32 null_value = 1; }", []);
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        own.Encode(Hops.Schemas.Json.PlainJson.Parse("""{"a":{},"b":{"fields":{"k":1}},"c":{"values":[1]},"d":{"null_value":2}}"""), output);

        Encoding.UTF8.GetString(own.Decode(output.WrittenSpan)).ShouldBe("""{"a":{},"b":{"fields":{"k":1}},"c":{"values":[1]},"d":{"null_value":2}}""");
    }

    private static ProtobufSchema Known => ProtobufSchema.Parse(
        "syntax = \"proto3\"; import \"google/protobuf/wrappers.proto\"; import \"google/protobuf/struct.proto\"; import \"google/protobuf/duration.proto\"; message Known { google.protobuf.StringValue t = 1; google.protobuf.Int64Value l = 2; google.protobuf.Struct obj = 3; google.protobuf.ListValue arr = 4; google.protobuf.Value any = 5; google.protobuf.Duration took = 6; }", []);

    private static ProtobufSchema Typed => ProtobufSchema.Parse(
        "syntax = \"proto3\"; message Typed { int32 id = 1; string my_name = 2; bool ok = 3; repeated Kind kinds = 4; Inner inner = 5; map<string, string> by = 6; oneof o { int32 first = 7; int32 second = 8; } enum Kind { A = 0; B = 1; } message Inner { double d = 1; } }", []);

    private static string Json(ProtobufSchema schema, params byte[] payload) => Encoding.UTF8.GetString(schema.Decode(payload));

    private static ErrorCode Code(string text) => Should.Throw<PlatformException>(() => ProtobufSchema.Parse(text, [])).Code;

    private static void Survives(Action act)
    {
        try
        {
            act();
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.InvalidSchema or ErrorCode.UndecodableRecord or ErrorCode.TooLarge)
        {
            // As it should be.
        }
    }
}
