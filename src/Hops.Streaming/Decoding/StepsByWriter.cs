using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Streaming.Decoding;

/// <summary>Compiles the steps of each writer schema once. Thread safe.</summary>
/// <param name="find">The schema of a writer; null if there is none.</param>
/// <param name="compile">Steps for one, or the refusal <c>IncompatibleSchema</c>.</param>
internal sealed class StepsByWriter(Func<int, TypedSchema?> find, Func<TypedSchema, WriterSteps> compile)
{
    private const int SchemasMax = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, SchemaSteps> _steps = [];

    /// <summary>Steps for what a writer wrote.</summary>
    public SchemaSteps Of(int schemaId)
    {
        lock (_lock)
        {
            if (!_steps.TryGetValue(schemaId, out var steps))
            {
                steps = Compile(schemaId);
                if (_steps.Count < SchemasMax)
                    _steps[schemaId] = steps;
            }
            return steps;
        }
    }

    private SchemaSteps Compile(int schemaId)
    {
        var writer = find(schemaId);
        if (writer is null)
            return new SchemaSteps(schemaId, null, $"the schema registry has no schema {schemaId}");
        try
        {
            return new SchemaSteps(schemaId, compile(writer), "");
        }
        catch (PlatformException exception) when (exception.Code == ErrorCode.IncompatibleSchema)
        {
            return new SchemaSteps(schemaId, null, $"schema {schemaId}: {exception.Message}");
        }
    }
}

/// <summary>How to decode what one schema wrote, or why it cannot be decoded.</summary>
internal sealed record SchemaSteps(int SchemaId, WriterSteps? Steps, string Reason);
