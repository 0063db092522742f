using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// The native side of <see cref="RowSink"/>: a scalar function of any columns, which DuckDB calls for each chunk of rows. Each callback is a
/// boundary, as in <see cref="TableFunctionBridge"/>.
/// </summary>
internal static unsafe class RowSinkBridge
{
    private const int ColumnsMax = 4_096;

    public static void Register(DuckDBNativeConnection connection, RowSink sink)
    {
        var handle = NativeMethods.ScalarFunction.DuckDBCreateScalarFunction();
        try
        {
            using var any = SqlType.Of(TypeId.Any).CreateHandle();
            using var boolean = SqlType.Of(TypeId.Boolean).CreateHandle();
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetName(handle, sink.Name);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetVarargs(handle, any);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetReturnType(handle, boolean);
            // Nulls are values to it, and no call of it may be left out or put together with another.
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetSpecialHandling(handle);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetVolatile(handle);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetExtraInfo(handle, GCHandle.ToIntPtr(GCHandle.Alloc(sink)), &Free);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetFunction(handle, &Take);
            if (!NativeMethods.ScalarFunction.DuckDBRegisterScalarFunction(connection, handle).IsSuccess())
                throw new PlatformException(ErrorCode.Internal, $"DuckDB did not take the function {sink.Name}.");
        }
        finally
        {
            NativeMethods.ScalarFunction.DuckDBDestroyScalarFunction(ref handle);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(nint info, nint chunk, nint output)
    {
        try
        {
            var sink = (RowSink)GCHandle.FromIntPtr(NativeMethods.ScalarFunction.DuckDBScalarFunctionGetExtraInfo(info)).Target!;
            var columnCount = (int)UndeclaredCalls.DataChunkColumnCount(chunk);
            if (columnCount > ColumnsMax)
                throw new InvalidDataException($"{sink.Name} takes {ColumnsMax} columns at most, not {columnCount}");
            var vectors = stackalloc nint[columnCount];
            var types = stackalloc TypeId[columnCount];
            for (var column = 0; column < columnCount; column++)
            {
                vectors[column] = UndeclaredCalls.DataChunkVector(chunk, (ulong)column);
                using var type = NativeMethods.Vectors.DuckDBVectorGetColumnType(vectors[column]);
                types[column] = (TypeId)NativeMethods.LogicalType.DuckDBGetTypeId(type);
            }

            sink.Take(new ReadOnlySpan<nint>(vectors, columnCount), new ReadOnlySpan<TypeId>(types, columnCount), (int)UndeclaredCalls.DataChunkSize(chunk));
        }
        catch (Exception exception)
        {
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();
}
