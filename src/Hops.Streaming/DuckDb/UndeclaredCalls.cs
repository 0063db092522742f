using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// The calls of DuckDB's C API (duckdb.h of 1.5, https://duckdb.org/docs/stable/clients/c/api) that we use and DuckDB.NET.Bindings does not
/// declare, and those on a chunk that DuckDB lends to a callback, for which the package knows only handles that destroy what they hold.
/// All others are called as the package declares them, by the sealed wrappers beside this file and by nobody else.
/// </summary>
internal static unsafe partial class UndeclaredCalls
{
    private const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_count")]
    internal static partial ulong PreparedColumnCount(DuckDBPreparedStatement statement);

    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_name")]
    [return: MarshalUsing(typeof(DuckDBCallerOwnedStringMarshaller))]
    internal static partial string PreparedColumnName(DuckDBPreparedStatement statement, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_logical_type")]
    internal static partial DuckDBLogicalType PreparedColumnLogicalType(DuckDBPreparedStatement statement, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_create_map_type")]
    internal static partial DuckDBLogicalType CreateMapType(DuckDBLogicalType key, DuckDBLogicalType value);

    [LibraryImport(Library, EntryPoint = "duckdb_create_struct_type")]
    internal static partial DuckDBLogicalType CreateStructType(nint* memberTypes, byte** memberNames, ulong memberCount);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_local_init")]
    internal static partial void TableFunctionSetLocalInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_max_threads")]
    internal static partial void InitSetMaxThreads(nint info, ulong threads);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_local_init_data")]
    internal static partial nint FunctionLocalInitData(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_set_size")]
    internal static partial void SetDataChunkSize(nint chunk, ulong rowCount);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_size")]
    internal static partial ulong DataChunkSize(nint chunk);

    /// <summary>Name of a type that is another one with a meaning, such as JSON; null if it is none. <c>duckdb_free</c> takes it back.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_logical_type_get_alias")]
    [return: MarshalUsing(typeof(DuckDBCallerOwnedStringMarshaller))]
    internal static partial string? LogicalTypeAlias(DuckDBLogicalType type);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_column_count")]
    internal static partial ulong DataChunkColumnCount(nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    internal static partial nint DataChunkVector(nint chunk, ulong column);
}
