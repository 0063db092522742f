using Hops.Core.Errors;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.Protobuf;

public sealed class MessageShapeTests
{
    [Fact]
    public void A_message_tells_its_fields_with_their_types_and_how_they_are_on_the_wire()
    {
        var schema = ProtobufSchema.Parse(
            "syntax = \"proto3\"; package p; message M { sint64 a = 1; repeated fixed32 b = 2; Kind c = 3; M d = 4; map<string, M> e = 5; oneof o { bool f = 6; bytes g = 7; } enum Kind { NO = 0; ONE = 1; } }", []);

        schema.First!.FullName.ShouldBe("p.M");
        schema.First.Fields.Select(part => (part.Name, part.Number, part.Kind, part.WireType, part.IsRepeated, part.OneOf)).ShouldBe(
            [("a", 1, FieldKind.SInt64, 0, false, null), ("b", 2, FieldKind.Fixed32, 5, true, null), ("c", 3, FieldKind.Enum, 0, false, null), ("d", 4, FieldKind.Message, 2, false, null),
             ("e", 5, FieldKind.Map, 2, false, null), ("f", 6, FieldKind.Bool, 0, false, "o"), ("g", 7, FieldKind.Bytes, 2, false, "o")]);
        schema.First.Fields[2].Symbols.ShouldBe([new(0, "NO"), new(1, "ONE")]);
        schema.First.Fields[3].Message!.FullName.ShouldBe("p.M");
        var (key, value) = schema.First.Fields[4].Entry!.Value;
        (key.Kind, value.Kind, value.TypeName).ShouldBe((FieldKind.String, FieldKind.Message, "p.M"));
    }

    [Theory]
    [InlineData("syntax = \"proto2\"; message M { optional int32 a = 1; required int32 b = 2; repeated int32 c = 3; optional group D = 4 { } }", "1101")]
    [InlineData("syntax = \"proto3\"; message M { int32 a = 1; optional int32 b = 2; repeated int32 c = 3; M d = 4; oneof o { int32 e = 5; } map<int32, int32> f = 6; }", "010110")]
    [InlineData("edition = \"2023\"; message M { int32 a = 1; int32 b = 2 [features.field_presence = IMPLICIT]; M c = 3; }", "101")]
    [InlineData("edition = \"2023\"; option features.field_presence = IMPLICIT; message M { int32 a = 1; int32 b = 2 [features.field_presence = EXPLICIT]; M c = 3; }", "011")]
    public void A_field_tells_whether_its_presence_counts(string text, string presence) =>
        string.Concat(ProtobufSchema.Parse(text, []).First!.Fields.Select(part => part.HasPresence ? '1' : '0')).ShouldBe(presence);

    [Fact]
    public void A_message_of_another_file_is_of_the_version_of_Protobuf_of_that()
    {
        var part = new NamedSchema("part.proto", ProtobufSchema.Parse("syntax = \"proto2\"; message Part { optional int32 a = 1; }", []));
        var whole = ProtobufSchema.Parse("syntax = \"proto3\"; import \"part.proto\"; message M { Part part = 1; }", [part]);
        whole.First!.Fields.Single().Message!.Fields.Single().HasPresence.ShouldBeTrue();
    }

    [Fact]
    public void A_payload_says_which_message_it_is_and_where_it_begins()
    {
        var schema = ProtobufSchema.Parse("syntax = \"proto3\"; package p; message A { } message B { message C { } }", []);
        schema.MessageOf([0, 8], out var start).ShouldBe("p.A");
        start.ShouldBe(1);
        schema.MessageOf([4, 2, 0], out start).ShouldBe("p.B.C");
        start.ShouldBe(3);
        Should.Throw<PlatformException>(() => schema.MessageOf([2, 4], out _)).Code.ShouldBe(ErrorCode.UndecodableRecord);
    }
}
