using System.ComponentModel;
using System.Reflection;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Hops.Api.Http;

/// <summary>
/// Names the value of a query that is not of its parameter's type. The binding that the compiler makes (<c>RequestDelegateGenerator</c>) refuses such a
/// value of an optional parameter with a bare 400; every other refusal of a handler or of the binding is an exception.
/// </summary>
internal static class UnreadParameter
{
    private const int ShownLengthMax = 100;

    private static readonly Dictionary<Type, string> Kinds = new()
    {
        [typeof(int)] = "a whole number",
        [typeof(long)] = "a whole number",
        [typeof(double)] = "a number",
        [typeof(decimal)] = "a number",
        [typeof(bool)] = "true or false",
        [typeof(DateTimeOffset)] = "a time, such as 2026-01-31T12:00:00Z",
    };

    /// <summary>The handler of a route, whose refused value has a name (<c>InvalidArgument</c>); as it is where no value is parsed.</summary>
    internal static RequestDelegate HandlerOf(EndpointBuilder endpoint)
    {
        var handler = endpoint.RequestDelegate!;
        return endpoint.Metadata.OfType<IParameterBindingMetadata>().Any(parameter => parameter.HasTryParse) ? context => RunAsync(context, handler) : handler;
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate handler)
    {
        await handler(context);
        if (context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false })
            throw Find(context);
    }

    private static PlatformException Find(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()!.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Where(parameter => parameter.HasTryParse))
        {
            var name = parameter.ParameterInfo.GetCustomAttributes().OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name;
            var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
            var value = context.Request.Query[name].ToString();
            if (value.Length > 0 && (string.IsNullOrWhiteSpace(value) || !TypeDescriptor.GetConverter(type).IsValid(value)))
                return Refusal(name, value, Kinds.GetValueOrDefault(type, $"a value of the type {type.Name}"));
        }

        return new PlatformException(ErrorCode.InvalidArgument, "A parameter of the query is not of its type: /docs has the types of all.");
    }

    private static PlatformException Refusal(string name, string value, string kind)
    {
        var shown = value.Length > ShownLengthMax ? $"{value[..ShownLengthMax]}…" : value;
        return new PlatformException(ErrorCode.InvalidArgument, $"{name} is not {kind}: '{shown}'.").With("field", name);
    }
}
