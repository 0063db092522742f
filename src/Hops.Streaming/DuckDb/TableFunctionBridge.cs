using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// The native side of <see cref="TableFunction"/>. Each callback is a boundary: it catches everything and reports it through DuckDB, since
/// an exception that crossed into native code would end the process.
/// </summary>
internal static unsafe class TableFunctionBridge
{
    private const int ColumnsMax = 4_096;

    public static void Register(DuckDBNativeConnection connection, TableFunction function)
    {
        var handle = NativeMethods.TableFunction.DuckDBCreateTableFunction();
        try
        {
            NativeMethods.TableFunction.DuckDBTableFunctionSetName(handle, function.Name);
            NativeMethods.TableFunction.DuckDBTableFunctionSetExtraInfo(handle, GCHandle.ToIntPtr(GCHandle.Alloc(function)), &Free);
            NativeMethods.TableFunction.DuckDBTableFunctionSetBind(handle, &Bind);
            NativeMethods.TableFunction.DuckDBTableFunctionSetInit(handle, &Init);
            UndeclaredCalls.TableFunctionSetLocalInit(handle, &LocalInit);
            NativeMethods.TableFunction.DuckDBTableFunctionSetFunction(handle, &Scan);
            NativeMethods.TableFunction.DuckDBTableFunctionSupportsProjectionPushdown(handle, true);
            if (!NativeMethods.TableFunction.DuckDBRegisterTableFunction(connection, handle).IsSuccess())
                throw new PlatformException(ErrorCode.Internal, $"DuckDB did not take the table function {function.Name}.");
        }
        finally
        {
            NativeMethods.TableFunction.DuckDBDestroyTableFunction(ref handle);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            var function = Target<TableFunction>(NativeMethods.TableFunction.DuckDBBindGetExtraInfo(info));
            foreach (var column in function.Columns)
            {
                using var type = column.Type.CreateHandle();
                NativeMethods.TableFunction.DuckDBBindAddResultColumn(info, column.Name, type);
            }
            NativeMethods.TableFunction.DuckDBBindSetCardinality(info, (ulong)function.RowCountEstimate, isExact: false);
        }
        catch (Exception exception)
        {
            NativeMethods.TableFunction.DuckDBBindSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var function = Target<TableFunction>(NativeMethods.TableFunction.DuckDBInitGetExtraInfo(info));
            var columns = new int[Math.Min(NativeMethods.TableFunction.DuckDBInitGetColumnCount(info), ColumnsMax)];
            for (var position = 0; position < columns.Length; position++)
            {
                var index = NativeMethods.TableFunction.DuckDBInitGetColumnIndex(info, (ulong)position);
                columns[position] = index < (ulong)function.Columns.Count ? (int)index : -1;
            }
            var scan = function.BeginScan(columns);
            UndeclaredCalls.InitSetMaxThreads(info, (ulong)scan.ThreadsMax);
            NativeMethods.TableFunction.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(scan)), &Free);
        }
        catch (Exception exception)
        {
            NativeMethods.TableFunction.DuckDBInitSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void LocalInit(nint info)
    {
        // DuckDB gives no access to the shared scan here, so the thread's part is made by its first call of Scan.
        try
        {
            NativeMethods.TableFunction.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(new ThreadSlot())), &Free);
        }
        catch (Exception exception)
        {
            NativeMethods.TableFunction.DuckDBInitSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Scan(nint info, nint chunk)
    {
        try
        {
            var slot = Target<ThreadSlot>(UndeclaredCalls.FunctionLocalInitData(info));
            slot.Thread ??= Target<TableScan>(NativeMethods.TableFunction.DuckDBFunctionGetInitData(info)).BeginThread();
            var columnCount = (int)UndeclaredCalls.DataChunkColumnCount(chunk);
            if (slot.Vectors.Length != columnCount)
                slot.Vectors = new nint[columnCount];
            for (var column = 0; column < columnCount; column++)
                slot.Vectors[column] = UndeclaredCalls.DataChunkVector(chunk, (ulong)column);
            UndeclaredCalls.SetDataChunkSize(chunk, (ulong)slot.Thread.Fill(slot.Vectors));
        }
        catch (Exception exception)
        {
            UndeclaredCalls.SetDataChunkSize(chunk, 0);
            NativeMethods.TableFunction.DuckDBFunctionSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static T Target<T>(nint handle)
        where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    private sealed class ThreadSlot
    {
        public TableScanThread? Thread { get; set; }

        public nint[] Vectors { get; set; } = [];
    }
}
