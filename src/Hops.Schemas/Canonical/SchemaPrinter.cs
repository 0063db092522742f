using System.Text.Encodings.Web;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Canonical;

/// <summary>Writes one schema as JSON; each named type is written out where it comes first and by its name afterwards.</summary>
internal sealed class SchemaPrinter
{
    /// <summary>Minified, with characters as they are: the text is data of a JSON document, never part of a page.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json;
    private readonly TextStyle _style;
    private readonly HashSet<string> _written;

    public SchemaPrinter(Utf8JsonWriter json, TextStyle style, IReadOnlyList<AvroSchema> references)
    {
        _json = json;
        _style = style;
        _written = NamedTypes.Of(references).Select(type => type.TypeName).ToHashSet(StringComparer.Ordinal);
    }

    /// <param name="schema">The type to print.</param>
    /// <param name="space">Namespace around it: it need not be repeated in the plain style.</param>
    /// <exception cref="PlatformException"><c>TooLarge</c>: types of references may nest deeper than one text can.</exception>
    public void Print(AvroSchema schema, string space)
    {
        if (_json.CurrentDepth > AvroLimits.JsonDepthMax)
            throw new PlatformException(ErrorCode.TooLarge, "The schema and its references nest too deep to be printed; flatten them.");
        switch (schema)
        {
            case AvroPrimitive when schema.Properties.Count == 0 || _style == TextStyle.Canonical:
                _json.WriteStringValue(schema.TypeName);
                break;
            case AvroUnion union:
                _json.WriteStartArray();
                foreach (var branch in union.Branches)
                    Print(branch, space);
                _json.WriteEndArray();
                break;
            case { Name: { } name } when !_written.Add(name.Full):
                _json.WriteStringValue(Shortened(name, space));
                break;
            default:
                _json.WriteStartObject();
                PrintObject(schema, space);
                _json.WriteEndObject();
                break;
        }
    }

    private void PrintObject(AvroSchema schema, string space)
    {
        switch (schema)
        {
            case AvroRecord record:
                PrintHead(record.IsError && _style != TextStyle.Canonical ? "error" : "record", record.Declaration, space);
                PrintFields(record);
                break;
            case AvroEnum type:
                PrintHead("enum", type.Declaration, space);
                PrintTexts("symbols", type.Symbols);
                if (type.DefaultSymbol != null && _style != TextStyle.Canonical)
                    _json.WriteString("default", type.DefaultSymbol);
                break;
            case AvroFixed type:
                PrintHead("fixed", type.Declaration, space);
                _json.WriteNumber("size", type.LengthBytes);
                break;
            case AvroArray array:
                _json.WriteString("type", "array");
                _json.WritePropertyName("items");
                Print(array.Items, space);
                break;
            case AvroMap map:
                _json.WriteString("type", "map");
                _json.WritePropertyName("values");
                Print(map.Values, space);
                break;
            default:
                _json.WriteString("type", schema.TypeName);
                break;
        }
        PrintProperties(schema.Properties);
        PrintAliases(schema);
    }

    private void PrintHead(string kind, AvroDeclaration declaration, string space)
    {
        if (_style == TextStyle.Plain)
        {
            _json.WriteString("type", kind);
            _json.WriteString("name", declaration.Name.Simple);
            if (declaration.Name.Namespace != space)
                _json.WriteString("namespace", declaration.Name.Namespace);
        }
        else
        {
            _json.WriteString("name", declaration.Name.Full);
            if (_style == TextStyle.Normalized && declaration.Name.Namespace.Length == 0 && space.Length > 0)
                _json.WriteString("namespace", "");
            _json.WriteString("type", kind);
        }
        if (declaration.Doc != null && _style != TextStyle.Canonical)
            _json.WriteString("doc", declaration.Doc);
    }

    private void PrintFields(AvroRecord record)
    {
        _json.WriteStartArray("fields");
        foreach (var field in record.Fields)
        {
            _json.WriteStartObject();
            _json.WriteString("name", field.Name);
            _json.WritePropertyName("type");
            Print(field.Schema, record.Name.Namespace);
            if (_style != TextStyle.Canonical)
                PrintRest(field);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void PrintRest(AvroField field)
    {
        if (field.Doc != null)
            _json.WriteString("doc", field.Doc);
        if (field.HasDefault)
        {
            _json.WritePropertyName("default");
            field.Default.WriteTo(_json);
        }
        if (field.Order != null)
            _json.WriteString("order", field.Order);
        if (field.Aliases.Count > 0)
            PrintTexts("aliases", Arranged(field.Aliases));
        PrintProperties(field.Properties);
    }

    private void PrintProperties(IReadOnlyList<AvroProperty> properties)
    {
        if (_style == TextStyle.Canonical)
            return;
        IEnumerable<AvroProperty> arranged = _style == TextStyle.Plain
            ? properties
            : properties.OrderBy(property => property.Name, StringComparer.Ordinal);
        foreach (var property in arranged)
        {
            _json.WritePropertyName(property.Name);
            property.Value.WriteTo(_json);
        }
    }

    private void PrintAliases(AvroSchema schema)
    {
        var declaration = schema switch
        {
            AvroRecord record => record.Declaration,
            AvroEnum type => type.Declaration,
            AvroFixed type => type.Declaration,
            _ => null,
        };
        if (declaration is { Aliases.Count: > 0 } && _style != TextStyle.Canonical)
            PrintTexts("aliases", Arranged(declaration.Aliases.Select(alias => Shortened(alias, declaration.Name.Namespace)).ToList()));
    }

    private void PrintTexts(string name, IReadOnlyList<string> texts)
    {
        _json.WriteStartArray(name);
        foreach (var text in texts)
            _json.WriteStringValue(text);
        _json.WriteEndArray();
    }

    private IReadOnlyList<string> Arranged(IReadOnlyList<string> texts) =>
        _style == TextStyle.Plain ? texts : texts.Order(StringComparer.Ordinal).ToList();

    /// <summary>
    /// A name as seen from a namespace. A name without a namespace stays short too: no namespace of its own can hide it, because a text in
    /// which it did would not have parsed to it.
    /// </summary>
    private string Shortened(AvroName name, string space) =>
        _style == TextStyle.Plain && name.Namespace == space ? name.Simple : name.Full;
}
