using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// The native side of <see cref="TableFunction"/>. Each callback is a boundary: it catches everything and reports it through DuckDB, since
/// an exception that crossed into native code would end the process.
/// </summary>
internal static unsafe class TableFunctionBridge
{
    private const int ColumnsMax = 4_096;

    public static void Register(nint connection, TableFunction function)
    {
        var handle = NativeMethods.CreateTableFunction();
        try
        {
            NativeMethods.TableFunctionSetName(handle, function.Name);
            NativeMethods.TableFunctionSetExtraInfo(handle, GCHandle.ToIntPtr(GCHandle.Alloc(function)), &Free);
            NativeMethods.TableFunctionSetBind(handle, &Bind);
            NativeMethods.TableFunctionSetInit(handle, &Init);
            NativeMethods.TableFunctionSetLocalInit(handle, &LocalInit);
            NativeMethods.TableFunctionSetFunction(handle, &Scan);
            NativeMethods.TableFunctionSupportsProjectionPushdown(handle, true);
            if (NativeMethods.RegisterTableFunction(connection, handle) != NativeMethods.Success)
                throw new PlatformException(ErrorCode.Internal, $"DuckDB did not take the table function {function.Name}.");
        }
        finally
        {
            NativeMethods.DestroyTableFunction(ref handle);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            var function = Target<TableFunction>(NativeMethods.BindExtraInfo(info));
            foreach (var column in function.Columns)
            {
                var type = column.Type.CreateHandle();
                NativeMethods.BindAddResultColumn(info, column.Name, type);
                NativeMethods.DestroyLogicalType(ref type);
            }
            NativeMethods.BindSetCardinality(info, (ulong)function.RowCountEstimate, isExact: false);
        }
        catch (Exception exception)
        {
            NativeMethods.BindSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var function = Target<TableFunction>(NativeMethods.InitExtraInfo(info));
            var columns = new int[Math.Min(NativeMethods.InitColumnCount(info), ColumnsMax)];
            for (var position = 0; position < columns.Length; position++)
            {
                var index = NativeMethods.InitColumnIndex(info, (ulong)position);
                columns[position] = index < (ulong)function.Columns.Count ? (int)index : -1;
            }
            var scan = function.BeginScan(columns);
            NativeMethods.InitSetMaxThreads(info, (ulong)scan.ThreadsMax);
            NativeMethods.InitSetData(info, GCHandle.ToIntPtr(GCHandle.Alloc(scan)), &Free);
        }
        catch (Exception exception)
        {
            NativeMethods.InitSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void LocalInit(nint info)
    {
        // DuckDB gives no access to the shared scan here, so the thread's part is made by its first call of Scan.
        try
        {
            NativeMethods.InitSetData(info, GCHandle.ToIntPtr(GCHandle.Alloc(new ThreadSlot())), &Free);
        }
        catch (Exception exception)
        {
            NativeMethods.InitSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Scan(nint info, nint chunk)
    {
        try
        {
            var slot = Target<ThreadSlot>(NativeMethods.FunctionLocalInitData(info));
            slot.Thread ??= Target<TableScan>(NativeMethods.FunctionInitData(info)).BeginThread();
            var columnCount = (int)NativeMethods.DataChunkColumnCount(chunk);
            if (slot.Vectors.Length != columnCount)
                slot.Vectors = new nint[columnCount];
            for (var column = 0; column < columnCount; column++)
                slot.Vectors[column] = NativeMethods.DataChunkVector(chunk, (ulong)column);
            NativeMethods.SetDataChunkSize(chunk, (ulong)slot.Thread.Fill(slot.Vectors));
        }
        catch (Exception exception)
        {
            NativeMethods.SetDataChunkSize(chunk, 0);
            NativeMethods.FunctionSetError(info, exception.Message);
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
